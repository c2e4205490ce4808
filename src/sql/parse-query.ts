import type { SqlProblem } from './analysis.ts';
import type { NamedQuery, Query, QueryBody, TokenRange } from './ast.ts';
import { Cursor, SyntaxProblem } from './cursor.ts';
import { isQueryWord } from './lookahead.ts';
import { readColumnAliases } from './parse-alias.ts';
import { readCondition, readValue } from './parse-expression.ts';
import { readSelect } from './parse-select.ts';
import { readExpression, readSortKeys } from './parse-slot.ts';
import { TextPlaces } from './place.ts';
import type { Token } from './tokens.ts';

export interface ParsedQuery {
  text: string;
  tokens: readonly Token[];
  query: Query;
}

/**
 * Parses a query as Presto 0.296 does: it accepts what Presto's parser accepts, and reports a mistake at the same
 * place. It does not look up tables, columns, functions or types. Never throws.
 */
export function parseQuery(text: string): ({ ok: true } & ParsedQuery) | { ok: false; problem: SqlProblem } {
  const c = new Cursor(text, { readCondition, readValue, readQuery, continueQuery });
  try {
    if (!isQueryWord(c.word) && !c.is('(')) {
      for (const word of ['SELECT', 'WITH', 'VALUES', 'TABLE']) c.expectAlso(word);
      c.fail();
    }
    const query = readQuery(c);
    if (c.peek().kind !== 'end') c.fail('the end of the query');
    const [late] = c.lateProblems.sort((a, b) => a.start - b.start);
    if (late !== undefined) throw late;
    return { ok: true, text, tokens: c.tokens, query };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    const { message, advice, start, end } = error;
    return { ok: false, problem: { message, advice, place: new TextPlaces(text).between(start, end) } };
  }
}

/** `Grammar.readQuery`. */
function readQuery(c: Cursor): Query {
  return c.nest(() => {
    const start = c.at;
    const named: NamedQuery[] = [];
    if (c.is('WITH')) {
      c.at++;
      if (c.is('RECURSIVE')) {
        c.reportLate('Presto does not support WITH RECURSIVE', start, c.at);
        c.at++;
      }
      named.push(...c.readList(() => readNamedQuery(c)));
    }
    return finishQuery(c, start, named, readSetOperations(c, readBody(c)));
  });
}

/** `Grammar.continueQuery`. */
function continueQuery(c: Cursor, first: QueryBody): Query {
  return finishQuery(c, first.start, [], readSetOperations(c, first));
}

function readNamedQuery(c: Cursor): NamedQuery {
  const name = c.readName();
  const columns = readColumnAliases(c);
  c.expect('AS', '(');
  const query = readQuery(c);
  c.expect(')');
  return { name, columns, query };
}

/** Reads UNION and EXCEPT, which bind from the left, and INTERSECT, which binds tighter. */
function readSetOperations(c: Cursor, first: QueryBody): QueryBody {
  const operands = [readIntersections(c, first)];
  while (c.accept('UNION') || c.accept('EXCEPT')) {
    readSetQuantifier(c);
    operands.push(readIntersections(c, readBody(c)));
  }
  return setOperation(c, operands);
}

function readIntersections(c: Cursor, first: QueryBody): QueryBody {
  const operands = [first];
  while (c.accept('INTERSECT')) {
    readSetQuantifier(c);
    operands.push(readBody(c));
  }
  return setOperation(c, operands);
}

function setOperation(c: Cursor, operands: QueryBody[]): QueryBody {
  const first = operands[0] as QueryBody;
  return operands.length === 1 ? first : { kind: 'set', operands, start: first.start, end: c.at };
}

function readSetQuantifier(c: Cursor): void {
  if (c.is('DISTINCT')) c.at++;
  else if (!c.accept('ALL')) c.expectAlso('SELECT');
}

/** Reads a SELECT, TABLE t, VALUES, or a query in brackets. */
function readBody(c: Cursor): QueryBody {
  const start = c.at;
  if (c.accept('SELECT')) return readSelect(c, start);
  if (c.accept('TABLE')) return { kind: 'table', path: c.readQualifiedName('a table'), start, end: c.at };
  if (c.accept('VALUES')) {
    const rows = c.readList(() => readExpression(c));
    return { kind: 'values', rows, start, end: c.at };
  }
  if (!c.accept('(')) c.fail();
  return c.nest(() => {
    const query = continueQuery(c, readBody(c));
    c.expect(')');
    return { kind: 'nested', query, start, end: c.at };
  });
}

/** Reads ORDER BY, OFFSET and LIMIT. */
function finishQuery(c: Cursor, start: number, named: NamedQuery[], body: QueryBody): Query {
  const orderStart = c.at;
  const order = c.is('ORDER') ? readSortKeys(c) : [];
  if (order.length === 0) c.expectAlso('ORDER BY');
  const orderRange = order.length > 0 ? { start: orderStart, end: c.at } : undefined;
  let offset: TokenRange | undefined;
  if (c.is('OFFSET')) {
    offset = { start: c.at++, end: c.at + 1 };
    readRowCount(c);
    if (c.is('ROW') || c.is('ROWS')) c.at++;
  }
  const limit = readLimit(c);
  return { start, end: c.at, with: named, body, order, orderRange, offset, limit };
}

/** Reads LIMIT n, LIMIT ALL, or FETCH FIRST n ROWS ONLY, which is the same as LIMIT n. */
function readLimit(c: Cursor): TokenRange | undefined {
  const start = c.at;
  if (c.accept('LIMIT')) {
    if (c.is('ALL')) {
      c.at++;
      return undefined;
    }
    readRowCount(c);
  } else if (c.is('FETCH')) {
    c.at++;
    c.expect('FIRST');
    readRowCount(c);
    c.expect('ROWS', 'ONLY');
  } else return undefined;
  return { start, end: c.at };
}

function readRowCount(c: Cursor): void {
  if (c.peek().kind !== 'integer') c.fail('a number of rows');
  c.at++;
}
