import type { Finding } from '../../finding.ts';
import type { ChangeContext } from '../rule.ts';

/**
 * Another instance type for a variant that Application Auto Scaling holds: the update fails.
 *
 * AWS: "If the update would change the instance type for any model that is a target for auto scaling, the update fails."
 * (developer guide, Update endpoints that use auto scaling).
 */
export function instanceTypeUnderScaling(context: ChangeContext): Finding[] {
  const { environment, base } = context;
  const before = base?.environment?.endpoint;
  const observed = context.endpoint;
  if (environment === null || !before || observed?.endpoint === undefined || observed.scaling === undefined) return [];
  const { instance_type: type, scaling, endpoint_name: name, model } = environment.endpoint;
  // With scaling: managed the variant is taken out of Application Auto Scaling before the update.
  if (model === null || scaling !== 'target-tracking' || name !== before.endpoint_name) return [];
  if (type === before.instance_type || observed.endpoint.status === 'Failed') return [];
  return [
    {
      rule: 'guardrail/instance-type-under-scaling',
      severity: 'error',
      message: `${name} is scaled by Application Auto Scaling, which does not let its instance type change from ${before.instance_type} to ${type}.`,
      why: 'A target-tracking policy holds the variant as a scalable target; SageMaker refuses an update that changes the instance type of one.',
      way_out:
        'Two changes: merge scaling: managed (which takes the variant out of Application Auto Scaling) together with the new type, then scaling: target-tracking again.',
      place: context.place('environment.endpoint.instance_type'),
    },
  ];
}
