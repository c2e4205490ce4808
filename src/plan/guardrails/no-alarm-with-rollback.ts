import type { Finding } from '../../finding.ts';
import type { ChangeContext } from '../rule.ts';
import { endpointChanges } from './endpoint-changes.ts';

/**
 * An update of the last stage that nothing can roll back, because it has no rollout at all. A rollout without alarms is
 * warned about with the configuration; stages that another one promotes from are the rehearsal.
 *
 * AWS: "If you do not have any CloudWatch alarms set up to monitor your endpoint, then the auto-rollback functionality does
 * not work during your deployment" (developer guide, Auto-Rollback Configuration and Monitoring).
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
      why: 'SageMaker rolls an update back when a CloudWatch alarm goes off while it is watched; without a rollout with alarms only instances that do not start stop it.',
      way_out: 'Give endpoint.yml a rollout: canary or linear, with alarms on errors and latency of the endpoint.',
      place: context.place('environment.endpoint.model.version'),
    },
  ];
}
