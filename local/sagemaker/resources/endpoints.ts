import type { Context, Operations, Shape } from '../context.ts';
import { errorMessage } from '../error-message.ts';
import { pageOfRecords } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import { endpointInProgress } from '../refusals/endpoint/endpoint-in-progress.ts';
import { enforce } from '../refusals/enforce.ts';
import { endpointNameInUse } from '../refusals/names/endpoint-name-in-use.ts';
import type { Alarms } from '../runtime/alarms.ts';
import { captureSummary } from '../runtime/data-capture.ts';
import type { EndpointRuntime } from '../runtime/endpoint-runtime.ts';
import type { Rollout } from '../runtime/rollout.ts';
import { pendingSummary } from '../runtime/variant-summary.ts';
import { newDeployment, retainProperties } from './deployments.ts';
import { requireEndpointConfig } from './endpoint-configs.ts';
import { updateWeightsAndCapacities } from './endpoint-weights.ts';
import { findRecord, validationError } from './records.ts';

/** Gives an endpoint by name. @throws ServiceError ValidationException when it does not exist */
function requireEndpoint(name: string, context: Context): Shape {
  const endpoint = findRecord('endpoint', name, context);
  if (!endpoint) throw validationError(`Could not find endpoint "${arnOf('endpoint', name, context)}".`);
  return endpoint.record;
}

/** The operations of endpoints. `runtime` gives the runtime of the server, which exists after the start. */
export function endpointOperations(runtime: () => EndpointRuntime, alarms: Alarms): Operations {
  return {
    CreateEndpoint: (input, context) => createEndpoint(input, context, runtime(), alarms),
    UpdateEndpoint: (input, context) => updateEndpoint(input, context, runtime(), alarms),
    async UpdateEndpointWeightsAndCapacities(input, context) {
      return updateWeightsAndCapacities(requireSettled(input, context), input, context, runtime());
    },
    async DescribeEndpoint(input, context) {
      const record = requireEndpoint(input.EndpointName, context);
      return { ...visible(record), ...captureSummary(record, context) };
    },
    ListEndpoints: listEndpoints,
    async DeleteEndpoint(input, context) {
      const record = requireSettled(input, context);
      context.store.put('endpoint', record.EndpointName, {
        ...record,
        EndpointStatus: 'Deleting',
        LastModifiedTime: context.now(),
      });
      runtime().begin(record.EndpointName);
      return {};
    },
  };
}

async function createEndpoint(
  input: Shape,
  context: Context,
  runtime: EndpointRuntime,
  alarms: Alarms,
): Promise<Shape> {
  const EndpointArn = arnOf('endpoint', input.EndpointName, context);
  const deployment = newDeployment(
    requireEndpointConfig(input.EndpointConfigName, context),
    input.DeploymentConfig,
    context,
  );
  await readAlarms(deployment.rollout, alarms);
  // The alarms took time: another request may have created the endpoint.
  enforce(endpointNameInUse, input, context);
  const now = context.now();
  context.store.put('endpoint', input.EndpointName, {
    EndpointName: input.EndpointName,
    EndpointArn,
    EndpointConfigName: deployment.configName,
    EndpointStatus: 'Creating',
    CreationTime: now,
    LastModifiedTime: now,
    PendingDeploymentSummary: pendingSummary(deployment, { share: 0, now, status: 'Creating' }),
    ...(input.DeploymentConfig ? { LastDeploymentConfig: input.DeploymentConfig } : {}),
    _pending: deployment,
  });
  runtime.begin(input.EndpointName);
  return { EndpointArn };
}

async function updateEndpoint(
  input: Shape,
  context: Context,
  runtime: EndpointRuntime,
  alarms: Alarms,
): Promise<Shape> {
  const before = requireSettled(input, context);
  const policy: Shape | undefined = input.RetainDeploymentConfig ? before.LastDeploymentConfig : input.DeploymentConfig;
  const config = requireEndpointConfig(input.EndpointConfigName, context);
  const deployment = retainProperties(newDeployment(config, policy, context), before, input);
  await readAlarms(deployment.rollout, alarms);
  // The alarms took time: the endpoint's status may have changed.
  const record = requireSettled(input, context);
  const { LastDeploymentConfig: _last, FailureReason: _reason, ...unchanged } = record;
  const now = context.now();
  context.store.put('endpoint', record.EndpointName, {
    ...unchanged,
    EndpointStatus: 'Updating',
    LastModifiedTime: now,
    PendingDeploymentSummary: pendingSummary(deployment, { share: 0, now, status: 'Creating' }),
    ...(policy ? { LastDeploymentConfig: policy } : {}),
    _pending: deployment,
  });
  runtime.begin(record.EndpointName);
  return { EndpointArn: record.EndpointArn };
}

async function listEndpoints(input: Shape, context: Context): Promise<Shape> {
  const { records, ...rest } = pageOfRecords(context.store.list('endpoint'), input, {
    id: 'EndpointArn',
    name: 'EndpointName',
    status: 'EndpointStatus',
    sortBy: { Name: 'EndpointName', CreationTime: 'CreationTime', Status: 'EndpointStatus' },
    defaultOrder: 'Descending',
  });
  const members = ['EndpointName', 'EndpointArn', 'CreationTime', 'LastModifiedTime', 'EndpointStatus'];
  return { Endpoints: records.map((record) => pick(record, members)), ...rest };
}

/**
 * Reads the alarms before anything changes: without them, a deployment could never roll back.
 * @throws ServiceError ValidationException when CloudWatch cannot be read
 */
async function readAlarms(rollout: Rollout, alarms: Alarms): Promise<void> {
  try {
    await alarms.states(rollout.alarms);
  } catch (error) {
    throw validationError(`The alarms of AutoRollbackConfiguration cannot be read: ${errorMessage(error)}`);
  }
}

/** Gives the endpoint of a request. @throws ServiceError ValidationException while it is created, changed or deleted */
function requireSettled(input: Shape, context: Context): Shape {
  enforce(endpointInProgress, input, context);
  return requireEndpoint(input.EndpointName, context);
}
