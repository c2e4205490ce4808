import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';

/**
 * SageMaker does not do the rollout: on Inf1 instances every update shifts all traffic at once, without a baking
 * period. (Containers of the AWS Marketplace are the other exclusion; ours is SageMaker's own.)
 *
 * AWS: developer guide, Deployment guardrails, Exclusions.
 */
export function rolloutFallsBack(context: RuleContext): Finding[] {
  const endpoint = context.environment?.endpoint;
  if (endpoint?.rollout === undefined || endpoint.instance_type?.startsWith('ml.inf1.') !== true) return [];
  return [
    {
      rule: 'guardrail/rollout-falls-back',
      severity: 'error',
      message: `SageMaker does not do the ${endpoint.rollout.type} rollout on ${endpoint.instance_type}: it moves all traffic at once, without watching the alarms.`,
      why: 'Endpoints with Inf1 instances are excluded from deployment guardrails: the update falls back to all-at-once without a baking period, and no message says so.',
      way_out: 'Use another instance type, or take the rollout out: it would have no effect.',
      place: context.place('environment.endpoint.rollout.type') ?? context.place('environment.endpoint.instance_type'),
    },
  ];
}
