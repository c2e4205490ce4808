import type { DesiredScaling } from '../plan/desired-endpoint.ts';
import type { ScalingPlan } from '../plan/plan-scaling.ts';
import type { Scaling, VariantName } from '../ports/index.ts';

/**
 * Removes a variant from Application Auto Scaling with its policies and scheduled actions. AWS removes these with the registration
 * (API reference, DeregisterScalableTarget); they are named one by one as well, so that nothing of it can come back.
 */
export async function removeScaling(
  scaling: Scaling,
  variant: VariantName,
  found: { policies: readonly { name: string }[]; actions: readonly { name: string }[] } | null,
): Promise<void> {
  for (const { name } of found?.actions ?? []) await scaling.deleteScheduledAction(variant, name);
  for (const { name } of found?.policies ?? []) await scaling.deletePolicy(variant, name);
  await scaling.deregister(variant);
}

/** Registers a variant as it was registered before. */
export async function restoreScaling(
  scaling: Scaling,
  variant: VariantName,
  before: NonNullable<ScalingPlan['before']>,
): Promise<void> {
  await scaling.register(variant, before.target);
  for (const policy of before.policies) await scaling.putPolicy(variant, policy);
  for (const action of before.actions) await scaling.putScheduledAction(variant, action);
}

/**
 * Registers a variant and sets its policy and scheduled actions, as far as the plan says. A policy that is not wanted goes before
 * the wanted one comes, so there are never two.
 */
export async function setScaling(
  scaling: Scaling,
  variant: VariantName,
  { plan, wanted }: { plan: ScalingPlan; wanted: DesiredScaling },
): Promise<void> {
  if (plan.register) await scaling.register(variant, wanted);
  for (const name of plan.deletePolicies) await scaling.deletePolicy(variant, name);
  if (plan.putPolicy) await scaling.putPolicy(variant, wanted.policy);
  for (const action of plan.putActions) await scaling.putScheduledAction(variant, action);
  for (const name of plan.deleteActions) await scaling.deleteScheduledAction(variant, name);
}
