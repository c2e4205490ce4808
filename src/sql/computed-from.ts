import { analyseSql, type Lineage, lineageOf } from './analyse-sql.ts';
import type { OutputColumn, SqlAnalysis, SqlPlace } from './analysis.ts';
import { outputColumn } from './output-column.ts';
import type { Value } from './value.ts';

/** How a target and a feature are computed from each other. */
export interface ComputedFrom {
  /**
   * `target-from-feature`: the expression of the feature is a part of that of the target. `feature-from-target`: the other
   * way round. `same-columns`: row by row, both are computed from the same columns and nothing else.
   */
  kind: 'target-from-feature' | 'feature-from-target' | 'same-columns';
  /** The part that is the other column; the whole column for `same-columns`. */
  place: SqlPlace;
  /** Columns that the target reads beside the feature, sorted. Empty: who knows the feature knows the target. */
  rest: string[];
}

/** Whether the target can be read off a feature, as far as the query shows it. Names are those of columns of the query. */
export function computedFrom(analysis: SqlAnalysis, target: string, feature: string): ComputedFrom | undefined {
  const [of, from] = [outputColumn(analysis, target), outputColumn(analysis, feature)];
  if (of === undefined || from === undefined || of === from) return undefined;
  const [a, b] = lineages(of, from);
  if (a === undefined || b === undefined || isConstant(a.value) || isConstant(b.value)) return undefined;
  const inTarget = occurrence(a.value, b.value);
  if (inTarget !== undefined) {
    return { kind: 'target-from-feature', place: a.place(inTarget), rest: [...remaining(a.value, [b.value])].sort() };
  }
  const inFeature = occurrence(b.value, a.value);
  if (inFeature !== undefined) return { kind: 'feature-from-target', place: b.place(inFeature), rest: [] };
  if (a.value.acrossRows || b.value.acrossRows || leaves(a.value) !== leaves(b.value)) return undefined;
  return { kind: 'same-columns', place: of.place, rest: [] };
}

/** Columns that the target reads and that none of these features gives away, sorted; empty when they give away all. */
export function unexplained(analysis: SqlAnalysis, target: string, features: readonly string[]): string[] {
  const of = outputColumn(analysis, target);
  if (of === undefined) return [];
  const known = features.flatMap((name) => outputColumn(analysis, name) ?? []).filter((feature) => feature !== of);
  const [value, ...values] = lineages(of, ...known);
  if (value === undefined) return of.reads;
  const parts = values.map((feature) => feature.value).filter((feature) => !isConstant(feature));
  return [...remaining(value.value, parts)].sort();
}

/**
 * Features that together may give the target away although none does alone: row by row they read every one of its two or more
 * columns, and are at least as many as those. `receipt > commit` follows from `receipt - order` and `commit - order`.
 * Undefined where that cannot be; that it is so is not certain.
 */
export function jointlyKnown(analysis: SqlAnalysis, target: string, features: readonly string[]): string[] | undefined {
  const of = outputColumn(analysis, target);
  if (of === undefined || of.reads.length < 2) return undefined;
  const wanted = new Set(of.reads);
  const touching = features.flatMap((name) => {
    const from = outputColumn(analysis, name);
    return from !== undefined && from !== of && from.reads.some((read) => wanted.has(read)) ? [{ name, from }] : [];
  });
  const all = lineages(of, ...touching.map(({ from }) => from));
  if (all.length !== touching.length + 1 || all.some(({ value }) => value.acrossRows)) return undefined;
  for (const { from } of touching) for (const read of from.reads) wanted.delete(read);
  return wanted.size === 0 && touching.length >= of.reads.length ? touching.map(({ name }) => name) : undefined;
}

/** Analysed again from what the columns say, where these are copies of what `analyseSql` gave. */
function lineages(...columns: OutputColumn[]): Lineage[] {
  const known = columns.flatMap((candidate) => lineageOf(candidate) ?? []);
  if (known.length === columns.length) return known;
  const again = analyseSql(`SELECT ${columns.map(({ expression }) => expression).join(', ')}`);
  if (!again.ok) return [];
  return again.analysis.columns.flatMap((copy, at) => {
    const lineage = lineageOf(copy);
    const place = columns[at]?.place;
    return lineage === undefined || place === undefined ? [] : { value: lineage.value, place: () => place };
  });
}

/** Where a value is a part of another one: the outermost part that is it. */
function occurrence(whole: Value, part: Value): Value | undefined {
  if (whole.branches !== undefined && whole.branches.length === part.branches?.length) {
    const found = whole.branches.map((branch, at) => occurrence(branch, (part.branches as Value[])[at] as Value));
    if (found.every((value) => value !== undefined)) return found[0];
  }
  let level: readonly Value[] = [whole];
  const seen = new Set<Value>();
  while (level.length > 0) {
    const found = level.find(({ id }) => id === part.id);
    if (found !== undefined) return found;
    const next = level.flatMap(({ inside }) => inside).filter((value) => !seen.has(value));
    for (const value of next) seen.add(value);
    level = [...new Set(next)];
  }
  return undefined;
}

/** What a value reads outside of some of its parts. */
function remaining(whole: Value, parts: readonly Value[]): Set<string> {
  const { branches } = whole;
  if (branches !== undefined && parts.every((part) => part.branches?.length === branches.length)) {
    const each = branches.map((branch, at) =>
      remaining(
        branch,
        parts.flatMap((part) => part.branches?.[at] ?? []),
      ),
    );
    return new Set(each.flatMap((reads) => [...reads]));
  }
  const ids = new Set(parts.map(({ id }) => id));
  const reads = new Set<string>();
  visit(whole, (value) => {
    if (ids.has(value.id)) return false;
    // A column, or a query inside an expression, reads what none of its parts does.
    for (const name of value.reads) if (!value.inside.some((part) => part.reads.has(name))) reads.add(name);
    return true;
  });
  return reads;
}

/** The columns that a value is made of, those of two rows of one table told apart. */
function leaves(whole: Value): string {
  const ids = new Set<number>();
  visit(whole, (value) => {
    if (value.inside.length === 0 && value.reads.size > 0) ids.add(value.id);
    return true;
  });
  return [...ids].sort((a, b) => a - b).join(' ');
}

/** Visits a value and, where the visitor wants it, what is inside, each once. */
function visit(whole: Value, visitor: (value: Value) => boolean): void {
  const seen = new Set([whole]);
  for (const value of seen) if (visitor(value)) for (const inside of value.inside) seen.add(inside);
}

/** 1 is a part of many expressions, and says nothing of them; COUNT(*) does. */
function isConstant(value: Value): boolean {
  return value.reads.size === 0 && !value.acrossRows;
}
