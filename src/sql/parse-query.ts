import type { SqlProblem } from './analysis.ts';
import {
  LEVEL,
  type NamedQuery,
  type NestedQuery,
  type Query,
  type QueryBody,
  type Select,
  type SelectItem,
  type Slot,
  type SortKey,
  type Span,
} from './ast.ts';
import { Cursor, type Held, type Marks, SyntaxProblem } from './cursor.ts';
import { beginsExpression } from './parse-call.ts';
import { condition, expression } from './parse-expression.ts';
import { alias, columnAliases, relation } from './parse-relation.ts';
import { placesIn } from './place.ts';
import type { Token } from './tokens.ts';

export interface ParsedQuery {
  text: string;
  tokens: readonly Token[];
  query: Query;
  marks: Marks;
}

/**
 * Reads a query as Presto 0.296 does: what its parser takes is taken, and a mistake is found where it finds it. Tables,
 * columns, functions and types are not looked up. Never throws.
 */
export function parseQuery(text: string): ({ ok: true } & ParsedQuery) | { ok: false; problem: SqlProblem } {
  const c = new Cursor(text);
  try {
    if (!isQueryWord(c.word) && !c.is('(')) {
      for (const word of ['SELECT', 'WITH', 'VALUES', 'TABLE']) c.want(word);
      c.fail();
    }
    const parsed = query(c);
    if (c.peek().kind !== 'end') c.fail('the end of the query');
    const [late] = c.late.sort((a, b) => a.start - b.start);
    if (late !== undefined) throw late;
    return { ok: true, text, tokens: c.tokens, query: parsed, marks: c.marks };
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    return { ok: false, problem: { message: problem.message, place: placesIn(text)(problem.start, problem.end) } };
  }
}

/** Whether a query begins with this word. All four are reserved, so no expression does. */
export function isQueryWord(word: string): boolean {
  return word === 'SELECT' || word === 'WITH' || word === 'VALUES' || word === 'TABLE';
}

/** Whether brackets with a query before this are the first part of a longer query. */
export function queryGoesOn(c: Cursor): boolean {
  return ['UNION', 'INTERSECT', 'EXCEPT', 'ORDER'].includes(c.word) || isClause(c);
}

/** OFFSET, LIMIT and FETCH may also be names: what follows tells. */
export function isClause(c: Cursor): boolean {
  const next = c.peek(1);
  if (c.is('LIMIT')) return next.kind === 'integer' || next.word === 'ALL';
  return c.is('OFFSET') ? next.kind === 'integer' : c.is('FETCH', 'FIRST');
}

export function query(c: Cursor): Query {
  return c.nest(() => {
    const start = c.at;
    const named: NamedQuery[] = [];
    if (c.is('WITH')) {
      c.at++;
      if (c.is('RECURSIVE')) {
        c.late.push(c.problem('Presto reads no WITH RECURSIVE', start, c.at));
        c.at++;
      }
      named.push(...c.list(() => namedQuery(c)));
    }
    return finishedQuery(c, start, named, queryTerm(c, primaryBody(c)));
  });
}

/** The rest of a query whose first part is read. */
export function continuedQuery(c: Cursor, first: QueryBody): Query {
  return finishedQuery(c, first.start, [], queryTerm(c, first));
}

export function nested(inner: Query, held: Held): NestedQuery {
  return { kind: 'nested', query: inner, start: held.start, end: held.end };
}

function namedQuery(c: Cursor): NamedQuery {
  const name = c.name();
  const columns = columnAliases(c);
  c.expect('AS', '(');
  const of = query(c);
  c.expect(')');
  return { name, columns, query: of };
}

/** UNION and EXCEPT bind from the left, INTERSECT before them. */
function queryTerm(c: Cursor, first: QueryBody): QueryBody {
  const operands = [intersection(c, first)];
  while (c.accept('UNION') || c.accept('EXCEPT')) {
    setQuantifier(c);
    operands.push(intersection(c, primaryBody(c)));
  }
  return joined(c, operands);
}

function intersection(c: Cursor, first: QueryBody): QueryBody {
  const operands = [first];
  while (c.accept('INTERSECT')) {
    setQuantifier(c);
    operands.push(primaryBody(c));
  }
  return joined(c, operands);
}

function joined(c: Cursor, operands: QueryBody[]): QueryBody {
  const first = operands[0] as QueryBody;
  return operands.length === 1 ? first : { kind: 'set', operands, start: first.start, end: c.at };
}

function setQuantifier(c: Cursor): void {
  if (c.is('DISTINCT')) c.marks.drop.add(c.at++);
  else if (!c.accept('ALL')) c.want('SELECT');
}

function primaryBody(c: Cursor): QueryBody {
  const start = c.at;
  if (c.accept('SELECT')) return select(c, start);
  if (c.accept('TABLE')) return { kind: 'table', path: c.qualifiedName('a table'), start, end: c.at };
  if (c.accept('VALUES')) {
    const rows = c.list(() => expression(c));
    return { kind: 'values', rows, start, end: c.at };
  }
  if (!c.accept('(')) c.fail();
  return c.nest(() => {
    const inner = finishedQuery(c, c.at, [], queryTerm(c, primaryBody(c)));
    c.expect(')');
    return { kind: 'nested', query: inner, start, end: c.at };
  });
}

function finishedQuery(c: Cursor, start: number, named: NamedQuery[], body: QueryBody): Query {
  const orderStart = c.at;
  const order = c.is('ORDER') ? sortKeys(c) : [];
  if (order.length === 0) c.want('ORDER BY');
  const orderSpan: Span | undefined = order.length > 0 ? { start: orderStart, end: c.at } : undefined;
  let offset: Span | undefined;
  if (c.is('OFFSET')) {
    offset = { start: c.at++, end: c.at + 1 };
    integer(c);
    if (c.is('ROW') || c.is('ROWS')) c.marks.drop.add(c.at++);
  }
  const limit = readLimit(c);
  return { start, end: c.at, with: named, body, order, orderSpan, offset, limit };
}

/** LIMIT n, or FETCH FIRST n ROWS ONLY, which is the same. */
function readLimit(c: Cursor): Span | undefined {
  const start = c.at;
  if (c.accept('LIMIT')) {
    if (c.is('ALL')) {
      c.marks.drop.add(start).add(start + 1);
      c.at++;
      return undefined;
    }
    integer(c);
  } else if (c.is('FETCH')) {
    c.at++;
    c.expect('FIRST');
    integer(c);
    c.expect('ROWS', 'ONLY');
    c.marks.replace.set(start, 'LIMIT');
    c.marks.drop
      .add(start + 1)
      .add(start + 3)
      .add(start + 4);
  } else return undefined;
  return { start, end: c.at };
}

function integer(c: Cursor): void {
  if (c.peek().kind !== 'integer') c.fail('a number of rows');
  c.at++;
}

/** ORDER BY and its keys. What is the default is marked. */
export function sortKeys(c: Cursor): SortKey[] {
  c.expect('ORDER', 'BY');
  return c.list(() => sortKey(c));
}

export function sortKey(c: Cursor): SortKey {
  const slot = expression(c);
  if (c.is('ASC')) c.marks.drop.add(c.at++);
  else if (!c.accept('DESC')) c.want('ASC');
  if (c.is('NULLS')) {
    c.at++;
    if (c.is('LAST')) c.marks.drop.add(c.at - 1).add(c.at++);
    else c.expect('FIRST');
  }
  return { slot };
}

function select(c: Cursor, start: number): Select {
  const distinct = c.is('DISTINCT');
  if (distinct) c.at++;
  else if (c.is('ALL') && selectsAll(c)) c.marks.drop.add(c.at++);
  const items = c.list(() => selectItem(c));
  const from = c.accept('FROM') ? c.list(() => relation(c)) : [];
  const where = c.accept('WHERE') ? expression(c) : undefined;
  let group: Select['group'];
  if (c.is('GROUP')) {
    c.at++;
    c.expect('BY');
    group = grouping(c);
  } else c.want('GROUP BY');
  const having = c.accept('HAVING') ? expression(c) : undefined;
  return { kind: 'select', distinct, items, from, where, group, having, start, end: c.at };
}

/** SELECT ALL a; but ALL may be the name of a column, as in SELECT ALL FROM t. */
function selectsAll(c: Cursor): boolean {
  if (c.peek(1).word === '(' && c.peek(2).word === '*') return false;
  if (c.peek(1).word !== '*') return beginsExpression(c, 1);
  return c.peek(2).word === ',' || c.peek(2).word === 'FROM' || !beginsExpression(c, 2);
}

function selectItem(c: Cursor): SelectItem {
  const start = c.at;
  if (c.is('*')) {
    c.at++;
    return { kind: 'star', path: [], span: { start, end: c.at } };
  }
  let ahead = 0;
  while (c.isName(ahead) && c.peek(ahead + 1).word === '.') ahead += 2;
  if (ahead > 0 && c.peek(ahead).word === '*') {
    const path: string[] = [];
    for (; ahead > 0; ahead -= 2) {
      path.push(c.name());
      c.at++;
    }
    c.at++;
    return { kind: 'star', path, span: { start, end: c.at } };
  }
  const slot = expression(c);
  return { kind: 'expression', slot, alias: alias(c), span: { start, end: c.at } };
}

function grouping(c: Cursor): NonNullable<Select['group']> {
  if (c.is('DISTINCT')) c.at++;
  else if (c.is('ALL') && (beginsExpression(c, 1) || ['ROLLUP', 'CUBE'].includes(c.peek(1).word))) {
    c.marks.drop.add(c.at++);
  }
  const keys: Slot[] = [];
  let simple = true;
  c.list(() => {
    if (c.is('ROLLUP') || c.is('CUBE')) {
      simple = false;
      c.at++;
      c.expect('(');
      if (!c.is(')')) keys.push(...c.list(() => expression(c)));
      c.expect(')');
    } else if (c.is('GROUPING', 'SETS')) {
      simple = false;
      c.at += 2;
      c.expect('(');
      c.list(() => groupingSet(c, keys));
      c.expect(')');
    } else groupingSet(c, keys);
  });
  return { keys, simple };
}

/** An expression; a row of them is a set of keys, but in brackets of its own a row. `()` is the set of none. */
function groupingSet(c: Cursor, keys: Slot[]): void {
  if (c.is('(', ')') && c.peek(2).word !== '->') c.at += 2;
  else {
    const held = condition(c);
    const isRow = held.node.kind === 'other' && c.tokens[held.node.start]?.word === '(';
    const isSet = isRow && held.start === held.node.start;
    const slot = c.slot(held, isRow ? LEVEL.brackets : LEVEL.any);
    keys.push(...(isSet ? held.node.slots : [slot]));
  }
}
