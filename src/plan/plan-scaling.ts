import type { ObservedEndpoint } from '../observed/endpoint.ts';
import { isOurScaling } from '../observed/scaling-names.ts';
import type { ScalingPolicy, ScalingTarget, ScheduledAction, TargetTrackingPolicy } from '../ports/index.ts';
import { type Change, resourceOf } from './change.ts';
import type { DesiredAction, DesiredEndpoint, DesiredScaling } from './desired-endpoint.ts';
import { countText, scalingWords } from './scaling-text.ts';

/** What a deploy does to the scaling of an endpoint. */
export interface ScalingPlan {
  /** Before the endpoint changes. AWS removes the policies and the scheduled actions of the variant with it. */
  deregister: boolean;
  /** Nothing scales the variant, and something should: an earlier attempt may have removed it. */
  isMissing: boolean;
  /** All of these after it, while the endpoint is InService. */
  register: boolean;
  deletePolicies: string[];
  putPolicy: boolean;
  putActions: DesiredAction[];
  deleteActions: string[];
  /** What an update that is rolled back gets again, because the endpoint then runs as before. */
  before: { target: ScalingTarget; policies: TargetTrackingPolicy[]; actions: ScheduledAction[] } | null;
}

/** How the endpoint itself changes. */
export type EndpointAction = 'create' | 'update' | 'replace' | 'keep';

/** Compares the wanted scaling with the observed one. Pure. @param now milliseconds: a time in the past is not scheduled */
export function planScaling(
  desired: DesiredEndpoint,
  observed: ObservedEndpoint,
  { action, now }: { action: EndpointAction; now: number },
): ScalingPlan {
  const wanted = desired.scaling;
  const target = observed.scaling;
  const deregister = target !== undefined && deregisterReason(desired, observed, action) !== null;
  // Without a scalable target there are no policies and no scheduled actions.
  const [policies, actions] =
    target === undefined || deregister ? [[], []] : [observed.policies, observed.scheduledActions];
  const due = (wanted?.actions ?? []).filter(({ over }) => over === null || over > now);
  const plan: ScalingPlan = {
    deregister,
    isMissing: wanted !== null && target === undefined,
    register: wanted !== null && (target === undefined || deregister || !isWithin(target, wanted)),
    deletePolicies: ours(policies, desired).filter((name) => name !== wanted?.policy.name),
    putPolicy: wanted !== null && !policies.some((policy) => isSamePolicy(policy, wanted.policy)),
    putActions: due.filter((action) => !actions.some((found) => isSameAction(found, action))),
    deleteActions: ours(actions, desired).filter((name) => !due.some((action) => action.name === name)),
    before:
      target === undefined || !deregister
        ? null
        : { target, policies: trackingPolicies(observed.policies), actions: observed.scheduledActions },
  };
  return plan;
}

/** True when the plan sets something up. */
export const setsScaling = ({ register, putPolicy, putActions }: ScalingPlan): boolean =>
  register || putPolicy || putActions.length > 0;

const ours = (found: readonly { name: string }[], { name: endpoint }: DesiredEndpoint): string[] =>
  found.map(({ name }) => name).filter((name) => isOurScaling(name, endpoint));

const trackingPolicies = (policies: readonly ScalingPolicy[]): TargetTrackingPolicy[] =>
  policies.flatMap(({ name, tracking }) => (tracking === null ? [] : [{ name, ...tracking }]));

/**
 * Why the variant has to leave Application Auto Scaling before the endpoint changes; null when it may stay.
 *
 * AWS: "If the update would change the instance type for any model that is a target for auto scaling, the update fails."
 * (developer guide, Update endpoints that use auto scaling).
 */
export function deregisterReason(
  { scaling, config }: DesiredEndpoint,
  { running }: ObservedEndpoint,
  action: EndpointAction,
): string | null {
  const { variant } = config;
  if (variant.serverless !== undefined) return 'a serverless endpoint has no instances';
  if (scaling === null) return `the number of instances is fixed at ${variant.initialInstanceCount}`;
  if (action === 'create' || action === 'replace') return 'the endpoint is made again';
  if (action === 'keep' || running?.instanceType === variant.instanceType) return null;
  const types = running?.instanceType === undefined ? '' : ` from ${running.instanceType} to ${variant.instanceType}`;
  return `AWS changes the instance type${types} only while nothing scales the variant`;
}

/** A scheduled action that ran has set its own limits, so these are right too. */
export function isWithin(target: ScalingTarget, { min, max, actions }: DesiredScaling): boolean {
  return [{ min, max }, ...actions].some((limits) => limits.min === target.min && limits.max === target.max);
}

function isSamePolicy({ name, tracking }: ScalingPolicy, wanted: TargetTrackingPolicy): boolean {
  return (
    name === wanted.name &&
    tracking?.metric === wanted.metric &&
    tracking.target === wanted.target &&
    tracking.scaleInCooldown === wanted.scaleInCooldown &&
    tracking.scaleOutCooldown === wanted.scaleOutCooldown
  );
}

const isSameAction = (found: ScheduledAction, wanted: ScheduledAction): boolean =>
  found.name === wanted.name &&
  found.schedule === wanted.schedule &&
  found.timezone === wanted.timezone &&
  found.min === wanted.min &&
  found.max === wanted.max;

/** The change before the endpoint changes. */
export function deregisterChanges(
  plan: ScalingPlan,
  desired: DesiredEndpoint,
  { observed, action }: { observed: ObservedEndpoint; action: EndpointAction },
): Change[] {
  if (!plan.deregister || observed.scaling === undefined) return [];
  const { min, max } = observed.scaling;
  return [
    {
      ...resourceOf('scaling', desired.name),
      action: 'delete',
      why: deregisterReason(desired, observed, action) ?? '',
      from: countText(min, max),
      to: null,
    },
  ];
}

/** The changes after the endpoint has changed. */
export function scalingChanges(plan: ScalingPlan, desired: DesiredEndpoint, observed: ObservedEndpoint): Change[] {
  const { name, scaling } = desired;
  if (scaling === null) return [];
  const before = plan.deregister ? undefined : observed.scaling;
  const set: Change[] = setsScaling(plan)
    ? [
        {
          ...resourceOf('scaling', name),
          action: before === undefined ? 'create' : 'update',
          why: scalingWords(scaling),
          from: before === undefined ? null : countText(before.min, before.max),
          to: countText(scaling.min, scaling.max),
        },
      ]
    : [];
  const remove = (kind: 'scaling-policy' | 'scheduled-action', old: string): Change => ({
    ...resourceOf(kind, old),
    action: 'delete',
    why: `${name} is not scaled by it any more`,
    from: old,
    to: null,
  });
  return [
    ...set,
    ...plan.deletePolicies.map((old) => remove('scaling-policy', old)),
    ...plan.deleteActions.map((old) => remove('scheduled-action', old)),
  ];
}
