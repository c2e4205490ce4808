import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
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

/**
 * One feature that answers the target alone, found by measuring: its best threshold is right in (almost) all rows.
 */
export function targetFromFeature(context: RuleContext): Finding[] {
  const split = context.measures?.best_split;
  const majority = majorityOf(context);
  if (!split || majority === null) return [];
  const count = splitRowsOf(majority);
  const rare = count * (1 - split.majority);
  if (split.accuracy < NEAR_PERFECT || rare < FEWEST_RARE) return [];
  if (1 - split.accuracy > (1 - LEAST_GAIN) * (1 - split.majority)) return [];
  const wrong = Math.round(count * (1 - split.accuracy));
  const target = context.config.training_step.training_target;
  return [
    {
      rule: 'honesty/target-from-feature',
      severity: wrong === 0 ? 'error' : 'warning',
      message: `${split.feature} ${split.operator} ${number(split.threshold)} alone answers ${target} in ${percent(split.accuracy, 2)} of ${rows(count)}; always answering ${majority.label} has ${percent(split.majority)}.`,
      why:
        wrong === 0
          ? `The target is a function of ${split.feature} on these rows: whoever knows the feature needs no model, and its accuracy says nothing about what is not known yet.`
          : `A feature that knows the answer has often been written with it, or after it. It may also be a rule of nature; then the rule is the better model.`,
      way_out: `Take ${split.feature} out of training_features, unless it is known before ${target} is, and then compare the model with that rule instead of the majority.`,
      place: context.place('training_step.training_features'),
    },
  ];
}
