import type { ObservedEndpoint } from '../observed/endpoint.ts';
import type { EndpointStatus } from '../ports/sagemaker.ts';
import { type Change, type ResourceKind, resourceOf } from './change.ts';
import type { DesiredEndpoint } from './desired-endpoint.ts';
import {
  deregisterChanges,
  type EndpointAction,
  planScaling,
  type ScalingPlan,
  scalingChanges,
} from './plan-scaling.ts';
import { countText } from './scaling-text.ts';

/** What a deploy does to an endpoint: the changes for a reader, and the steps for `applyEndpoint`. */
export interface EndpointPlan {
  desired: DesiredEndpoint;
  /** In the order in which they are done. */
  changes: Change[];
  endpoint: EndpointAction;
  model: 'create' | 'keep';
  config: 'create' | 'keep';
  scaling: ScalingPlan;
  /** Keeps the current number of instances. The autoscaler set it, and the initial number could be too few under load. */
  retainInstanceCounts: boolean;
  garbage: { configs: string[]; models: string[] };
}

const MOVING: readonly EndpointStatus[] = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'];

/** True while SageMaker is changing the endpoint, and refuses another change. */
export const isMoving = (status: EndpointStatus): boolean => MOVING.includes(status);

/**
 * Compares the desired endpoint with the observed one.
 * @param now milliseconds: scheduled actions that are over are not made. A plan gives the time that it is made for
 */
export function planEndpoint(desired: DesiredEndpoint, observed: ObservedEndpoint, now: number): EndpointPlan {
  const action = endpointAction(desired, observed);
  const parts: Omit<EndpointPlan, 'changes'> = {
    desired,
    endpoint: action.do,
    model: observed.models.some(({ name }) => name === desired.model.name) ? 'keep' : 'create',
    config: observed.configs.some(({ name }) => name === desired.config.name) ? 'keep' : 'create',
    scaling: planScaling(desired, observed, { action: action.do, now }),
    retainInstanceCounts: action.do === 'update' && retains(desired, observed),
    garbage: findGarbage(desired, observed),
  };
  const changes: Change[] = [
    ...waitChanges(desired, observed),
    ...(parts.model === 'create' ? [modelChange(desired)] : []),
    ...(parts.config === 'create' ? [configChange(desired)] : []),
    ...deregisterChanges(parts.scaling, desired, { observed, action: action.do }),
    {
      ...resourceOf('endpoint', desired.name),
      action: action.do,
      why: action.why,
      from: observed.endpoint?.configName ?? null,
      to: desired.config.name,
    },
    ...scalingChanges(parts.scaling, desired, observed),
    ...garbageChanges(parts.garbage, desired.keep),
  ];
  return { ...parts, changes };
}

function waitChanges({ name }: DesiredEndpoint, { endpoint }: ObservedEndpoint): Change[] {
  if (endpoint === undefined || !isMoving(endpoint.status)) return [];
  const { status } = endpoint;
  return [{ ...resourceOf('endpoint', name), action: 'wait', why: `it is ${status}`, from: status, to: null }];
}

function modelChange({ model, serves }: DesiredEndpoint): Change {
  return {
    ...resourceOf('model', model.name),
    action: 'create',
    why: `for ${serves}`,
    from: null,
    to: model.modelDataUri,
  };
}

function configChange({ config, model, scaling }: DesiredEndpoint): Change {
  return {
    ...resourceOf('endpoint-config', config.name),
    action: 'create',
    why: `${capacityText(config.variant, scaling?.max)}${captureText(config.capture)}`,
    from: null,
    to: model.name,
  };
}

/** `, captures 20 % of the calls`; empty when nothing is captured. */
const captureText = (capture: DesiredEndpoint['config']['capture']): string =>
  capture === undefined ? '' : `, captures ${capture.percentage} % of the calls`;

/** `1 to 3 instances of ml.m5.xlarge`, `serverless, 2048 MB, up to 5 requests at the same time` */
function capacityText(variant: DesiredEndpoint['config']['variant'], max: number | undefined): string {
  if (variant.serverless === undefined) {
    const { initialInstanceCount: min, instanceType } = variant;
    return `${countText(min, max ?? min)} of ${instanceType}`;
  }
  const { memoryInMb, maxConcurrency, provisionedConcurrency: warm } = variant.serverless;
  const provisioned = warm === undefined ? '' : `, ${warm} always warm`;
  return `serverless, ${memoryInMb} MB, up to ${maxConcurrency} requests at the same time${provisioned}`;
}

function garbageChanges({ configs, models }: EndpointPlan['garbage'], keep: number): Change[] {
  const remove = (kind: ResourceKind, name: string, why: string): Change => ({
    ...resourceOf(kind, name),
    action: 'delete',
    why,
    from: name,
    to: null,
  });
  return [
    ...configs.map((name) => remove('endpoint-config', name, `more than ${keep} old ones`)),
    ...models.map((name) => remove('model', name, 'no configuration that is kept uses it')),
  ];
}

function endpointAction(
  desired: DesiredEndpoint,
  { endpoint, running }: ObservedEndpoint,
): { do: EndpointAction; why: string } {
  if (endpoint === undefined || endpoint.status === 'Deleting')
    return { do: 'create', why: `serves ${desired.serves}` };
  if (endpoint.status === 'Failed') {
    // API reference, EndpointStatus: DeleteEndpoint is the only operation that can be performed on a failed endpoint.
    const reason = endpoint.failureReason === undefined ? '' : ` (${endpoint.failureReason})`;
    return { do: 'replace', why: `it is Failed${reason}; SageMaker allows only to delete it and to create it again` };
  }
  if (running?.serverless === false && desired.config.variant.serverless !== undefined) {
    // Developer guide, "Update a serverless endpoint", note: an update of a real-time endpoint to a serverless one is not
    // supported. The other direction is.
    return {
      do: 'replace',
      why: 'AWS does not update an endpoint on instances to a serverless one; it is deleted and made again, and nothing answers meanwhile',
    };
  }
  if (endpoint.configName !== desired.config.name) return { do: 'update', why: `serves ${desired.serves}, in place` };
  if (endpoint.status === 'UpdateRollbackFailed' || endpoint.status === 'OutOfService') {
    return { do: 'update', why: `it is ${endpoint.status}` };
  }
  return { do: 'keep', why: `serves ${desired.serves} already` };
}

/**
 * With target tracking, the number of instances that runs is what the load needs, so an update keeps it (developer guide, "Update
 * endpoints that use auto scaling"). A number over the new maximum is kept too: the next scale-in brings it down. Fewer than
 * the new minimum are not kept, and a fixed number is taken from the configuration.
 */
function retains({ config: { variant }, scaling }: DesiredEndpoint, { endpoint, running }: ObservedEndpoint): boolean {
  if (scaling === null || running?.serverless === true) return false;
  const count = endpoint?.variants.find(({ name }) => name === variant.name)?.desiredInstanceCount;
  return count !== undefined && count >= scaling.min;
}

/** Old configurations and models of ours beyond the number to keep. A model stays while a kept configuration uses it. */
function findGarbage(desired: DesiredEndpoint, observed: ObservedEndpoint): EndpointPlan['garbage'] {
  const inService = observed.endpoint?.configName;
  const old = observed.configs.filter(({ name }) => name !== desired.config.name);
  // The configuration in service comes first: a rollback needs it, however old it is.
  old.sort((a, b) => Number(b.name === inService) - Number(a.name === inService));
  const kept = old.slice(0, desired.keep);
  const used = new Set([desired.model.name, ...kept.flatMap(({ models }) => models)]);
  return {
    configs: old.slice(desired.keep).map(({ name }) => name),
    models: observed.models.map(({ name }) => name).filter((name) => !used.has(name)),
  };
}
