import type { ObservedEndpoint } from '../observed/endpoint.ts';
import type { EndpointStatus } from '../ports/sagemaker.ts';
import { type Change, type ResourceKind, resourceOf } from './change.ts';
import type { DesiredEndpoint } from './desired-endpoint.ts';

/** What a deploy does to an endpoint: the changes for a reader, and the steps for `applyEndpoint`. */
export interface EndpointPlan {
  desired: DesiredEndpoint;
  /** In the order in which they are done. */
  changes: Change[];
  endpoint: 'create' | 'update' | 'replace' | 'keep';
  model: 'create' | 'keep';
  config: 'create' | 'keep';
  scaling: 'register' | 'deregister' | 'keep';
  /** Keeps the current number of instances. The autoscaler set it, and the initial number could be too few under load. */
  retainInstanceCounts: boolean;
  garbage: { configs: string[]; models: string[] };
}

const MOVING: readonly EndpointStatus[] = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'];

/** True while SageMaker is changing the endpoint, and refuses another change. */
export const isMoving = (status: EndpointStatus): boolean => MOVING.includes(status);

/** Compares the desired endpoint with the observed one. Pure. */
export function planEndpoint(desired: DesiredEndpoint, observed: ObservedEndpoint): EndpointPlan {
  const action = endpointAction(desired, observed);
  const parts: Omit<EndpointPlan, 'changes'> = {
    desired,
    endpoint: action.do,
    model: observed.models.some(({ name }) => name === desired.model.name) ? 'keep' : 'create',
    config: observed.configs.some(({ name }) => name === desired.config.name) ? 'keep' : 'create',
    scaling: scalingAction(desired, observed),
    retainInstanceCounts: retains(desired, observed),
    garbage: findGarbage(desired, observed),
  };
  const changes: Change[] = [
    ...waitChanges(desired, observed),
    ...(parts.model === 'create' ? [modelChange(desired)] : []),
    ...(parts.config === 'create' ? [configChange(desired)] : []),
    ...(parts.scaling === 'deregister' ? [deregisterChange(desired)] : []),
    {
      ...resourceOf('endpoint', desired.name),
      action: action.do,
      why: action.why,
      from: observed.endpoint?.configName ?? null,
      to: desired.config.name,
    },
    ...(parts.scaling === 'register' ? registerChanges(desired, observed) : []),
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

function configChange({ config, model }: DesiredEndpoint): Change {
  const { instanceType, managedScaling, initialInstanceCount } = config.variant;
  const { min, max } = managedScaling ?? { min: initialInstanceCount, max: initialInstanceCount };
  return {
    ...resourceOf('endpoint-config', config.name),
    action: 'create',
    why: `${rangeText(min, max)} × ${instanceType}`,
    from: null,
    to: model.name,
  };
}

function deregisterChange({ name }: DesiredEndpoint): Change {
  return {
    ...resourceOf('scaling', name),
    action: 'delete',
    why: 'SageMaker scales it by itself now',
    from: 'target-tracking',
    to: null,
  };
}

function registerChanges({ name, scaling }: DesiredEndpoint, observed: ObservedEndpoint): Change[] {
  if (scaling === null) return [];
  const { min, max, policy } = scaling;
  const before = observed.scaling;
  return [
    {
      ...resourceOf('scaling', name),
      action: before === undefined ? 'create' : 'update',
      why: `${min} to ${max} instances at ${policy.invocationsPerInstance} invocations a minute each`,
      from: before === undefined ? null : `${before.min}–${before.max}`,
      to: `${min}–${max}`,
    },
  ];
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

const rangeText = (min: number, max: number): string => (min === max ? `${min}` : `${min}–${max}`);

function endpointAction(
  desired: DesiredEndpoint,
  { endpoint }: ObservedEndpoint,
): { do: EndpointPlan['endpoint']; why: string } {
  if (endpoint === undefined || endpoint.status === 'Deleting')
    return { do: 'create', why: `serves ${desired.serves}` };
  if (endpoint.status === 'Failed') {
    // API reference, EndpointStatus: DeleteEndpoint is the only operation that can be performed on a failed endpoint.
    const reason = endpoint.failureReason === undefined ? '' : ` (${endpoint.failureReason})`;
    return { do: 'replace', why: `it is Failed${reason}; SageMaker allows only to delete it and to create it again` };
  }
  if (endpoint.configName !== desired.config.name) return { do: 'update', why: `serves ${desired.serves}, in place` };
  if (endpoint.status === 'UpdateRollbackFailed' || endpoint.status === 'OutOfService') {
    return { do: 'update', why: `it is ${endpoint.status}` };
  }
  return { do: 'keep', why: `serves ${desired.serves} already` };
}

function scalingAction(desired: DesiredEndpoint, { scaling, policies }: ObservedEndpoint): EndpointPlan['scaling'] {
  const wanted = desired.scaling;
  if (wanted === null) return scaling === undefined ? 'keep' : 'deregister';
  const policy = policies.find(({ name }) => name === wanted.policy.name);
  const same =
    scaling?.min === wanted.min &&
    scaling.max === wanted.max &&
    policy?.invocationsPerInstance === wanted.policy.invocationsPerInstance;
  return same ? 'keep' : 'register';
}

/** SageMaker refuses a number of instances outside the limits, so such a number is not kept. */
function retains({ config: { variant }, scaling }: DesiredEndpoint, { endpoint }: ObservedEndpoint): boolean {
  const limits = scaling ?? variant.managedScaling;
  const running = endpoint?.variants.find(({ name }) => name === variant.name)?.desiredInstanceCount;
  return limits !== undefined && running !== undefined && running >= limits.min && running <= limits.max;
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
