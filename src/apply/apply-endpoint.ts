import { Failure } from '../failure.ts';
import type { DesiredEndpoint } from '../plan/desired-endpoint.ts';
import type { EndpointPlan } from '../plan/plan-endpoint.ts';
import type { Aws, Endpoint } from '../ports/index.ts';
import { redact } from '../redact.ts';
import type { PollOptions } from './poll.ts';
import { removeScaling, restoreScaling, setScaling } from './set-scaling.ts';
import { waitForEndpoint } from './wait-endpoint.ts';

const LOG_LINES = 40;

/**
 * Brings an endpoint into the planned state. Every step may be repeated: models and configurations are named by their
 * content, an endpoint by its environment. Old resources are removed only after the new ones are in service.
 * @throws Failure `deployment_failed` when the endpoint does not come into service, `still_running` when the wait ends
 */
export async function applyEndpoint(aws: Aws, plan: EndpointPlan, options: PollOptions): Promise<Endpoint> {
  const { desired } = plan;
  const { sagemaker } = aws;
  const variant = { endpoint: desired.name, variant: desired.config.variant.name };
  if (plan.model === 'create') await sagemaker.createModel(desired.model);
  if (plan.config === 'create') await sagemaker.createEndpointConfig(desired.config);
  if (plan.scaling.deregister) await removeScaling(aws.scaling, variant, plan.scaling.before);
  await changeEndpoint(aws, plan, options);
  const settled = await waitForEndpoint(sagemaker, desired.name, options);
  await scaleSettled(aws, plan, settled);
  const endpoint = await verifyInService(aws, desired, settled);
  for (const name of plan.garbage.configs) {
    if (await sagemaker.deleteEndpointConfig(name)) options.log.info(`Removed the old endpoint configuration ${name}`);
  }
  for (const name of plan.garbage.models) {
    if (await sagemaker.deleteModel(name)) options.log.info(`Removed the old model ${name}`);
  }
  return endpoint;
}

/**
 * Sets the scaling of an endpoint that is InService: AWS registers a variant in no other state. After a rollback the endpoint
 * serves as before, and has to scale as before.
 */
async function scaleSettled({ scaling }: Aws, plan: EndpointPlan, settled: Endpoint | undefined): Promise<void> {
  const { desired, scaling: scalingPlan } = plan;
  if (settled?.status !== 'InService') return;
  const variant = { endpoint: desired.name, variant: desired.config.variant.name };
  const isRolledBack = settled.configName !== desired.config.name;
  if (isRolledBack && scalingPlan.before !== null) {
    await restoreScaling(scaling, variant, scalingPlan.before);
  } else if (desired.scaling !== null && (!isRolledBack || scalingPlan.isMissing)) {
    await setScaling(scaling, variant, { plan: scalingPlan, wanted: desired.scaling });
  }
}

async function changeEndpoint({ sagemaker }: Aws, plan: EndpointPlan, options: PollOptions): Promise<void> {
  const { desired } = plan;
  if (plan.endpoint === 'keep') return;
  if (plan.endpoint === 'update') {
    await sagemaker.updateEndpoint({
      name: desired.name,
      configName: desired.config.name,
      retainInstanceCounts: plan.retainInstanceCounts,
      ...(desired.rollout === null ? {} : { rollout: desired.rollout }),
    });
    return;
  }
  if (plan.endpoint === 'replace') {
    await sagemaker.deleteEndpoint(desired.name);
    await waitForEndpoint(sagemaker, desired.name, options);
  }
  await sagemaker.createEndpoint({
    name: desired.name,
    configName: desired.config.name,
    tags: desired.model.tags,
  });
}

/**
 * The endpoint, when it is in service with the wanted configuration.
 * @throws Failure `deployment_failed` with SageMaker's reason
 */
async function verifyInService(aws: Aws, desired: DesiredEndpoint, endpoint: Endpoint | undefined): Promise<Endpoint> {
  if (endpoint?.status === 'InService' && endpoint.configName === desired.config.name) return endpoint;
  const facts = {
    endpoint: desired.name,
    status: endpoint?.status ?? null,
    config: endpoint?.configName ?? null,
    wanted_config: desired.config.name,
    failure_reason: endpoint?.failureReason ?? null,
    log_tail: await logTail(aws, desired.name),
  };
  const reason = endpoint?.failureReason ?? 'SageMaker gave no reason';
  if (endpoint?.status === 'InService') {
    throw new Failure(
      'deployment_failed',
      `Endpoint ${desired.name} rolled back to ${endpoint.configName}: ${reason}`,
      {
        way_out:
          'The model that served before still serves. Correct the cause, or revert the commit that moved the pin.',
        facts,
      },
    );
  }
  throw new Failure('deployment_failed', `Endpoint ${desired.name} is ${endpoint?.status ?? 'gone'}: ${reason}`, {
    way_out: `Look at the log group /aws/sagemaker/Endpoints/${desired.name}, correct the cause and deploy again.`,
    facts,
  });
}

/** The end of what the containers printed. A log that cannot be read must not hide the failure itself. */
async function logTail(aws: Aws, name: string): Promise<string[]> {
  try {
    return (await aws.jobLogs.tail({ kind: 'endpoint', name }, LOG_LINES)).map(redact);
  } catch (error) {
    if (error instanceof Failure) return [`(the log could not be read: ${error.message})`];
    throw error;
  }
}
