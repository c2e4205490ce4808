import type { NamedQuery, Query, QueryBody, Select, SetOperation, Span, Values } from './ast.ts';
import type { ParsedQuery } from './parse-query.ts';
import { fieldValue, lastName, resolveExpression } from './resolve-expression.ts';
import { addRelation, joinConditions, tableSource } from './resolve-relation.ts';
import { type Field, learn, meaning, type Scope, type Source, sourceOf } from './scope.ts';
import { Numbering, nameValue, union, type Value } from './value.ts';
import { selectSlots, walkExpression } from './walk.ts';

export interface Column extends Field {
  span: Span;
}

/** Columns of a query. `open` when a `*` hides some. */
export interface Output {
  columns: Column[];
  open: boolean;
}

/** WITH queries by name, as they are seen at one place. */
export type NamedQueries = ReadonlyMap<string, { of: NamedQuery; output: Output }>;

/** What one analysis shares. */
export interface Resolver {
  parsed: ParsedQuery;
  numbering: Numbering;
  /** Tables that are read, as written, in lower case. */
  tables: Set<string>;
  /** Tables by the name that reads give them: the last part, or all of it where another table has that. */
  shortNames: Map<string, string>;
  /** Names that sources are told apart by, and how often each was wanted again. */
  labels: Map<string, number>;
  /** WITH queries that are replaced by what they stand for already; a second use is another set of rows. */
  used: Set<NamedQuery>;
  /** What a column reads, one set for all places that name it. */
  reads: Map<string, ReadonlySet<string>>;
  /** Columns that are read, for whoever empties it before. */
  touched: Set<string>;
}

/** Follows the columns of a query to the tables that they come from. */
export function resolveQuery(parsed: ParsedQuery): Output & { tables: string[] } {
  const r: Resolver = {
    parsed,
    numbering: new Numbering(),
    tables: new Set(),
    shortNames: new Map(),
    labels: new Map(),
    used: new Set(),
    reads: new Map(),
    touched: new Set(),
  };
  const output = queryOutput(r, parsed.query, undefined, new Map());
  return { ...output, tables: [...r.tables].sort() };
}

export function queryOutput(r: Resolver, query: Query, parent: Scope | undefined, outer: NamedQueries): Output {
  const named = new Map(outer);
  for (const of of query.with) {
    const before = r.touched;
    r.touched = new Set();
    named.set(of.name, { of, output: queryOutput(r, of.query, undefined, named) });
    r.touched = before;
  }
  return bodyOutput(r, query.body, parent, named);
}

function bodyOutput(r: Resolver, body: QueryBody, parent: Scope | undefined, named: NamedQueries): Output {
  const scope: Scope = { sources: [], using: new Map(), parameters: [], parent, named };
  switch (body.kind) {
    case 'select':
      return selectOutput(r, body, scope);
    case 'nested':
      return queryOutput(r, body.query, parent, named);
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
function valuesOutput(r: Resolver, body: Values, scope: Scope): Output {
  const rows = body.rows.map(({ node }) => resolveExpression(r, node, scope));
  const [first] = body.rows;
  const isRow = first?.node.kind === 'other' && r.parsed.tokens[first.node.start]?.word === '(';
  const width = isRow ? first.node.slots.length : 1;
  const value = (at: number): Value => {
    const id = r.numbering.of(`values ${body.start} ${at}`);
    return { ...nameValue(id, ['?'], union(rows), body), unnamed: true };
  };
  const columns = Array.from({ length: width }, (_, at) => ({ name: undefined, value: value(at), span: body }));
  return { columns, open: false };
}

function setOutput(r: Resolver, body: SetOperation, scope: Scope): Output {
  const outputs = body.operands.map((operand) => bodyOutput(r, operand, scope.parent, scope.named));
  const columns = (outputs[0]?.columns ?? []).map((column, at): Column => {
    const branches = outputs.flatMap((output) => output.columns[at]?.value ?? []);
    if (branches.every(({ id }) => id === column.value.id)) return column;
    const id = r.numbering.of(`set ${branches.map((branch) => branch.id).join(' ')}`);
    const value = nameValue(id, [column.name ?? '?'], union(branches), column.span);
    return { ...column, value: { ...value, branches, acrossRows: branches.some((branch) => branch.acrossRows) } };
  });
  return { columns, open: outputs.some(({ open }) => open) };
}

function selectOutput(r: Resolver, select: Select, scope: Scope): Output {
  for (const relation of select.from) addRelation(r, relation, scope);
  const slots = [...select.from.flatMap(joinConditions), ...selectSlots(select)];
  for (const slot of slots) {
    walkExpression(slot.node, {
      expression: (part) => {
        if (part.kind === 'reference' && part.path.length > 1) learn(part.path, scope);
      },
    });
  }
  const values = new Map<unknown, Value>();
  for (const slot of slots) values.set(slot, resolveExpression(r, slot.node, scope));
  const output: Output = { columns: [], open: false };
  for (const item of select.items) {
    if (item.kind === 'star') {
      const source = item.path.length > 0 ? sourceOf(item.path, scope) : undefined;
      const sources = item.path.length === 0 ? scope.sources : source === undefined ? [] : [source];
      const star = starOutput(scope, sources, item.span);
      output.columns.push(...star.columns);
      output.open ||= star.open || sources.length === 0;
    } else {
      const value = values.get(item.slot);
      const name = item.alias ?? lastName(item.slot.node);
      if (value !== undefined) output.columns.push({ name, value, span: item.span });
    }
  }
  return output;
}

/** All columns of some sources; those of USING come first and once. */
function starOutput(scope: Scope, sources: readonly Source[], span: Span): Output {
  const columns: Column[] = [];
  const all = sources === scope.sources;
  const shared = all ? [...scope.using.keys()] : [];
  for (const name of shared) {
    const found = meaning([name], scope);
    if (found.kind === 'column' && found.field !== undefined) {
      columns.push({ name, value: fieldValue(found.field.value, found.source, name, span), span });
    }
  }
  for (const source of sources) {
    for (const { name, value } of source.fields) {
      if (name !== undefined && shared.includes(name)) continue;
      columns.push({ name, value: fieldValue(value, source, name ?? '?', span), span });
    }
  }
  return { columns, open: sources.some(({ open }) => open !== undefined) };
}
