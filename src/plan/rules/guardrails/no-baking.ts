import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';

/**
 * Seconds. The minimum period of a standard CloudWatch alarm: SageMaker publishes the metrics of endpoints once a
 * minute.
 */
const MIN_ALARM_PERIOD = 60;

/**
 * Alarms have no time to go off: the baking period is shorter than the period of SageMaker's metrics.
 *
 * AWS: "If any of the pre-specified alarms trip during any baking period, then all endpoint traffic rolls back"
 * (developer guide, Blue/Green Deployments); endpoint metrics are available at 1-minute frequency (Metrics for
 * monitoring with CloudWatch).
 */
export function noBaking(context: RuleContext): Finding[] {
  const endpoint = context.environment?.endpoint;
  const { alarms = [], wait_in_seconds: wait = MIN_ALARM_PERIOD } = endpoint?.rollout ?? {};
  if (endpoint === undefined || alarms.length === 0 || wait >= MIN_ALARM_PERIOD) return [];
  return [
    {
      rule: 'guardrail/no-baking',
      severity: 'warning',
      message: `The alarms watch each move of traffic of ${endpoint.endpoint_name} for ${wait} s, but its metrics come once a minute.`,
      why: 'An alarm rolls an update back only during the baking period. In less than a minute no metric of the new instances has arrived.',
      way_out: 'Set rollout.wait_in_seconds to several periods of the alarms, such as 600.',
      place: context.place('environment.endpoint.rollout.wait_in_seconds'),
    },
  ];
}
