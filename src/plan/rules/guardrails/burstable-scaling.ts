import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';

/**
 * A scaling policy for burstable instances, which Application Auto Scaling does not register.
 *
 * AWS: "SageMaker doesn't support auto scaling for burstable instances such as T2" (developer guide, Configure model
 * auto scaling with the console).
 */
export function burstableScaling(context: RuleContext): Finding[] {
  const endpoint = context.environment?.endpoint;
  if (endpoint?.scaling !== 'target-tracking' || !/^ml\.t\d/.test(endpoint.instance_type)) return [];
  return [
    {
      rule: 'guardrail/burstable-scaling',
      severity: 'error',
      message: `${endpoint.endpoint_name} has scaling: target-tracking on ${endpoint.instance_type}, but these instances cannot be scaled.`,
      why: 'Application Auto Scaling refuses burstable instances (T family), because they take a burst by themselves. The endpoint would be updated, and then its scaling would fail.',
      way_out: 'Use another family such as ml.m5, or leave scaling at managed with a fixed number of instances.',
      place: context.place('environment.endpoint.instance_type'),
    },
  ];
}
