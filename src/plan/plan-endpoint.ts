import type { ObservedEndpoint } from '../observed/endpoint.ts';
import type { EndpointStatus } from '../ports/sagemaker.ts';
import type { Change } from './change.ts';
import type { DesiredEndpoint } from './desired-endpoint.ts';

/** What a deploy does to an endpoint: the changes for people, and for `applyEndpoint` what they consist of. */
export interface EndpointPlan {
  desired: DesiredEndpoint;
  /** In the order in which they are done. */
  changes: Change[];
  endpoint: 'create' | 'update' | 'replace' | 'keep';
  model: 'create' | 'keep';
  config: 'create' | 'keep';
  scaling: 'register' | 'deregister' | 'keep';
  /** Keep the number of instances that runs now: it is the autoscaler's, and setting it back would drop capacity under load. */
  retainInstanceCounts: boolean;
  garbage: { configs: string[]; models: string[] };
}

const MOVING: readonly EndpointStatus[] = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'];

/** True while SageMaker itself is at work on the endpoint and would refuse a change. */
export const isMoving = (status: EndpointStatus): boolean => MOVING.includes(status);

/** Compares the endpoint that is wanted with the one that is there; pure. */
export function planEndpoint(desired: DesiredEndpoint, observed: ObservedEndpoint): EndpointPlan {
  const changes: Change[] = [];
  const note = (resource: string, action: Change['action'], why: string, from: string | null, to: string | null) =>
    changes.push({ resource, action, from, to, why });
  const { endpoint } = observed;
  if (endpoint !== undefined && isMoving(endpoint.status)) {
    note(`endpoint ${desired.name}`, 'wait', `it is ${endpoint.status}`, endpoint.status, null);
  }
  const model = observed.models.some(({ name }) => name === desired.model.name) ? 'keep' : 'create';
  if (model === 'create') {
    note(`model ${desired.model.name}`, 'create', `for ${desired.serves}`, null, desired.model.modelDataUri);
  }
  const config = observed.configs.some(({ name }) => name === desired.config.name) ? 'keep' : 'create';
  if (config === 'create') {
    const { instanceType, managedScaling, initialInstanceCount } = desired.config.variant;
    const { min, max } = managedScaling ?? { min: initialInstanceCount, max: initialInstanceCount };
    const count = min === max ? min : `${min}–${max}`;
    note(`endpoint-config ${desired.config.name}`, 'create', `${count} × ${instanceType}`, null, desired.model.name);
  }
  const scaling = scalingAction(desired, observed);
  if (scaling === 'deregister') {
    note(`scaling of ${desired.name}`, 'delete', 'SageMaker scales it by itself now', 'target-tracking', null);
  }
  const action = endpointAction(desired, observed);
  note(`endpoint ${desired.name}`, action.do, action.why, endpoint?.configName ?? null, desired.config.name);
  if (scaling === 'register' && desired.scaling !== null) {
    const { min, max, policy } = desired.scaling;
    note(
      `scaling of ${desired.name}`,
      observed.scaling === undefined ? 'create' : 'update',
      `${min} to ${max} instances at ${policy.invocationsPerInstance} invocations a minute each`,
      observed.scaling === undefined ? null : `${observed.scaling.min}–${observed.scaling.max}`,
      `${min}–${max}`,
    );
  }
  const garbage = findGarbage(desired, observed);
  for (const name of garbage.configs) {
    note(`endpoint-config ${name}`, 'delete', `more than ${desired.keep} old ones`, name, null);
  }
  for (const name of garbage.models)
    note(`model ${name}`, 'delete', 'no configuration that is kept uses it', name, null);
  return {
    desired,
    changes,
    endpoint: action.do,
    model,
    config,
    scaling,
    retainInstanceCounts: retains(desired, observed),
    garbage,
  };
}

function endpointAction(
  desired: DesiredEndpoint,
  { endpoint }: ObservedEndpoint,
): { do: EndpointPlan['endpoint']; why: string } {
  if (endpoint === undefined || endpoint.status === 'Deleting')
    return { do: 'create', why: `serves ${desired.serves}` };
  if (endpoint.status === 'Failed') {
    // API reference, EndpointStatus: DeleteEndpoint is the only operation that can be performed on a failed endpoint.
    const reason = endpoint.failureReason === undefined ? '' : ` (${endpoint.failureReason})`;
    return { do: 'replace', why: `it is Failed${reason}; SageMaker allows nothing but to delete it and make it again` };
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

/** A number outside the new limits is not worth keeping: SageMaker would refuse it. */
function retains({ config: { variant }, scaling }: DesiredEndpoint, { endpoint }: ObservedEndpoint): boolean {
  const limits = scaling ?? variant.managedScaling;
  const running = endpoint?.variants.find(({ name }) => name === variant.name)?.desiredInstanceCount;
  return limits !== undefined && running !== undefined && running >= limits.min && running <= limits.max;
}

/** Ours, not wanted, and beyond the number to keep. A model stays as long as a configuration that stays uses it. */
function findGarbage(desired: DesiredEndpoint, observed: ObservedEndpoint): EndpointPlan['garbage'] {
  const inService = observed.endpoint?.configName;
  const old = observed.configs.filter(({ name }) => name !== desired.config.name);
  // What served last is the one to go back to, however long ago it was made.
  old.sort((a, b) => Number(b.name === inService) - Number(a.name === inService));
  const kept = old.slice(0, desired.keep);
  const used = new Set([desired.model.name, ...kept.flatMap(({ models }) => models)]);
  return {
    configs: old.slice(desired.keep).map(({ name }) => name),
    models: observed.models.map(({ name }) => name).filter((name) => !used.has(name)),
  };
}
