import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';

/**
 * Without a key the whole row decides its split. Equal rows stay together, so no row is in two splits of one run. But
 * a row whose value is corrected may move from train to test. The deployed model is then asked about a row that it has
 * learned.
 */
export function splitByRow(context: RuleContext): Finding[] {
  if (context.config.training_step.key_column !== undefined) return [];
  return [
    {
      rule: 'honesty/split-by-row',
      severity: 'notice',
      message: 'Without key_column the values of a row decide whether it trains, validates or tests.',
      why: 'When a value changes between two runs, the row may move from training to test. The comparison with the deployed model then uses rows that this model has learned.',
      way_out: 'Select a column that is unique in each row, and name it in training_step.key_column.',
      place: context.place('training_step.query'),
    },
  ];
}
