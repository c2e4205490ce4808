import { analyseSql, type Lineage, lineageOf } from './analyse-sql.ts';
import type { OutputColumn, SqlAnalysis, SqlSpan } from './analysis.ts';
import { outputColumn } from './output-column.ts';
import type { Value } from './value.ts';

/** How a target and a feature are computed from each other. */
export interface ComputedFrom {
  /**
   * - `target-from-feature`: the expression of the feature is a part of the expression of the target.
   * - `feature-from-target`: the other way round.
   * - `same-columns`: row by row, both are computed from the same columns and nothing else.
   */
  kind: 'target-from-feature' | 'feature-from-target' | 'same-columns';
  /** The part that is the other column; the whole column for `same-columns`. */
  place: SqlSpan;
  /** Columns that the target reads beside the feature, sorted. Empty when the feature alone determines the target. */
  rest: string[];
}

/**
 * Whether the query computes the target from a feature, or the feature from the target. Both are names of its columns.
 */
export function computedFrom(analysis: SqlAnalysis, target: string, feature: string): ComputedFrom | undefined {
  const [targetColumn, featureColumn] = [outputColumn(analysis, target), outputColumn(analysis, feature)];
  if (targetColumn === undefined || featureColumn === undefined || targetColumn === featureColumn) return undefined;
  const [t, f] = lineagesOf(targetColumn, featureColumn);
  if (t === undefined || f === undefined || isConstant(t.value) || isConstant(f.value)) return undefined;
  const inTarget = occurrence(t.value, f.value);
  if (inTarget !== undefined) {
    const rest = [...remainingReads(t.value, [f.value])].sort();
    return { kind: 'target-from-feature', place: t.place(inTarget), rest };
  }
  const inFeature = occurrence(f.value, t.value);
  if (inFeature !== undefined) return { kind: 'feature-from-target', place: f.place(inFeature), rest: [] };
  if (t.value.acrossRows || f.value.acrossRows || leafIds(t.value) !== leafIds(f.value)) return undefined;
  return { kind: 'same-columns', place: targetColumn.place, rest: [] };
}

/**
 * Columns that the target reads outside of the expressions of these features, sorted. Empty when the features
 * determine the target.
 */
export function unexplained(analysis: SqlAnalysis, target: string, features: readonly string[]): string[] {
  const column = outputColumn(analysis, target);
  if (column === undefined) return [];
  const others = features.flatMap((name) => outputColumn(analysis, name) ?? []).filter((other) => other !== column);
  const [whole, ...parts] = lineagesOf(column, ...others);
  if (whole === undefined) return column.reads;
  const values = parts.map(({ value }) => value).filter((value) => !isConstant(value));
  return [...remainingReads(whole.value, values)].sort();
}

/**
 * Features that together may determine the target although none does alone: row by row, they read every one of its two
 * or more columns, and they are at least as many as these columns. For example, `receipt > commit` follows from
 * `receipt - order` and `commit - order`. Undefined where it is not possible. That it is possible does not make it
 * certain.
 */
export function jointlyKnown(analysis: SqlAnalysis, target: string, features: readonly string[]): string[] | undefined {
  const column = outputColumn(analysis, target);
  if (column === undefined || column.reads.length < 2) return undefined;
  const unread = new Set(column.reads);
  const related = features.flatMap((name) => {
    const other = outputColumn(analysis, name);
    const isRelated = other !== undefined && other !== column && other.reads.some((read) => unread.has(read));
    return isRelated ? [{ name, other }] : [];
  });
  const all = lineagesOf(column, ...related.map(({ other }) => other));
  if (all.length !== related.length + 1 || all.some(({ value }) => value.acrossRows)) return undefined;
  for (const { other } of related) for (const read of other.reads) unread.delete(read);
  return unread.size === 0 && related.length >= column.reads.length ? related.map(({ name }) => name) : undefined;
}

/** The lineages of columns. Copies of columns have none, so their expressions are analysed again. */
function lineagesOf(...columns: OutputColumn[]): Lineage[] {
  const known = columns.flatMap((column) => lineageOf(column) ?? []);
  if (known.length === columns.length) return known;
  const again = analyseSql(`SELECT ${columns.map(({ expression }) => expression).join(', ')}`);
  if (!again.ok) return [];
  return again.analysis.columns.flatMap((copy, at) => {
    const lineage = lineageOf(copy);
    const place = columns[at]?.place;
    return lineage === undefined || place === undefined ? [] : { value: lineage.value, place: () => place };
  });
}

/** The outermost part of a value that is another value; undefined when there is none. */
function occurrence(whole: Value, part: Value): Value | undefined {
  if (whole.branches !== undefined && whole.branches.length === part.branches?.length) {
    const inBranches = whole.branches.map((branch, at) => occurrence(branch, (part.branches as Value[])[at] as Value));
    if (inBranches.every((value) => value !== undefined)) return inBranches[0];
  }
  let level: readonly Value[] = [whole];
  const visited = new Set<Value>();
  while (level.length > 0) {
    const match = level.find(({ id }) => id === part.id);
    if (match !== undefined) return match;
    const next = level.flatMap(({ inside }) => inside).filter((value) => !visited.has(value));
    for (const value of next) visited.add(value);
    level = [...new Set(next)];
  }
  return undefined;
}

/** The columns that a value reads outside of some of its parts. */
function remainingReads(whole: Value, parts: readonly Value[]): Set<string> {
  const { branches } = whole;
  if (branches !== undefined && parts.every((part) => part.branches?.length === branches.length)) {
    const partsOf = (at: number) => parts.flatMap((part) => part.branches?.[at] ?? []);
    return new Set(branches.flatMap((branch, at) => [...remainingReads(branch, partsOf(at))]));
  }
  const ids = new Set(parts.map(({ id }) => id));
  const reads = new Set<string>();
  visit(whole, (value) => {
    if (ids.has(value.id)) return false;
    // A column reads itself, and a query inside an expression reads columns: none of their parts does.
    for (const name of value.reads) if (!value.inside.some((part) => part.reads.has(name))) reads.add(name);
    return true;
  });
  return reads;
}

/** The ids of the columns that a value consists of. One column of two rows of a table has two ids. */
function leafIds(whole: Value): string {
  const ids = new Set<number>();
  visit(whole, (value) => {
    if (value.inside.length === 0 && value.reads.size > 0) ids.add(value.id);
    return true;
  });
  return [...ids].sort((a, b) => a - b).join(' ');
}

/** Visits a value, and the values inside it where the visitor returns true. Each is visited once. */
function visit(whole: Value, visitor: (value: Value) => boolean): void {
  const visited = new Set([whole]);
  for (const value of visited) if (visitor(value)) for (const inside of value.inside) visited.add(inside);
}

/** A constant such as 1 is a part of many expressions and tells nothing about them. COUNT(*) does tell something. */
function isConstant(value: Value): boolean {
  return value.reads.size === 0 && !value.acrossRows;
}
