import type { Join, Relation, Slot, TableFunction, Unnest } from './ast.ts';
import { columnValue, resolveExpression } from './resolve-expression.ts';
import type { Resolver } from './resolver.ts';
import type { NameScope, QueryOutput, Source, SourceColumn } from './scope.ts';
import { nameValue, union } from './value.ts';

const NO_TOKENS = { start: 0, end: 0 };

/** Adds a relation of a FROM to the names that its query sees. */
export function addRelation(r: Resolver, relation: Relation, scope: NameScope): void {
  if (relation.kind === 'join' && relation.alias === undefined) addJoin(r, relation, scope);
  else scope.sources.push(renamedSource(r, relation, relationSource(r, relation, scope)));
}

function addJoin(r: Resolver, join: Join, scope: NameScope): void {
  const first = scope.sources.length;
  addRelation(r, join.first, scope);
  for (const { right, using } of join.steps) {
    const left = using.length > 0 ? scope.sources.slice(first) : [];
    addRelation(r, right, scope);
    for (const name of using) {
      const listing = left.find((source) => source.columns.some((column) => column.name === name));
      const shared = listing ?? left.find(({ unlisted }) => unlisted !== undefined);
      if (shared !== undefined && !scope.using.has(name)) scope.using.set(name, shared);
    }
  }
}

/** The ON conditions of joins whose relations the query itself sees. */
export function joinConditions(relation: Relation): Slot[] {
  if (relation.kind !== 'join' || relation.alias !== undefined) return [];
  const inner = [relation.first, ...relation.steps.map(({ right }) => right)].flatMap(joinConditions);
  return [...inner, ...relation.steps.flatMap(({ on }) => on ?? [])];
}

function relationSource(r: Resolver, relation: Relation, scope: NameScope): Source {
  switch (relation.kind) {
    case 'table':
      return tableSource(r, relation.path, relation.alias, scope);
    case 'query': {
      const parent = relation.lateral ? scope : scope.parent;
      return derivedSource(r, r.output(relation.query, parent, scope.named), relation.alias, 'query');
    }
    case 'unnest':
      return unnestSource(r, relation, scope);
    case 'function':
      return functionSource(r, relation, scope);
    case 'join':
      return joinSource(r, relation, scope);
  }
}

function unnestSource(r: Resolver, unnest: Unnest, scope: NameScope): Source {
  const reads = union(unnest.slots.map((slot) => resolveExpression(r, slot.node, scope)));
  const source = emptySource(r, unnest.alias, 'unnest');
  const columns = (unnest.columns ?? []).map((name): SourceColumn => {
    const id = r.numbering.of(`unnest ${source.label}.${name}`);
    return { name, value: nameValue(id, [source.label, name], reads, NO_TOKENS) };
  });
  return { ...source, columns };
}

function functionSource(r: Resolver, { inputs, alias }: TableFunction, scope: NameScope): Source {
  const inside: NameScope = { ...scope, sources: [], parent: scope };
  for (const input of inputs) addRelation(r, input, inside);
  return { ...emptySource(r, alias, 'function'), unlisted: { table: undefined } };
}

/** A join in brackets with an alias, which hides the names of its relations. */
function joinSource(r: Resolver, join: Join, scope: NameScope): Source {
  const inside: NameScope = { ...scope, sources: [], using: new Map(), parent: scope };
  const plain = { ...join, alias: undefined };
  addRelation(r, plain, inside);
  for (const slot of joinConditions(plain)) resolveExpression(r, slot.node, inside);
  const source = emptySource(r, join.alias, 'join');
  const unlisted = inside.sources.find((part) => part.unlisted !== undefined)?.unlisted;
  return { ...source, columns: inside.sources.flatMap(({ columns }) => columns), unlisted };
}

/** A table, or a WITH query of that name. */
export function tableSource(r: Resolver, path: string[], alias: string | undefined, scope: NameScope): Source {
  const name = path.at(-1) ?? '';
  const withQuery = path.length === 1 ? scope.named.get(name) : undefined;
  if (withQuery === undefined) {
    const table = r.noteTable(path);
    return {
      path: alias === undefined ? path : [alias],
      label: r.newLabel(table, alias),
      columns: [],
      unlisted: { table },
      qualified: new Set(),
    };
  }
  const { named, output } = withQuery;
  const isUsed = r.usedQueries.has(named);
  r.usedQueries.add(named);
  const source = derivedSource(r, output, alias ?? name, name);
  const columns = source.columns.map((column, at) =>
    named.columns === undefined ? column : renamedColumn(source, named.columns[at], column),
  );
  return { ...source, columns: isUsed ? columns.map((column) => separateColumn(r, source, column)) : columns };
}

/** A column of another use of a WITH query. Its rows are other rows, so the column stands only for itself. */
function separateColumn(r: Resolver, { label }: Source, { name, value }: SourceColumn): SourceColumn {
  const id = r.numbering.of(`@${label}.${name}`);
  const separate = nameValue(id, [label, name ?? '?'], value.reads, value.range);
  return { name, value: { ...separate, acrossRows: value.acrossRows } };
}

/** A query as a source. */
function derivedSource(r: Resolver, output: QueryOutput, alias: string | undefined, name: string): Source {
  const source = emptySource(r, alias, name);
  return { ...source, columns: output.columns, unlisted: output.isOpen ? { table: undefined } : undefined };
}

function emptySource(r: Resolver, alias: string | undefined, name: string): Source {
  const path = alias === undefined ? [] : [alias];
  return { path, label: r.newLabel(alias ?? name), columns: [], unlisted: undefined, qualified: new Set() };
}

/** With `t (a, b)` the columns have these names and no others. */
function renamedSource(r: Resolver, { kind, columns: names }: Relation, source: Source): Source {
  if (names === undefined || kind === 'unnest') return source;
  const columns = names.map((name, at) => {
    const column = source.unlisted === undefined ? source.columns[at] : undefined;
    return column === undefined
      ? { name, value: columnValue(r, source, name, NO_TOKENS) }
      : renamedColumn(source, name, column);
  });
  return { ...source, columns, unlisted: undefined };
}

function renamedColumn({ label }: Source, name: string | undefined, { value }: SourceColumn): SourceColumn {
  if (value.unnamed !== true || name === undefined) return { name, value };
  return { name, value: nameValue(value.id, [label, name], value.reads, value.range) };
}
