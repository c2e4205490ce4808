import type { Query, QueryBody, Select, SelectItem, SetOperation, Slot, TokenRange, Values } from './ast.ts';
import type { ParsedQuery } from './parse-query.ts';
import { lastName, placedValue, resolveExpression } from './resolve-expression.ts';
import { addRelation, joinConditions, tableSource } from './resolve-relation.ts';
import { Resolver } from './resolver.ts';
import {
  emptyScope,
  type NamedQueries,
  type NameScope,
  noteQualified,
  type QueryColumn,
  type QueryOutput,
  resolveName,
  type Source,
  sourceOf,
} from './scope.ts';
import { nameValue, union, type Value } from './value.ts';
import { selectSlots, walkExpression } from './walk.ts';

/** Follows the columns of a query to the tables that they come from. `tables` are those that it reads, sorted. */
export function resolveQuery({ tokens, query }: ParsedQuery): QueryOutput & { tables: string[] } {
  const r = new Resolver(tokens, resolveOutput);
  const output = resolveOutput(r, query, undefined, new Map());
  return { ...output, tables: r.tables() };
}

function resolveOutput(r: Resolver, query: Query, parent: NameScope | undefined, outer: NamedQueries): QueryOutput {
  const withQueries = new Map(outer);
  for (const named of query.with) {
    // What a WITH query reads counts where a column of it is read.
    const { result } = r.collectReads(() => resolveOutput(r, named.query, undefined, withQueries));
    withQueries.set(named.name, { named, output: result });
  }
  return bodyOutput(r, query.body, parent, withQueries);
}

function bodyOutput(r: Resolver, body: QueryBody, parent: NameScope | undefined, named: NamedQueries): QueryOutput {
  const scope = emptyScope(parent, named);
  switch (body.kind) {
    case 'select':
      return selectOutput(r, body, scope);
    case 'nested':
      return resolveOutput(r, body.query, parent, named);
    case 'table': {
      scope.sources.push(tableSource(r, body.path, undefined, scope));
      return starOutput(scope, scope.sources, body);
    }
    case 'values':
      return valuesOutput(r, body, scope);
    case 'set':
      return setOutput(r, body, scope);
  }
}

/** Columns of VALUES have no names. */
function valuesOutput(r: Resolver, body: Values, scope: NameScope): QueryOutput {
  const rows = body.rows.map(({ node }) => resolveExpression(r, node, scope));
  const [first] = body.rows;
  const isRow = first?.node.kind === 'other' && r.tokens[first.node.start]?.word === '(';
  const width = isRow ? first.node.slots.length : 1;
  const value = (at: number): Value => {
    const id = r.numbering.of(`values ${body.start} ${at}`);
    return { ...nameValue(id, ['?'], union(rows), body), unnamed: true };
  };
  const columns = Array.from({ length: width }, (_, at) => ({ name: undefined, value: value(at), range: body }));
  return { columns, isOpen: false };
}

/** The first query of UNION and the like names the columns. */
function setOutput(r: Resolver, body: SetOperation, scope: NameScope): QueryOutput {
  const outputs = body.operands.map((operand) => bodyOutput(r, operand, scope.parent, scope.named));
  const columns = (outputs[0]?.columns ?? []).map((column, at): QueryColumn => {
    const branches = outputs.flatMap((output) => output.columns[at]?.value ?? []);
    if (branches.every(({ id }) => id === column.value.id)) return column;
    const id = r.numbering.of(`set ${branches.map((branch) => branch.id).join(' ')}`);
    const value = nameValue(id, [column.name ?? '?'], union(branches), column.range);
    return { ...column, value: { ...value, branches, acrossRows: branches.some((branch) => branch.acrossRows) } };
  });
  return { columns, isOpen: outputs.some(({ isOpen }) => isOpen) };
}

function selectOutput(r: Resolver, select: Select, scope: NameScope): QueryOutput {
  for (const relation of select.from) addRelation(r, relation, scope);
  const slots = [...select.from.flatMap(joinConditions), ...selectSlots(select)];
  for (const slot of slots) noteQualifiedNames(slot, scope);
  // All clauses are resolved, because what a query inside an expression reads is found that way.
  const values = new Map(slots.map((slot) => [slot, resolveExpression(r, slot.node, scope)]));
  const outputs = select.items.map((item) => itemOutput(item, values, scope));
  return { columns: outputs.flatMap(({ columns }) => columns), isOpen: outputs.some(({ isOpen }) => isOpen) };
}

function noteQualifiedNames(slot: Slot, scope: NameScope): void {
  walkExpression(slot.node, {
    expression: (part) => {
      if (part.kind === 'reference' && part.path.length > 1) noteQualified(part.path, scope);
    },
  });
}

function itemOutput(item: SelectItem, values: ReadonlyMap<Slot, Value>, scope: NameScope): QueryOutput {
  if (item.kind === 'expression') {
    const value = values.get(item.slot);
    const name = item.alias ?? lastName(item.slot.node);
    return { columns: value === undefined ? [] : [{ name, value, range: item.range }], isOpen: false };
  }
  if (item.path.length === 0) {
    const output = starOutput(scope, scope.sources, item.range);
    return { ...output, isOpen: output.isOpen || scope.sources.length === 0 };
  }
  const source = sourceOf(item.path, scope);
  return source === undefined ? { columns: [], isOpen: true } : starOutput(scope, [source], item.range);
}

/** All columns of some sources. Of all sources of a scope, the columns of USING come first, and once. */
function starOutput(scope: NameScope, sources: readonly Source[], range: TokenRange): QueryOutput {
  const columns: QueryColumn[] = [];
  const shared = sources === scope.sources ? [...scope.using.keys()] : [];
  for (const name of shared) {
    const resolution = resolveName([name], scope);
    if (resolution.kind === 'column' && resolution.column !== undefined) {
      columns.push({ name, value: placedValue(resolution.column.value, resolution.source, name, range), range });
    }
  }
  for (const source of sources) {
    for (const { name, value } of source.columns) {
      if (name !== undefined && shared.includes(name)) continue;
      columns.push({ name, value: placedValue(value, source, name ?? '?', range), range });
    }
  }
  return { columns, isOpen: sources.some(({ unlisted }) => unlisted !== undefined) };
}
