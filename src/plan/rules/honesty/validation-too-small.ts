import type { Finding } from '../../../finding.ts';
import { rows } from '../helpers/figures.ts';
import { splitRows } from '../helpers/split-rows.ts';
import type { RuleContext } from '../rule.ts';

const MIN_VALIDATION_ROWS = 30;
/** With fewer rows of a label, the ROC AUC of a trial moves by a tenth or more when one row is ranked differently. */
const MIN_LABEL_ROWS = 10;

/** The validation split is too small. Tuning picks its best trial on it; on too few rows it picks the luckiest one. */
export function validationTooSmall(context: RuleContext): Finding[] {
  const validation = splitRows(context, 'validation');
  if (validation === null) return [];
  const { rows: count, rarer, measured } = validation;
  const none = measured && rarer?.rows === 0;
  const few = count < MIN_VALIDATION_ROWS || (rarer !== null && rarer.rows < MIN_LABEL_ROWS);
  if (!none && !few) return [];
  const about = measured ? '' : 'about ';
  const rare = rarer === null ? '' : `, ${Math.round(rarer.rows)} of them ${rarer.label}`;
  const { train_split, test_split } = context.config.training_step;
  return [
    {
      rule: 'honesty/validation-too-small',
      severity: none ? 'error' : 'warning',
      message: `The validation split has ${about}${rows(count)}${rare}: too few to choose between ${context.config.tuning_step.maximum_training_jobs} trials.`,
      why: none
        ? 'With one label the objective of the tuning (ROC-AUC) is not defined: no trial can be the best.'
        : 'The differences between trials are smaller than the noise of so few rows, so the best trial is the luckiest one.',
      way_out: `Move training_step.train_split (${train_split}) and test_split (${test_split}) apart: the rows between them validate. Or use more rows.`,
      place: context.place('training_step.train_split') ?? context.place('training_step.test_split'),
    },
  ];
}
