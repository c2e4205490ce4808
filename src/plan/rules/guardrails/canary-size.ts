import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';

/**
 * A canary or a step, counted in whole instances, is larger than step_percent says. This happens in a small fleet,
 * because at least one instance moves. The configuration refuses a step_percent over 50.
 *
 * AWS: "the canary size should be less than or equal to 50% of the new fleet's capacity" (developer guide, Use canary
 * traffic shifting); LinearStepSize is 10 to 50 % of the variant's total instance count (API reference,
 * TrafficRoutingConfig).
 */
export function canarySize(context: RuleContext): Finding[] {
  const endpoint = context.environment?.endpoint;
  const { type, step_percent: percent } = endpoint?.rollout ?? {};
  if (endpoint === undefined || endpoint.serverless !== undefined || percent === undefined) return [];
  if (type !== 'canary' && type !== 'linear') return [];
  const fleet = endpoint.min_instance_count;
  const exact = (fleet * percent) / 100;
  const step = Math.max(1, Math.ceil(exact - 1e-9));
  const share = step / fleet;
  const finding = (severity: Finding['severity'], message: string, why: string): Finding[] => [
    {
      rule: 'guardrail/canary-size',
      severity,
      message,
      why,
      way_out:
        fleet === 1
          ? `Give ${endpoint.endpoint_name} at least two instances (min_instance_count), or use all-at-once and let alarms roll it back.`
          : `Choose step_percent and min_instance_count so that a step is a whole number of instances and at most half of them, such as ${Math.max(1, Math.floor(fleet / 2))} of ${fleet} (${Math.floor((100 * Math.max(1, Math.floor(fleet / 2))) / fleet)} %).`,
      place: context.place('environment.endpoint.rollout.step_percent'),
    },
  ];
  const configured = `${type === 'canary' ? 'A canary' : 'A step'} of ${percent} % of ${fleet} ${fleet === 1 ? 'instance' : 'instances'} (min_instance_count)`;
  if (share > 0.5) {
    return finding(
      'warning',
      `${configured} is ${step} of ${fleet}: ${fleet === 1 ? 'the whole fleet' : 'more than half'}.`,
      'An instance receives traffic or does not; a share of one instance is the whole instance. A canary over half of the fleet protects less than half of the callers, and SageMaker allows at most 50 %.',
    );
  }
  // 33 % of three instances is one of them.
  if (exact >= 1 || share <= (1.25 * percent) / 100) return [];
  return finding(
    'notice',
    `${configured} is less than one instance; the smallest possible step is ${step} of ${fleet} (${Math.round(share * 100)} %).`,
    'An instance receives traffic or does not, so the new model answers a larger share of the callers than step_percent says.',
  );
}
