import type { Finding } from '../../../finding.ts';
import { number, percent, rows } from '../helpers/figures.ts';
import { majorityOf, splitRowsOf } from '../helpers/majority.ts';
import type { RuleContext } from '../rule.ts';
import { computedTarget } from './computed-target.ts';

/**
 * A split is near-perfect when it is right in 99 % of the rows and leaves at most a tenth of the mistakes of the
 * baseline (where 99 % of the rows have one label, the baseline has 99 % too). With no mistake, the target is a
 * function of the feature.
 */
const MIN_ACCURACY = 0.99;
const MIN_GAIN = 0.9;
/**
 * Minimum of rows of the rarer label. The chance that a feature separates ten of them by luck is below one in a
 * million, for any threshold (2 / (n over 10) for n ≥ 50 rows and one feature).
 */
const MIN_RARE_ROWS = 10;

const SEVERITIES: readonly Finding['severity'][] = ['notice', 'warning', 'error'];

/**
 * A feature gives the target away. In the text of the query, one is computed from the other. In the rows, one
 * threshold of one feature predicts (almost) all of them. When both are true of a feature, they are one finding.
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
          ? `Do nothing if ${computed.features[0]} is known at the time of the prediction. Otherwise take it out of training_features.`
          : `Take ${computed.features.length === 1 ? computed.features[0] : 'one of them'} out of training_features, or predict something that is not known at the time of the prediction. A value that can be computed needs no model.`,
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
        ? `The target is a function of ${split.feature} on these rows. A person who knows the feature needs no model, and the accuracy says nothing about what is not known yet.`
        : 'A feature that knows the answer was often written together with the answer, or after it. It may also be a law of nature; then this rule is the better model.',
    way_out: `Take ${split.feature} out of training_features. If it is known before ${target}, keep it, and compare the model with this rule instead of the baseline.`,
    place: context.place(`training_step.training_features.${features.indexOf(split.feature)}`),
  });
  return findings;
}

/** Returns the best split by one feature if it is near-perfect: a model then has nothing left to learn. */
function nearPerfectSplit(
  context: RuleContext,
): { feature: string; severity: 'error' | 'warning'; message: string } | null {
  const split = context.measures?.best_split;
  const majority = majorityOf(context);
  if (!split || majority === null) return null;
  const count = splitRowsOf(majority);
  if (split.accuracy < MIN_ACCURACY || count * (1 - split.majority) < MIN_RARE_ROWS) return null;
  if (1 - split.accuracy > (1 - MIN_GAIN) * (1 - split.majority)) return null;
  const { feature, operator, threshold } = split;
  const target = context.config.training_step.training_target;
  return {
    feature,
    severity: Math.round(count * (1 - split.accuracy)) === 0 ? 'error' : 'warning',
    message: `${feature} ${operator} ${number(threshold)} alone predicts ${target} correctly in ${percent(split.accuracy, 2)} of ${rows(count)}; the baseline (always answers ${majority.label}) has ${percent(split.majority, 2)}.`,
  };
}
