import type { ScalingMetric } from '../config/index.ts';

/**
 * Names of the scaling policies and scheduled actions that this project makes. Application Auto Scaling has no tags for them, so
 * the name says who made them. What has another name belongs to somebody else and stays.
 */
const PREFIX = 'sagemaker-presto-gitops-';

/**
 * Each metric has a policy of its own. The update of a policy keeps what the request does not name (API reference,
 * PutScalingPolicy), so one policy that changes its metric could keep the old one.
 */
export const policyName = (metric: ScalingMetric): string => `${PREFIX}${metric}`;

export const scheduledActionName = (name: string): string => `${PREFIX}${name}`;

/** True for a policy or a scheduled action that this project made for the endpoint of the environment. */
export function isOurScaling(name: string, endpointName: string): boolean {
  // Earlier versions called the policy `<endpoint>-<environment>-invocations`; the endpoint's name ends with the environment.
  return name.startsWith(PREFIX) || (name.startsWith(`${endpointName}-`) && name.endsWith('-invocations'));
}
