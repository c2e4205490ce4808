import type { Finding } from '../../../finding.ts';
import type { ChangeContext } from '../rule.ts';

/**
 * The instance type of a variant changes while the variant is a target of Application Auto Scaling: the update fails.
 *
 * AWS: "If the update would change the instance type for any model that is a target for auto scaling, the update
 * fails." (developer guide, Update endpoints that use auto scaling).
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
      why: 'A target-tracking policy makes the variant a scalable target. SageMaker refuses an update that changes the instance type of a scalable target.',
      way_out:
        'Make two changes. First merge scaling: managed with the new type; this takes the variant out of Application Auto Scaling. Then merge scaling: target-tracking again.',
      place: context.place('environment.endpoint.instance_type'),
    },
  ];
}
