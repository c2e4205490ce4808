import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';

/**
 * A rollout that SageMaker will not do: with instances of type Inf1 an update shifts all traffic at once, without a baking
 * period, whatever is asked for. (Containers of the AWS Marketplace are the other exclusion; ours is SageMaker's own.)
 *
 * AWS: developer guide, Deployment guardrails, Exclusions.
 */
export function rolloutFallsBack(context: RuleContext): Finding[] {
  const endpoint = context.environment?.endpoint;
  if (endpoint?.rollout === undefined || !endpoint.instance_type.startsWith('ml.inf1.')) return [];
  return [
    {
      rule: 'guardrail/rollout-falls-back',
      severity: 'error',
      message: `On ${endpoint.instance_type} SageMaker does not do the ${endpoint.rollout.type} rollout: it moves all traffic at once, without watching the alarms.`,
      why: 'Endpoints with Inf1 instances are excluded from deployment guardrails: the update falls back to all-at-once without a baking period, and says nothing.',
      way_out: 'Serve on another instance type, or take the rollout out so that nobody relies on it.',
      place: context.place('environment.endpoint.rollout.type') ?? context.place('environment.endpoint.instance_type'),
    },
  ];
}
