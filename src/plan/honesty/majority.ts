import type { RuleContext } from '../rule.ts';

/** What always giving the same answer scores. */
export interface Majority {
  label: string;
  /** Share of the rows that have this label: the accuracy of the trivial answer. */
  share: number;
  /** Rows with a label. */
  rows: number;
}

/** The more frequent label of the measured rows; null when nothing was measured. Rows without a label are left out. */
export function majorityOf({ data, measures }: RuleContext): Majority | null {
  const counts = data === null ? countsOfSplits(measures?.splits ?? null) : Object.entries(data.classes);
  const labelled = counts.filter(([label]) => label !== 'NULL');
  const rows = labelled.reduce((sum, [, count]) => sum + count, 0);
  if (rows === 0) return null;
  const [label, count] = labelled.reduce((best, next) => (next[1] > best[1] ? next : best));
  return { label, share: count / rows, rows };
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
