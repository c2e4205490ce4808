import type { TargetTracking } from '../ports/index.ts';
import type { DesiredAction, DesiredScaling } from './desired-endpoint.ts';

/** How scaling is said in a plan. */

const number = (value: number): string => value.toLocaleString('en-US');

const TARGETS: Record<TargetTracking['metric'], (target: string) => string> = {
  invocations: (target) => `target ${target} invocations a minute per instance`,
  concurrency: (target) => `target ${target} requests at the same time per instance`,
  cpu: (target) => `target ${target} % CPU per instance (100 % is one vCPU)`,
};

/** `1 to 3 instances`, `2 instances` */
export const countText = (min: number, max: number): string =>
  min === max ? `${min} ${min === 1 ? 'instance' : 'instances'}` : `${min} to ${max} instances`;

/** `1 to 3 instances, target 1,000 invocations a minute per instance; business-hours: 2 to 3 instances` */
export function scalingWords({ min, max, policy, actions }: DesiredScaling): string {
  return [
    `${countText(min, max)}, ${TARGETS[policy.metric](number(policy.target))}`,
    ...actions.map((action) => actionWords(action)),
  ].join('; ');
}

function actionWords({ label, schedule, timezone, min, max }: DesiredAction): string {
  return `${label}: ${countText(min, max)} from ${schedule} ${timezone}`;
}
