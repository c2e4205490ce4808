import { SAMPLE } from '../../../observed/data/sql.ts';
import type { RuleContext } from '../rule.ts';

/** Name of the rows without a label in a profile of the data. */
export const NO_LABEL = 'NULL';

/** The baseline: always giving the more frequent answer. */
export interface Majority {
  label: '0' | '1';
  /** Share of the rows that have this label: the accuracy of the baseline. */
  share: number;
  /** Rows with a label. */
  rows: number;
}

/**
 * Returns the more frequent label of the measured rows; rows without a label are left out. Null when nothing was
 * measured, and for a target that is not binary (see unusable-rows).
 */
export function majorityOf({ data, measures }: RuleContext): Majority | null {
  const counts = data === null ? countsOfSplits(measures?.splits ?? null) : Object.entries(data.classes);
  const labelled = counts.filter(([label]) => label !== NO_LABEL);
  if (labelled.some(([label]) => label !== '0' && label !== '1')) return null;
  const rows = labelled.reduce((sum, [, count]) => sum + count, 0);
  if (rows === 0) return null;
  const [label, count] = labelled.reduce((best, next) => (next[1] > best[1] ? next : best));
  return { label: label === '1' ? '1' : '0', share: count / rows, rows };
}

function countsOfSplits(splits: NonNullable<RuleContext['measures']>['splits']): [string, number][] {
  if (splits === null) return [];
  const all = Object.values(splits);
  const rows = all.reduce((sum, split) => sum + split.rows, 0);
  const positives = all.reduce((sum, split) => sum + split.positives, 0);
  return [
    ['0', rows - positives],
    ['1', positives],
  ];
}

/** Number of rows that the best split was searched in: all rows up to 10,000, otherwise a sample of 10,000. */
export function splitRowsOf(majority: Majority): number {
  return Math.min(majority.rows, SAMPLE);
}
