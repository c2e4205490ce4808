import type { Context, Operations, Shape } from '../context.ts';
import { page } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import type { Alarms } from '../runtime/alarms.ts';
import type { Deployment, EndpointRuntime } from '../runtime/endpoint-runtime.ts';
import type { VariantPlan } from '../runtime/fleet.ts';
import { type Rollout, rolloutOf } from '../runtime/rollout.ts';
import { pendingSummary } from '../runtime/variant-summary.ts';
import { requireEndpointConfig } from './endpoint-configs.ts';
import { containersOf, requireModel } from './models.ts';
import { find, invalid } from './records.ts';

/** How long the service waits for the first healthy ping when the variant does not say. */
const STARTUP_TIMEOUT_SECONDS = 600;
const SETTLED = ['InService', 'Failed', 'OutOfService', 'UpdateRollbackFailed'];

/** The endpoint, or the service's error. */
export function requireEndpoint(name: string, context: Context): Shape {
  const found = find('endpoint', name, context);
  if (!found) throw invalid(`Could not find endpoint "${arnOf('endpoint', name, context)}".`);
  return found.record;
}

export function endpointOperations(runtime: () => EndpointRuntime, alarms: Alarms): Operations {
  /** Refused before anything changes: an alarm that does not exist could never roll back. */
  async function checkAlarms(rollout: Rollout): Promise<void> {
    let states: Map<string, string>;
    try {
      states = await alarms.states(rollout.alarms);
    } catch (error) {
      throw invalid(`The alarms of AutoRollbackConfiguration cannot be read: ${(error as Error).message}`);
    }
    const unknown = rollout.alarms.filter((name) => !states.has(name));
    if (unknown.length > 0)
      throw invalid(`Could not find alarm(s) [${unknown.join(', ')}] of AutoRollbackConfiguration.`);
  }

  return {
    async CreateEndpoint(input, context) {
      const EndpointArn = arnOf('endpoint', input.EndpointName, context);
      const refuseSecond = () => {
        if (find('endpoint', input.EndpointName, context)) {
          throw invalid(`Cannot create already existing endpoint "${EndpointArn}".`);
        }
      };
      refuseSecond();
      const deployment = plan(
        requireEndpointConfig(input.EndpointConfigName, context),
        input.DeploymentConfig,
        context,
      );
      await checkAlarms(deployment.rollout);
      refuseSecond();
      context.store.put('endpoint', input.EndpointName, {
        EndpointName: input.EndpointName,
        EndpointArn,
        EndpointConfigName: deployment.configName,
        EndpointStatus: 'Creating',
        CreationTime: context.now(),
        LastModifiedTime: context.now(),
        PendingDeploymentSummary: pendingSummary(deployment, 0, context.now(), 'Creating'),
        ...(input.DeploymentConfig ? { LastDeploymentConfig: input.DeploymentConfig } : {}),
        _pending: deployment,
      });
      runtime().begin(input.EndpointName);
      return { EndpointArn };
    },

    async UpdateEndpoint(input, context) {
      const before = requireUpdatable(input.EndpointName, context);
      // The service reads the old configuration too: deleting it first breaks the endpoint's next update.
      requireEndpointConfig(before.EndpointConfigName, context);
      if (input.RetainDeploymentConfig === true && input.DeploymentConfig !== undefined) {
        throw invalid('DeploymentConfig cannot be specified when RetainDeploymentConfig is true.');
      }
      const policy: Shape | undefined = input.RetainDeploymentConfig
        ? before.LastDeploymentConfig
        : input.DeploymentConfig;
      const config = requireEndpointConfig(input.EndpointConfigName, context);
      const deployment = retain(plan(config, policy, context), before, input);
      await checkAlarms(deployment.rollout);
      const record = requireUpdatable(input.EndpointName, context);
      const { LastDeploymentConfig: _last, FailureReason: _reason, ...kept } = record;
      context.store.put('endpoint', record.EndpointName, {
        ...kept,
        EndpointStatus: 'Updating',
        LastModifiedTime: context.now(),
        PendingDeploymentSummary: pendingSummary(deployment, 0, context.now(), 'Creating'),
        ...(policy ? { LastDeploymentConfig: policy } : {}),
        _pending: deployment,
      });
      runtime().begin(record.EndpointName);
      return { EndpointArn: record.EndpointArn };
    },

    async UpdateEndpointWeightsAndCapacities(input, context) {
      const record = requireUpdatable(input.EndpointName, context);
      const desired = new Map<string, Shape>();
      for (const each of input.DesiredWeightsAndCapacities as Shape[]) {
        if (!record.ProductionVariants.some((variant: Shape) => variant.VariantName === each.VariantName)) {
          throw invalid(`Could not find production variant "${each.VariantName}" of endpoint "${record.EndpointArn}".`);
        }
        if (each.DesiredInstanceCount === 0)
          throw invalid(`Variant ${each.VariantName}: DesiredInstanceCount must be at least 1.`);
        desired.set(each.VariantName, each);
      }
      const change = (variant: Shape, current: boolean): Shape => {
        const { DesiredWeight, DesiredInstanceCount } = desired.get(variant.VariantName) ?? {};
        return {
          ...variant,
          ...(DesiredWeight === undefined
            ? {}
            : { DesiredWeight, ...(current ? { CurrentWeight: DesiredWeight } : {}) }),
          ...(DesiredInstanceCount === undefined
            ? {}
            : { DesiredInstanceCount, ...(current ? { CurrentInstanceCount: DesiredInstanceCount } : {}) }),
        };
      };
      const variants: Shape[] = record.ProductionVariants;
      context.store.put('endpoint', record.EndpointName, {
        ...record,
        EndpointStatus: 'Updating',
        ProductionVariants: variants.map((variant) => change(variant, false)),
        LastModifiedTime: context.now(),
      });
      // One process stands for all instances, so there is nothing to start: the change holds with the next turn.
      setImmediate(() => {
        const settled = variants.map((variant) => change(variant, true));
        const now = context.store.get('endpoint', record.EndpointName);
        if (now?.EndpointStatus !== 'Updating') return;
        runtime().setWeights(
          record.EndpointName,
          new Map(settled.map((each) => [each.VariantName, each.CurrentWeight])),
        );
        context.store.put('endpoint', record.EndpointName, {
          ...now,
          EndpointStatus: 'InService',
          ProductionVariants: settled,
          LastModifiedTime: context.now(),
          _deployed: withCounts(now._deployed, settled),
        });
      });
      return { EndpointArn: record.EndpointArn };
    },

    async DescribeEndpoint(input, context) {
      return visible(requireEndpoint(input.EndpointName, context));
    },

    async ListEndpoints(input, context) {
      const { records, ...rest } = page(context.store.list('endpoint'), input, {
        id: 'EndpointArn',
        name: 'EndpointName',
        status: 'EndpointStatus',
        sortBy: { Name: 'EndpointName', CreationTime: 'CreationTime', Status: 'EndpointStatus' },
        defaultOrder: 'Descending',
      });
      const members = ['EndpointName', 'EndpointArn', 'CreationTime', 'LastModifiedTime', 'EndpointStatus'];
      return { Endpoints: records.map((record) => pick(record, members)), ...rest };
    },

    async DeleteEndpoint(input, context) {
      const record = requireEndpoint(input.EndpointName, context);
      if (!SETTLED.includes(record.EndpointStatus)) {
        throw invalid(`Cannot update in-progress endpoint "${record.EndpointArn}".`);
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

function requireUpdatable(name: string, context: Context): Shape {
  const record = requireEndpoint(name, context);
  if (record.EndpointStatus === 'Failed') {
    throw invalid(`Cannot update endpoint "${record.EndpointArn}" in status Failed: it can only be deleted.`);
  }
  if (record.EndpointStatus !== 'InService' && record.EndpointStatus !== 'UpdateRollbackFailed') {
    throw invalid(`Cannot update in-progress endpoint "${record.EndpointArn}".`);
  }
  return record;
}

function plan(config: Shape, policy: Shape | undefined, context: Context): Deployment {
  const configured: Shape[] = config.ProductionVariants;
  const variants = configured.map(
    (variant): VariantPlan => ({
      name: variant.VariantName,
      containers: containersOf(requireModel(variant.ModelName, context), context),
      weight: variant.InitialVariantWeight,
      instanceCount: variant.InitialInstanceCount ?? 1,
      startupTimeoutSeconds: variant.ContainerStartupHealthCheckTimeoutInSeconds ?? STARTUP_TIMEOUT_SECONDS,
    }),
  );
  const smallest = Math.min(...variants.map((variant) => variant.instanceCount));
  return {
    configName: config.EndpointConfigName,
    variants,
    configured,
    rollout: rolloutOf(policy, smallest),
    startedAt: context.now(),
  };
}

/** RetainAllVariantProperties: counts and weights as they are now, not as the new configuration has them, so that an update does not fight the autoscaler. */
function retain(deployment: Deployment, before: Shape, input: Shape): Deployment {
  if (input.RetainAllVariantProperties !== true) return deployment;
  const excluded = new Set(
    ((input.ExcludeRetainedVariantProperties as Shape[] | undefined) ?? []).map((each) => each.VariantPropertyType),
  );
  const variants = deployment.variants.map((variant) => {
    const now = (before.ProductionVariants as Shape[] | undefined)?.find((each) => each.VariantName === variant.name);
    return {
      ...variant,
      weight: excluded.has('DesiredWeight') ? variant.weight : (now?.DesiredWeight ?? variant.weight),
      instanceCount: excluded.has('DesiredInstanceCount')
        ? variant.instanceCount
        : (now?.DesiredInstanceCount ?? variant.instanceCount),
    };
  });
  return { ...deployment, variants };
}

function withCounts(deployed: Deployment, variants: readonly Shape[]): Deployment {
  return {
    ...deployed,
    variants: deployed.variants.map((variant) => {
      const now = variants.find((each) => each.VariantName === variant.name);
      return {
        ...variant,
        weight: now?.CurrentWeight ?? variant.weight,
        instanceCount: now?.CurrentInstanceCount ?? variant.instanceCount,
      };
    }),
  };
}
