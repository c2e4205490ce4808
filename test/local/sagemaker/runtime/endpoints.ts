import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeEndpointCommand,
  type DescribeEndpointOutput,
  type EndpointStatus,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { startedAt } from '../../../../scripts/lib/process-identity.mjs';
import { until } from '../../../support/processes.ts';
import type { Local } from '../core/harness.ts';

export const IMAGE = '123456789012.dkr.ecr.us-east-1.amazonaws.com/sklearn:1';

/**
 * Creates a model whose fake server answers with the model's name. The mode `unhealthy` makes the server unhealthy,
 * `dies` ends it at the first ping, `waits:<path>` makes it unhealthy until that file exists.
 */
export async function makeModel(
  local: Local,
  name: string,
  more: { mode?: string; data?: string } = {},
): Promise<void> {
  await local.sagemaker.send(
    new CreateModelCommand({
      ModelName: name,
      PrimaryContainer: {
        Image: IMAGE,
        Environment: { NAME: name, ...(more.mode ? { MODE: more.mode } : {}) },
        ...(more.data ? { ModelDataUrl: more.data } : {}),
      },
    }),
  );
}

/** Creates models, and a configuration with one variant for each. */
export async function makeConfig(
  local: Local,
  name: string,
  models: Record<string, { mode?: string; data?: string; weight?: number; count?: number; variant?: string }>,
): Promise<void> {
  for (const [model, more] of Object.entries(models)) await makeModel(local, model, more);
  await local.sagemaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: Object.entries(models).map(([model, { weight, count, variant }]) => ({
        VariantName: variant ?? `variant-${model}`,
        ModelName: model,
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: count ?? 1,
        ...(weight === undefined ? {} : { InitialVariantWeight: weight }),
        ContainerStartupHealthCheckTimeoutInSeconds: 60,
      })),
    }),
  );
}

export function describeEndpoint(local: Local, name = 'e'): Promise<DescribeEndpointOutput> {
  return local.sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }));
}

export async function makeEndpoint(local: Local, name: string, config: string, more = {}): Promise<void> {
  await local.sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: config, ...more }));
}

/** Waits for a status and gives the endpoint. Throws at once when the status becomes Failed instead. */
export async function untilStatus(local: Local, status: EndpointStatus, name = 'e'): Promise<DescribeEndpointOutput> {
  await until(async () => {
    const { EndpointStatus: current, FailureReason: reason } = await describeEndpoint(local, name);
    if (current === 'Failed' && status !== 'Failed') throw new Error(`${name} failed: ${reason}`);
    return current === status;
  }, `endpoint ${name} to be ${status}`);
  return describeEndpoint(local, name);
}

export async function invoke(local: Local, body = 'abc', more: object = {}, name = 'e') {
  const answer = await local.runtime.send(
    new InvokeEndpointCommand({ EndpointName: name, ContentType: 'text/csv', Accept: 'text/csv', Body: body, ...more }),
  );
  return {
    text: Buffer.from(answer.Body).toString(),
    variant: answer.InvokedProductionVariant,
    type: answer.ContentType,
    attributes: answer.CustomAttributes,
  };
}

/** Makes some calls and counts each answer. */
export async function answers(local: Local, calls: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let call = 0; call < calls; call += 1) {
    const { text } = await invoke(local);
    counts[text] = (counts[text] ?? 0) + 1;
  }
  return counts;
}

/** Tells whether a process runs. One that ended and was not collected by its parent does not run. */
export function alive(pid: number): boolean {
  return startedAt(pid) !== undefined;
}

/** Lists the process ids of an endpoint's model servers. */
export function processesOf(local: Local, name = 'e'): number[] {
  const processes = (local.server.context.store.get('endpoint', name)?._processes ?? []) as Array<{ pid: number }>;
  return processes.map(({ pid }) => pid);
}
