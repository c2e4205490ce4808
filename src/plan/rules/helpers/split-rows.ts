import type { RuleContext } from '../rule.ts';
import { majorityOf } from './majority.ts';

/** Rows of one split. */
export interface SplitRows {
  rows: number;
  /** The less frequent label, and how many rows have it; null when the labels were not counted. */
  rarer: { label: string; rows: number } | null;
  /** True when Presto counted the rows; otherwise the number is an estimate: the split's share of all rows. */
  measured: boolean;
}

/**
 * Returns the number of rows of the validation or test split. Presto may have counted them. Otherwise it is estimated
 * from the rows that the query yields and from the size of the sample, which is an upper limit. Null when neither is
 * known.
 */
export function splitRows(context: RuleContext, split: 'validation' | 'test'): SplitRows | null {
  const counted = context.measures?.splits?.[split];
  if (counted) {
    const negatives = counted.rows - counted.positives;
    const rarer =
      counted.positives <= negatives ? { label: '1', rows: counted.positives } : { label: '0', rows: negatives };
    return { rows: counted.rows, rarer, measured: true };
  }
  const { train_split, test_split, sample } = context.config.training_step;
  const known = [context.data?.rows, sample?.rows].filter((rows) => rows !== undefined);
  if (known.length === 0) return null;
  const share = split === 'test' ? 1 - test_split : test_split - train_split;
  const rows = Math.min(...known) * share;
  const majority = context.data === null ? null : majorityOf(context);
  return {
    rows,
    rarer: majority === null ? null : { label: majority.label === '0' ? '1' : '0', rows: rows * (1 - majority.share) },
    measured: false,
  };
}
