import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { computedTarget } from './computed-target.ts';
import { number, percent, rows } from './figures.ts';
import { majorityOf, splitRowsOf } from './majority.ts';

/**
 * What "near-perfect" means: the split is right in 99 % of the rows, and leaves at most a tenth of the majority's mistakes
 * (where 99 % have one label, 99 % is what always giving the same answer has). No mistake at all is a function of the feature.
 */
const NEAR_PERFECT = 0.99;
const LEAST_GAIN = 0.9;
/**
 * Rows of the rarer label that it takes: of ten rows among many some feature separates all by luck with a chance of less
 * than one in a million, whatever the threshold (2 / (n over 10) for n ≥ 50 rows and one feature).
 */
const FEWEST_RARE = 10;

const SEVERITIES: readonly Finding['severity'][] = ['notice', 'warning', 'error'];

/**
 * A feature that gives the target away: by the query's text, where one is computed from the other, and by the rows, where
 * one threshold of one feature answers (almost) all of them. What both say about a feature is one finding.
 */
export function targetFromFeature(context: RuleContext): Finding[] {
  const { training_target: target, training_features: features } = context.config.training_step;
  const split = nearPerfectSplit(context);
  const byText = computedTarget(context);
  const findings = byText.map((computed): Finding => {
    const same = split !== null && computed.features.includes(split.feature);
    const worse = same && SEVERITIES.indexOf(split.severity) > SEVERITIES.indexOf(computed.severity);
    return {
      rule: 'honesty/target-from-feature',
      severity: worse ? split.severity : computed.severity,
      message: same ? `${computed.message} ${split.message}` : computed.message,
      why: computed.why,
      way_out:
        computed.severity === 'notice' && !worse
          ? `Nothing, when ${computed.features[0]} is known at the time of the prediction; otherwise take it out of training_features.`
          : `Take ${computed.features.length === 1 ? computed.features[0] : 'one of them'} out of training_features, or predict something that is not known yet when the prediction is made. What can be computed from what is known needs no model.`,
      place:
        context.sqlPlace('training', computed.at) ??
        context.place(`training_step.training_features.${features.indexOf(computed.features[0] ?? '')}`),
    };
  });
  if (split === null || byText.some((computed) => computed.features.includes(split.feature))) return findings;
  findings.push({
    rule: 'honesty/target-from-feature',
    severity: split.severity,
    message: split.message,
    why:
      split.severity === 'error'
        ? `The target is a function of ${split.feature} on these rows: whoever knows the feature needs no model, and its accuracy says nothing about what is not known yet.`
        : 'A feature that knows the answer has often been written with it, or after it. It may also be a rule of nature; then the rule is the better model.',
    way_out: `Take ${split.feature} out of training_features, unless it is known before ${target} is; then compare the model with that rule instead of the majority.`,
    place: context.place(`training_step.training_features.${features.indexOf(split.feature)}`),
  });
  return findings;
}

/** The best rule by one feature, when it is so good that a model has nothing left to learn. */
function nearPerfectSplit(
  context: RuleContext,
): { feature: string; severity: 'error' | 'warning'; message: string } | null {
  const split = context.measures?.best_split;
  const majority = majorityOf(context);
  if (!split || majority === null) return null;
  const count = splitRowsOf(majority);
  if (split.accuracy < NEAR_PERFECT || count * (1 - split.majority) < FEWEST_RARE) return null;
  if (1 - split.accuracy > (1 - LEAST_GAIN) * (1 - split.majority)) return null;
  const { feature, operator, threshold } = split;
  const target = context.config.training_step.training_target;
  return {
    feature,
    severity: Math.round(count * (1 - split.accuracy)) === 0 ? 'error' : 'warning',
    message: `${feature} ${operator} ${number(threshold)} alone answers ${target} in ${percent(split.accuracy, 2)} of ${rows(count)}; always answering ${majority.label} has ${percent(split.majority, 2)}.`,
  };
}
