import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { percent, rows } from './figures.ts';

/** Below this share the intervals are as good as right. */
const FEW = 0.01;

/**
 * Several rows have one key. They stay in one split, so nothing leaks; but the intervals of the evaluation take rows for
 * independent, and a prediction cannot be found by its key.
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
      severity: share > FEW ? 'warning' : 'notice',
      message: `${rows(repeated)} (${percent(share)}) share their ${key} with another row.`,
      why: 'Rows with one key stay in one split, so the test stays clean. But the intervals and gates of the evaluation count rows as independent, and those that belong together are not: the intervals are too narrow.',
      way_out: `Make ${key} unique in each row, or select one row per ${key}.`,
      place: context.place('training_step.key_column'),
    },
  ];
}
