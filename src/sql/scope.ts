import type { NamedQuery, TokenRange } from './ast.ts';
import type { Value } from './value.ts';

/** A column that a relation has for certain. */
export interface SourceColumn {
  name: string | undefined;
  value: Value;
}

/** One relation of a FROM. */
export interface Source {
  /** `x` for an alias; `tpch`, `tiny`, `orders` for a table without one. */
  path: string[];
  /** Qualifies its columns. Each source of a query has its own. */
  label: string;
  columns: SourceColumn[];
  /**
   * Set when it may have other columns than these, which is so for a table. `table` qualifies them in
   * `OutputColumn.reads`; undefined when the label does.
   */
  unlisted: { table: string | undefined } | undefined;
  /** Names of columns that the query qualifies with this source somewhere, so that it has them for certain. */
  qualified: Set<string>;
}

/** Columns of a query. `isOpen` when a `*` stands for columns that only the tables tell. */
export interface QueryOutput {
  columns: QueryColumn[];
  isOpen: boolean;
}

export interface QueryColumn extends SourceColumn {
  /** Tokens of its item in the SELECT list. */
  range: TokenRange;
}

/** The WITH queries that a place sees, by name. */
export type NamedQueries = ReadonlyMap<string, { named: NamedQuery; output: QueryOutput }>;

/** The names that a place in a query sees. */
export interface NameScope {
  sources: Source[];
  /** Columns of USING, which both sides have, with the source that they are read from. */
  using: Map<string, Source>;
  /** Parameters of a lambda, which hide columns. */
  parameters: readonly string[];
  parent: NameScope | undefined;
  named: NamedQueries;
}

/** What a name stands for. `fields` are the parts behind the column: fields of a row. */
export type Resolution =
  | { kind: 'column'; source: Source; name: string; column: SourceColumn | undefined; fields: string[] }
  | { kind: 'parameter' }
  | { kind: 'unknown' };

/** A scope of a query, without any source. */
export function emptyScope(parent: NameScope | undefined, named: NamedQueries): NameScope {
  return { sources: [], using: new Map(), parameters: [], parent, named };
}

/** Finds what a name stands for, from its scope outwards. */
export function resolveName(path: readonly string[], scope: NameScope): Resolution {
  const [first = ''] = path;
  // `a.b` more likely means a table `a` of an outer query than a column `a` that no relation is known to have.
  for (const resolve of [resolveQualified, resolveUnqualified]) {
    for (let at: NameScope | undefined = scope; at !== undefined; at = at.parent) {
      if (at.parameters.includes(first)) return { kind: 'parameter' };
      const resolution = resolve(path, at);
      if (resolution !== undefined) return resolution;
    }
  }
  return { kind: 'unknown' };
}

/** Notes that the source which a name is qualified by has the column. */
export function noteQualified(path: readonly string[], scope: NameScope): void {
  const resolution = resolveQualified(path, scope);
  if (resolution?.kind === 'column') resolution.source.qualified.add(resolution.name);
}

/** The source that `t`, `s.t` or `c.s.t` names. */
export function sourceOf(path: readonly string[], scope: NameScope): Source | undefined {
  return scope.sources.find((source) => {
    const tail = source.path.slice(-path.length);
    return tail.length === path.length && tail.every((part, at) => part === path[at]);
  });
}

function resolveQualified(path: readonly string[], scope: NameScope): Resolution | undefined {
  // A table has at most a catalog and a schema before its name.
  for (let length = Math.min(path.length - 1, 3); length > 0; length--) {
    const source = sourceOf(path.slice(0, length), scope);
    if (source !== undefined) return columnOf(source, path[length] ?? '', path.slice(length + 1));
  }
  return undefined;
}

function columnOf(source: Source, name: string, fields: string[]): Resolution | undefined {
  const column = source.columns.find((candidate) => candidate.name === name);
  if (column === undefined && source.unlisted === undefined) return undefined;
  return { kind: 'column', source, name, column, fields };
}

function resolveUnqualified(path: readonly string[], scope: NameScope): Resolution | undefined {
  const [name = '', ...fields] = path;
  const shared = scope.using.get(name);
  if (shared !== undefined) return columnOf(shared, name, fields);
  const listing = scope.sources.find((source) => source.columns.some((column) => column.name === name));
  if (listing !== undefined) return columnOf(listing, name, fields);
  const candidates = scope.sources.filter((source) => source.unlisted !== undefined);
  // Presto accepts a name without its table only if one table has it. So a table that certainly has it is the one.
  const certain = candidates.length === 1 ? candidates : candidates.filter((source) => source.qualified.has(name));
  const [only] = certain;
  if (certain.length === 1 && only !== undefined) return columnOf(only, name, fields);
  return candidates.length > 0 ? { kind: 'unknown' } : undefined;
}
