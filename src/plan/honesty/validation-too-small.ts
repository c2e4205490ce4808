import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { rows } from './figures.ts';
import { splitRows } from './split-rows.ts';

const FEWEST_ROWS = 30;
/** With so few of a label the ROC-AUC of a trial moves by a tenth when one row is ranked otherwise. */
const FEWEST_OF_A_LABEL = 10;

/** Tuning picks the best of its trials on the validation split: on too few rows it picks the luckiest. */
export function validationTooSmall(context: RuleContext): Finding[] {
  const validation = splitRows(context, 'validation');
  if (validation === null) return [];
  const { rows: count, rarer, measured } = validation;
  const none = measured && rarer?.rows === 0;
  const few = count < FEWEST_ROWS || (rarer !== null && rarer.rows < FEWEST_OF_A_LABEL);
  if (!none && !few) return [];
  const about = measured ? '' : 'about ';
  const of = rarer === null ? '' : `, ${Math.round(rarer.rows)} of them ${rarer.label}`;
  const { train_split, test_split } = context.config.training_step;
  return [
    {
      rule: 'honesty/validation-too-small',
      severity: none ? 'error' : 'warning',
      message: `The validation split has ${about}${rows(count)}${of}: too few to choose between ${context.config.tuning_step.maximum_training_jobs} trials.`,
      why: none
        ? 'With one label the objective of the tuning (ROC-AUC) is not defined: no trial can be the best.'
        : 'The differences between trials are smaller than the noise of so few rows, so the best trial is the luckiest one.',
      way_out: `Move training_step.train_split (${train_split}) and test_split (${test_split}) apart: what is between them validates. Or take more rows.`,
      place: context.place('training_step.train_split') ?? context.place('training_step.test_split'),
    },
  ];
}
