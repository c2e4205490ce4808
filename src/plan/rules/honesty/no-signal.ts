import type { Finding } from '../../../finding.ts';
import { number, percent, rows } from '../helpers/figures.ts';
import { majorityOf, splitRowsOf } from '../helpers/majority.ts';
import type { RuleContext } from '../rule.ts';

/** Above this share of one label, the accuracy hardly moves for any feature, even for a good one. */
const MAX_MAJORITY_SHARE = 0.9;

/**
 * No single feature is better than always giving the same answer, beyond the noise of so many rows. It is a sign that
 * the features say nothing about the target. It is an indication only: two features together may say what neither says
 * alone.
 */
export function noSignal(context: RuleContext): Finding[] {
  const split = context.measures?.best_split;
  const majority = majorityOf(context);
  if (!split || majority === null || majority.share === 1) return [];
  // Two standard errors of a share in so many rows: the best of many thresholds is above the baseline by luck.
  const noise = 2 * Math.sqrt((split.majority * (1 - split.majority)) / splitRowsOf(majority));
  if (split.accuracy - split.majority > noise) return [];
  const rare = majority.share > MAX_MAJORITY_SHARE;
  const features = context.config.training_step.training_features.length;
  return [
    {
      rule: 'honesty/no-signal',
      severity: rare ? 'notice' : 'warning',
      message: `No single feature predicts ${context.config.training_step.training_target} better than the baseline (always answers ${majority.label}): that has ${percent(split.majority, 2)}, and ${features === 1 ? 'the feature' : `the best of the ${features} features`} (${split.feature} ${split.operator} ${number(split.threshold)}) has ${percent(split.accuracy, 2)} on ${rows(splitRowsOf(majority))}.`,
      why: rare
        ? `One label has ${percent(majority.share)} of the rows, so the accuracy hardly moves and this is a weak sign. Read the ROC AUC and the PR AUC of the evaluation.`
        : `With so many rows, a difference of up to ${percent(noise)} is chance. This is an indication and no proof: features together may say what none says alone.`,
      way_out: 'Add a feature that can know the target. A ROC AUC near 0.5 in the evaluation confirms the finding.',
      place: context.place('training_step.training_features'),
    },
  ];
}
