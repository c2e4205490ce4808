import type { Finding } from '../../../finding.ts';
import type { ChangeContext } from '../rule.ts';
import { endpointChanges } from './endpoint-changes.ts';

/**
 * The last environment updates its endpoint without any rollout, so nothing can roll the update back. The
 * configuration warns about a rollout without alarms. An environment that another one promotes from is a rehearsal, so
 * it is not checked.
 *
 * AWS: "If you do not have any CloudWatch alarms set up to monitor your endpoint, then the auto-rollback functionality
 * does not work during your deployment" (developer guide, Auto-Rollback Configuration and Monitoring).
 */
export function noAlarmWithRollback(context: ChangeContext): Finding[] {
  const { environment, environments } = context;
  if (environment === null || environment.endpoint.model === null || environment.endpoint.rollout !== undefined)
    return [];
  if (environments.some(({ promotes_from }) => promotes_from === environment.name)) return [];
  if (!endpointChanges(context)) return [];
  return [
    {
      rule: 'guardrail/no-alarm-with-rollback',
      severity: 'notice',
      message: `${environment.endpoint.endpoint_name} moves all traffic to the new instances at once, and nothing rolls it back.`,
      why: 'SageMaker rolls an update back when a CloudWatch alarm goes off during a baking period. Without a rollout with alarms, an update stops only when instances do not start.',
      way_out: 'Write a rollout in endpoint.yml: canary or linear, with alarms on errors and latency of the endpoint.',
      place: context.place('environment.endpoint.model.version'),
    },
  ];
}
