import type { Finding } from '../../../finding.ts';
import { isOurScaling } from '../../../observed/scaling-names.ts';
import type { RuleContext } from '../rule.ts';

/**
 * The variant has to leave Application Auto Scaling, and somebody else made policies or scheduled actions for it. They go too.
 *
 * AWS: deregistering a scalable target deletes its policies and its scheduled actions (API reference,
 * DeregisterScalableTarget, PutScheduledAction).
 */
export function scalingOfOthers(context: RuleContext): Finding[] {
  const { environment, endpoint: observed } = context;
  if (environment === null || environment.endpoint.model === null || observed?.scaling === undefined) return [];
  const { endpoint } = environment;
  const why = leaves(endpoint, observed.running?.instanceType);
  if (why === null) return [];
  const others = [...observed.policies, ...observed.scheduledActions]
    .map(({ name }) => name)
    .filter((name) => !isOurScaling(name, endpoint.endpoint_name));
  if (others.length === 0) return [];
  return [
    {
      rule: 'guardrail/scaling-of-others',
      severity: 'warning',
      message: `${endpoint.endpoint_name} has ${others.join(', ')}, which this project did not make. A deploy removes ${others.length === 1 ? 'it' : 'them'}, because ${why}.`,
      why: 'The variant has to leave Application Auto Scaling, and AWS then deletes all of its policies and scheduled actions.',
      way_out: 'Make them again after the deploy, or write them as scaling in endpoint.yml.',
      place: context.place('environment.endpoint.endpoint_name'),
    },
  ];
}

/** Why the variant leaves Application Auto Scaling; null when it stays. */
function leaves(
  endpoint: NonNullable<RuleContext['environment']>['endpoint'],
  runningType: string | undefined,
): string | null {
  if (endpoint.serverless !== undefined) return 'a serverless endpoint does not scale by instances';
  if (endpoint.min_instance_count === endpoint.max_instance_count) return 'the number of instances is fixed';
  if (runningType === undefined || runningType === endpoint.instance_type) return null;
  return `the instance type changes from ${runningType} to ${endpoint.instance_type}`;
}
