import type { RuleContext } from '../rule.ts';
import { majorityOf } from './majority.ts';

/** Rows of one split. */
export interface SplitRows {
  rows: number;
  /** Of the label that fewer of them have; null when the labels were not counted. */
  rarer: { label: string; rows: number } | null;
  /** Counted row by row; otherwise the split's share of what is known of the whole. */
  measured: boolean;
}

/**
 * How many rows validate or test: counted, else estimated from the rows that the query yields, else from the sample's size,
 * which is the most that there can be. Null when nothing is known.
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
