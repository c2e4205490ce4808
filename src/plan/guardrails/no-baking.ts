import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';

/** CloudWatch's shortest period of a standard alarm: SageMaker publishes the metrics of endpoints once a minute. */
const SHORTEST_PERIOD = 60;

/**
 * Alarms that have no time to go off: the baking period is shorter than the period of SageMaker's metrics.
 *
 * AWS: "If any of the pre-specified alarms trip during any baking period, then all endpoint traffic rolls back" (developer
 * guide, Blue/Green Deployments); endpoint metrics are available at 1-minute frequency (Metrics for monitoring with CloudWatch).
 */
export function noBaking(context: RuleContext): Finding[] {
  const endpoint = context.environment?.endpoint;
  const { alarms = [], wait_in_seconds: wait = SHORTEST_PERIOD } = endpoint?.rollout ?? {};
  if (endpoint === undefined || alarms.length === 0 || wait >= SHORTEST_PERIOD) return [];
  return [
    {
      rule: 'guardrail/no-baking',
      severity: 'warning',
      message: `Each move of traffic of ${endpoint.endpoint_name} is watched for ${wait} s, and its metrics come once a minute.`,
      why: 'An alarm rolls an update back only while it is watched (the baking period). In less than a minute no metric of the new instances has arrived.',
      way_out: 'Set rollout.wait_in_seconds to some periods of the alarms, such as 600.',
      place: context.place('environment.endpoint.rollout.wait_in_seconds'),
    },
  ];
}
