import type { Context, Operations, Shape } from '../context.ts';
import { errorMessage } from '../error-message.ts';
import { pageOfRecords } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import type { Alarms } from '../runtime/alarms.ts';
import type { EndpointRuntime } from '../runtime/endpoint-runtime.ts';
import type { Rollout } from '../runtime/rollout.ts';
import { pendingSummary } from '../runtime/variant-summary.ts';
import { newDeployment, retainProperties } from './deployments.ts';
import { requireEndpointConfig } from './endpoint-configs.ts';
import { updateWeightsAndCapacities } from './endpoint-weights.ts';
import { findRecord, validationError } from './records.ts';

const SETTLED_STATUSES = ['InService', 'Failed', 'OutOfService', 'UpdateRollbackFailed'];

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
      return updateWeightsAndCapacities(requireUpdatable(input.EndpointName, context), input, context, runtime());
    },
    async DescribeEndpoint(input, context) {
      return visible(requireEndpoint(input.EndpointName, context));
    },
    ListEndpoints: listEndpoints,
    async DeleteEndpoint(input, context) {
      const record = requireEndpoint(input.EndpointName, context);
      if (!SETTLED_STATUSES.includes(record.EndpointStatus)) {
        throw validationError(`Cannot update in-progress endpoint "${record.EndpointArn}".`);
      }
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
  refuseExisting(input.EndpointName, context);
  const deployment = newDeployment(
    requireEndpointConfig(input.EndpointConfigName, context),
    input.DeploymentConfig,
    context,
  );
  await checkAlarms(deployment.rollout, alarms);
  // The alarms took time: another request may have created the endpoint.
  refuseExisting(input.EndpointName, context);
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

function refuseExisting(name: string, context: Context): void {
  if (findRecord('endpoint', name, context)) {
    throw validationError(`Cannot create already existing endpoint "${arnOf('endpoint', name, context)}".`);
  }
}

async function updateEndpoint(
  input: Shape,
  context: Context,
  runtime: EndpointRuntime,
  alarms: Alarms,
): Promise<Shape> {
  const before = requireUpdatable(input.EndpointName, context);
  // The service reads the old configuration too: when it was deleted, the endpoint's next update is refused.
  requireEndpointConfig(before.EndpointConfigName, context);
  if (input.RetainDeploymentConfig === true && input.DeploymentConfig !== undefined) {
    throw validationError('DeploymentConfig cannot be specified when RetainDeploymentConfig is true.');
  }
  const policy: Shape | undefined = input.RetainDeploymentConfig ? before.LastDeploymentConfig : input.DeploymentConfig;
  const config = requireEndpointConfig(input.EndpointConfigName, context);
  const deployment = retainProperties(newDeployment(config, policy, context), before, input);
  await checkAlarms(deployment.rollout, alarms);
  // The alarms took time: the endpoint's status may have changed.
  const record = requireUpdatable(input.EndpointName, context);
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
 * Checks the alarms before anything changes: an alarm that does not exist could never roll back.
 * @throws ServiceError ValidationException that names the unknown alarms
 */
async function checkAlarms(rollout: Rollout, alarms: Alarms): Promise<void> {
  let states: Map<string, string>;
  try {
    states = await alarms.states(rollout.alarms);
  } catch (error) {
    throw validationError(`The alarms of AutoRollbackConfiguration cannot be read: ${errorMessage(error)}`);
  }
  const unknown = rollout.alarms.filter((name) => !states.has(name));
  if (unknown.length > 0)
    throw validationError(`Could not find alarm(s) [${unknown.join(', ')}] of AutoRollbackConfiguration.`);
}

/** Gives an endpoint that can be updated now. @throws ServiceError ValidationException in another status */
function requireUpdatable(name: string, context: Context): Shape {
  const record = requireEndpoint(name, context);
  if (record.EndpointStatus === 'Failed') {
    throw validationError(`Cannot update endpoint "${record.EndpointArn}" in status Failed: it can only be deleted.`);
  }
  if (record.EndpointStatus !== 'InService' && record.EndpointStatus !== 'UpdateRollbackFailed') {
    throw validationError(`Cannot update in-progress endpoint "${record.EndpointArn}".`);
  }
  return record;
}
