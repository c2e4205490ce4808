import type { Nondeterminism } from '../../sql/analysis.ts';

/** What each kind does to a query that is run twice. */
export const REASONS: Record<Nondeterminism['kind'], string> = {
  random: 'draws other values at every run',
  sample: 'reads other rows at every run (Presto samples without a seed)',
  clock: 'is another time at every run',
  limit: 'keeps whichever rows come first: without a total order those are others at every run',
  arbitrary: 'takes whichever value comes first, another one at every run',
};

/** The words as one short line. */
export function shortText({ text }: Nondeterminism): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
