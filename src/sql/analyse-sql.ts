import type { OutputColumn, SqlAnalysis, SqlProblem } from './analysis.ts';
import { joinWords } from './join-words.ts';
import { nondeterminism } from './nondeterminism.ts';
import { parseQuery } from './parse-query.ts';
import { placesIn } from './place.ts';
import { resolveQuery } from './resolve-query.ts';
import type { Value } from './value.ts';

/** What a column is made of, for `computedFrom`. */
export interface Lineage {
  value: Value;
  /** Where a value of this analysis stands. */
  place(value: Value): OutputColumn['place'];
}

const lineages = new WeakMap<OutputColumn, Lineage>();

/** The lineage of a column that `analyseSql` gave. */
export function lineageOf(column: OutputColumn): Lineage | undefined {
  return lineages.get(column);
}

/** What a query says by itself: its columns and where they come from, its tables, and what makes two runs differ. */
export function analyseSql(text: string): { ok: true; analysis: SqlAnalysis } | { ok: false; problem: SqlProblem } {
  const parsed = parseQuery(text);
  if (!parsed.ok) return parsed;
  const { columns, open, tables } = resolveQuery(parsed);
  const placeOf = placesIn(text);
  const place = ({ start, end }: { start: number; end: number }) =>
    placeOf(parsed.tokens[start]?.start ?? 0, parsed.tokens[end - 1]?.end ?? 0);
  const outputs = columns.map(({ name, value, span }) => {
    const words: string[] = [];
    value.write(words);
    const reads = [...value.reads].sort();
    const column: OutputColumn = { name, place: place(span), expression: joinWords(words), reads };
    lineages.set(column, { value, place: (part) => place(part.span) });
    return column;
  });
  return { ok: true, analysis: { columns: outputs, star: open, tables, nondeterminism: nondeterminism(parsed) } };
}
