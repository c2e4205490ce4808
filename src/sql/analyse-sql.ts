import type { OutputColumn, SqlAnalysis, SqlProblem } from './analysis.ts';
import type { TokenRange } from './ast.ts';
import { joinWords } from './join-words.ts';
import { nondeterminism } from './nondeterminism.ts';
import { parseQuery } from './parse-query.ts';
import { TextPlaces } from './place.ts';
import { resolveQuery } from './resolve-query.ts';
import type { Value } from './value.ts';

/** What a column is computed from, for `computedFrom`. */
export interface Lineage {
  value: Value;
  /** Where a value of this analysis stands. */
  place(value: Value): OutputColumn['place'];
}

const lineages = new WeakMap<OutputColumn, Lineage>();

/** The lineage of a column that `analyseSql` returned; undefined for a copy of one. */
export function lineageOf(column: OutputColumn): Lineage | undefined {
  return lineages.get(column);
}

/**
 * What the text of a query tells: its columns and where they come from, its tables, and what makes two runs differ.
 * Never throws.
 */
export function analyseSql(text: string): { ok: true; analysis: SqlAnalysis } | { ok: false; problem: SqlProblem } {
  const parsed = parseQuery(text);
  if (!parsed.ok) return parsed;
  const { columns, isOpen, tables } = resolveQuery(parsed);
  const places = new TextPlaces(text);
  const place = ({ start, end }: TokenRange) =>
    places.between(parsed.tokens[start]?.start ?? 0, parsed.tokens[end - 1]?.end ?? 0);
  const outputs = columns.map(({ name, value, range }) => {
    const words: string[] = [];
    value.write(words);
    const reads = [...value.reads].sort();
    const column: OutputColumn = { name, place: place(range), expression: joinWords(words), reads };
    lineages.set(column, { value, place: (part) => place(part.range) });
    return column;
  });
  return { ok: true, analysis: { columns: outputs, star: isOpen, tables, nondeterminism: nondeterminism(parsed) } };
}
