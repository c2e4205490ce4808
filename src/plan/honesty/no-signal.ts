import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { number, percent, rows } from './figures.ts';
import { majorityOf, splitRowsOf } from './majority.ts';

/** Above this share of one label, accuracy hardly moves for any feature, however much it says. */
const RARE = 0.9;

/**
 * No single feature answers better than always the same, beyond the noise of so many rows: the sign of a target that the
 * features say nothing about. An indication only, because two features can say together what neither says alone.
 */
export function noSignal(context: RuleContext): Finding[] {
  const split = context.measures?.best_split;
  const majority = majorityOf(context);
  if (!split || majority === null || majority.share === 1) return [];
  // Two standard errors of a share in so many rows. The best of many thresholds is above the majority by luck alone.
  const noise = 2 * Math.sqrt((split.majority * (1 - split.majority)) / splitRowsOf(majority));
  if (split.accuracy - split.majority > noise) return [];
  const rare = majority.share > RARE;
  const features = context.config.training_step.training_features.length;
  return [
    {
      rule: 'honesty/no-signal',
      severity: rare ? 'notice' : 'warning',
      message: `No feature says more about ${context.config.training_step.training_target} than always answering ${majority.label}: that has ${percent(split.majority, 2)}, and the best of the ${features === 1 ? 'feature' : `${features} features`}, ${split.feature} ${split.operator} ${number(split.threshold)}, ${percent(split.accuracy, 2)} on ${rows(splitRowsOf(majority))}.`,
      why: rare
        ? `With ${percent(majority.share)} of one label accuracy hardly moves, so this is a weak sign; look at the ROC-AUC and the PR-AUC of the evaluation.`
        : `A difference up to ${percent(noise)} is chance with so many rows. It is an indication, no proof: features can say together what none says alone.`,
      way_out:
        'Look whether anything in the features can know the target, and add what does; a ROC-AUC near 0.5 in the evaluation confirms that nothing can.',
      place: context.place('training_step.training_features'),
    },
  ];
}
