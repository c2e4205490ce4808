import type { NamedQueries } from './resolve-query.ts';
import type { Value } from './value.ts';

/** A column that a relation is known to have. */
export interface Field {
  name: string | undefined;
  value: Value;
}

/** One relation of a FROM. */
export interface Source {
  /** `x` for an alias; `tpch`, `tiny`, `orders` for a table without one. */
  path: string[];
  /** What its columns are qualified by; no two sources of a query have the same. */
  label: string;
  fields: Field[];
  /** What reads name its columns by, when they are not all known: those of a table. */
  open: { table: string | undefined } | undefined;
  /** Columns that are somewhere named together with this source, which therefore has them. */
  seen: Set<string>;
}

/** What names mean at one place. */
export interface Scope {
  sources: Source[];
  /** Columns of USING, which the two sides share. */
  using: Map<string, Source>;
  /** Parameters of a lambda, which hide columns. */
  parameters: readonly string[];
  parent: Scope | undefined;
  named: NamedQueries;
}

/** What a name means: a column of a source with fields of a row behind it, or a parameter, or what cannot be told. */
export type Meaning =
  | { kind: 'column'; source: Source; column: string; field: Field | undefined; rest: string[] }
  | { kind: 'parameter' }
  | { kind: 'unknown' };

export function meaning(path: readonly string[], scope: Scope | undefined): Meaning {
  const [first = ''] = path;
  // A table of an outer query is more likely meant than a row in a column that nobody knows of.
  for (const find of [qualified, unqualified]) {
    for (let at = scope; at !== undefined; at = at.parent) {
      if (at.parameters.includes(first)) return { kind: 'parameter' };
      const found = find(path, at);
      if (found !== undefined) return found;
    }
  }
  return { kind: 'unknown' };
}

/** Remembers the columns that a qualified name tells of its source. */
export function learn(path: readonly string[], scope: Scope): void {
  const found = qualified(path, scope);
  if (found?.kind === 'column') found.source.seen.add(found.column);
}

/** The source that `t`, `s.t` or `c.s.t` names. */
export function sourceOf(path: readonly string[], scope: Scope): Source | undefined {
  return scope.sources.find((source) => {
    const tail = source.path.slice(-path.length);
    return tail.length === path.length && tail.every((part, at) => part === path[at]);
  });
}

function qualified(path: readonly string[], scope: Scope): Meaning | undefined {
  // A table has at most a catalog and a schema before its name.
  for (let length = Math.min(path.length - 1, 3); length > 0; length--) {
    const source = sourceOf(path.slice(0, length), scope);
    if (source !== undefined) return column(source, path[length] ?? '', path.slice(length + 1));
  }
  return undefined;
}

function column(source: Source, name: string, rest: string[]): Meaning | undefined {
  const field = source.fields.find((candidate) => candidate.name === name);
  if (field === undefined && source.open === undefined) return undefined;
  return { kind: 'column', source, column: name, field, rest };
}

function unqualified(path: readonly string[], scope: Scope): Meaning | undefined {
  const [name = '', ...rest] = path;
  const shared = scope.using.get(name);
  if (shared !== undefined) return column(shared, name, rest);
  const known = scope.sources.find((source) => source.fields.some((field) => field.name === name));
  if (known !== undefined) return column(known, name, rest);
  const open = scope.sources.filter((source) => source.open !== undefined);
  // A name that stands without its table is a column of one table only: of the one that has it for certain.
  const certain = open.length === 1 ? open : open.filter((source) => source.seen.has(name));
  const [only] = certain;
  if (certain.length === 1 && only !== undefined) return column(only, name, rest);
  return open.length > 0 ? { kind: 'unknown' } : undefined;
}
