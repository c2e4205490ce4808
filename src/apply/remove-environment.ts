import { Failure } from '../failure.ts';
import { isOver } from '../observed/describe-run.ts';
import type { ObservedEnvironment } from '../observed/environment.ts';
import { sha256 } from '../pipeline/canonical.ts';
import type { Aws, Clock, Log } from '../ports/index.ts';
import { followExecution } from './follow-execution.ts';
import { waitForEndpoint } from './wait-endpoint.ts';

export interface RemoveOptions {
  clock: Clock;
  log: Log;
  /** Longest wait for one thing to go, in milliseconds. */
  timeout: number;
}

/** Removes what was observed. Each step may be repeated: what is gone already is no error. */
export async function removeEnvironment(
  aws: Aws,
  observed: ObservedEnvironment,
  options: RemoveOptions,
): Promise<void> {
  const { sagemaker } = aws;
  const { endpointName, variant, endpoint, scaling, batchPipeline, registry } = observed;
  const say = (what: string) => options.log.info(`Removed ${what}`);
  if (scaling !== undefined) {
    await aws.scaling.deregister({ endpoint: endpointName, variant });
    say(`the scaling of ${endpointName}`);
  }
  if (endpoint !== undefined) {
    // SageMaker refuses to delete an endpoint that it is changing.
    const settled = await waitForEndpoint(sagemaker, endpointName, options);
    if (settled !== undefined) await sagemaker.deleteEndpoint(endpointName);
    const left = await waitForEndpoint(sagemaker, endpointName, options);
    if (left !== undefined) {
      throw new Failure('conflict', `Endpoint ${endpointName} is ${left.status} and does not go`, {
        wayOut: 'Run destroy again.',
      });
    }
    say(`endpoint ${endpointName}`);
  }
  for (const { name } of observed.configs) {
    if (await sagemaker.deleteEndpointConfig(name)) say(`endpoint configuration ${name}`);
  }
  for (const { name } of observed.models) {
    if (await sagemaker.deleteModel(name)) say(`model ${name}`);
  }
  // The models first: when the pipeline is gone, nothing says any more which ones were its own.
  if (batchPipeline !== undefined) await stopRuns(aws, batchPipeline.name, options);
  for (const name of observed.batchModels) {
    if (await sagemaker.deleteModel(name)) say(`model ${name}`);
  }
  if (batchPipeline !== undefined && (await sagemaker.deletePipeline(batchPipeline.name))) {
    say(`pipeline ${batchPipeline.name}`);
  }
  if (registry !== undefined) {
    for (const arn of registry.packages) {
      if (await sagemaker.deleteModelPackage(arn)) say(`model package ${arn}`);
    }
    if (await sagemaker.deleteModelPackageGroup(registry.group)) say(`model package group ${registry.group}`);
  }
}

/** A pipeline cannot be deleted while it runs. */
async function stopRuns({ sagemaker }: Aws, pipeline: string, options: RemoveOptions): Promise<void> {
  for (const { arn, status } of await sagemaker.executions(pipeline)) {
    if (isOver(status)) continue;
    if (status === 'Executing') await sagemaker.stopExecution(arn, sha256(`stop ${arn}`));
    await followExecution(sagemaker, arn, options);
  }
}
