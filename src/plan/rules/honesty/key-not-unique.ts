import type { Finding } from '../../../finding.ts';
import { percent, rows } from '../helpers/figures.ts';
import type { RuleContext } from '../rule.ts';

/** Up to this share of the rows the intervals are almost right. */
const MAX_HARMLESS_SHARE = 0.01;

/**
 * Several rows have one key. They stay in one split, so nothing leaks. But the intervals of the evaluation count rows
 * as independent, and the key does not identify a prediction.
 */
export function keyNotUnique(context: RuleContext): Finding[] {
  const { data, measures, config } = context;
  const key = config.training_step.key_column;
  const repeated = measures?.repeated_keys ?? 0;
  if (key === undefined || data === null || repeated === 0 || data.rows === 0) return [];
  const share = repeated / data.rows;
  return [
    {
      rule: 'honesty/key-not-unique',
      severity: share > MAX_HARMLESS_SHARE ? 'warning' : 'notice',
      message: `${rows(repeated)} (${percent(share)}) share their ${key} with another row.`,
      why: 'Rows with one key stay in one split, so nothing leaks. But the intervals and gates of the evaluation count rows as independent. Rows with one key are not independent, so the intervals are too narrow.',
      way_out: `Make ${key} unique in each row, or select one row per ${key}.`,
      place: context.place('training_step.key_column'),
    },
  ];
}
