import type { Nondeterminism } from '../../../sql/analysis.ts';

/** What each kind does to a query that runs twice: the predicate of a message. */
export const REASONS: Record<Nondeterminism['kind'], string> = {
  random: 'draws other values at every run',
  sample: 'reads other rows at every run (Presto samples without a seed)',
  clock: 'is another time at every run',
  limit: 'keeps the rows that come first: without a total order, these are other rows at every run',
  arbitrary: 'takes the value that comes first, which is another one at every run',
};

/** The text of the cause as one short line. */
export function shortText({ text }: Nondeterminism): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
