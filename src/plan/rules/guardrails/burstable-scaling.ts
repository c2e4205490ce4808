import { isBurstable } from '../../../config/instance-families.ts';
import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';

/**
 * A range of burstable instances, which Application Auto Scaling does not register.
 *
 * AWS: "SageMaker doesn't support auto scaling for burstable instances such as T2" (developer guide, Configure model
 * auto scaling with the console).
 */
export function burstableScaling(context: RuleContext): Finding[] {
  const endpoint = context.environment?.endpoint;
  if (endpoint === undefined || endpoint.serverless !== undefined || !isBurstable(endpoint.instance_type)) return [];
  const { endpoint_name: name, instance_type: type, min_instance_count: min, max_instance_count: max } = endpoint;
  if (min === max) return [];
  return [
    {
      rule: 'guardrail/burstable-scaling',
      severity: 'error',
      message: `${name} has ${min} to ${max} instances of ${type}, but the number of these instances cannot change by itself.`,
      why: 'Application Auto Scaling refuses burstable instances (T family), because they take a burst by themselves. The endpoint would be updated, and then its scaling would fail.',
      way_out: `Use another family such as ml.m5, or a fixed number: max_instance_count: ${min}. A small model may do with serverless.`,
      place: context.place('environment.endpoint.instance_type'),
    },
  ];
}
