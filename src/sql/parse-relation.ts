import type { Join, JoinStep, Query, Relation, Slot, TokenRange } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { isQueryWord, queryGoesOn } from './lookahead.ts';
import { NO_ALIAS, readAlias, readColumnAliases, readColumnNames } from './parse-alias.ts';
import { readExpression, readOperand } from './parse-slot.ts';
import { readTableFunction } from './parse-table-function.ts';

/** Reads a table, a query, UNNEST or a table function, and what is joined to it. */
export function readRelation(c: Cursor): Relation {
  return c.nest(() => readJoins(c, readSampled(c, readPrimaryRelation(c))));
}

function readJoins(c: Cursor, first: Relation): Relation {
  const steps: JoinStep[] = [];
  for (let step = readJoinStep(c); step !== undefined; step = readJoinStep(c)) steps.push(step);
  if (steps.length === 0) return first;
  return { kind: 'join', first, steps, ...NO_ALIAS, start: first.start, end: c.at } satisfies Join;
}

function readJoinStep(c: Cursor): JoinStep | undefined {
  if (c.is('CROSS')) {
    c.at++;
    c.expect('JOIN');
    return { right: readSampled(c, readPrimaryRelation(c)), on: undefined, using: [] };
  }
  const isNatural = c.is('NATURAL');
  if (isNatural) c.at++;
  if (c.is('LEFT') || c.is('RIGHT') || c.is('FULL')) {
    c.at++;
    if (c.is('OUTER')) c.at++;
    c.expect('JOIN');
  } else if (c.is('INNER')) {
    c.at++;
    c.expect('JOIN');
  } else if (!c.accept('JOIN')) {
    if (isNatural) c.fail();
    return undefined;
  }
  if (isNatural) return { right: readSampled(c, readPrimaryRelation(c)), on: undefined, using: [] };
  const right = readRelation(c);
  if (c.accept('ON')) return { right, on: readExpression(c), using: [] };
  c.expect('USING');
  return { right, on: undefined, using: readColumnNames(c) };
}

/** Reads the alias of a relation and TABLESAMPLE, if they stand here. */
function readSampled(c: Cursor, plain: Relation): Relation {
  const alias = readAlias(c);
  const columns = alias === undefined ? undefined : readColumnAliases(c);
  const sample = c.is('TABLESAMPLE') ? readSample(c) : undefined;
  if (alias === undefined && sample === undefined) return plain;
  if (plain.alias === undefined && plain.sample === undefined && plain.kind !== 'join') {
    return { ...plain, alias, columns, sample };
  }
  // In `((SELECT 1) AS a) AS b` the relation has two names, and the outer one hides the inner one.
  return { kind: 'join', first: plain, steps: [], alias, columns, sample, start: plain.start, end: c.at };
}

function readSample(c: Cursor): TokenRange {
  const start = c.at++;
  if (!c.accept('BERNOULLI') && !c.accept('SYSTEM')) c.fail();
  c.expect('(');
  readExpression(c);
  c.expect(')');
  return { start, end: c.at };
}

function readPrimaryRelation(c: Cursor): Relation {
  const start = c.at;
  const placed = () => ({ ...NO_ALIAS, start, end: c.at });
  if (c.is('(')) return readBracketedRelation(c);
  if (c.is('UNNEST')) {
    c.at++;
    c.expect('(');
    const slots = c.readList(() => readExpression(c));
    c.expect(')');
    c.accept('WITH', 'ORDINALITY');
    return { kind: 'unnest', slots, ...placed() };
  }
  if (c.is('LATERAL', '(')) {
    c.at += 2;
    const query = c.grammar.readQuery(c);
    c.expect(')');
    return { kind: 'query', lateral: true, query, ...placed() };
  }
  if (c.is('TABLE')) {
    c.at++;
    c.expect('(');
    return { kind: 'function', ...readTableFunction(c), ...placed() };
  }
  const path = c.readQualifiedName('a table');
  const slots = c.is('FOR') ? [readVersion(c)] : [];
  return { kind: 'table', path, slots, ...placed() };
}

/** Reads FOR TIMESTAMP AS OF …. */
function readVersion(c: Cursor): Slot {
  c.at++;
  if (!['SYSTEM_TIME', 'SYSTEM_VERSION', 'TIMESTAMP', 'VERSION'].includes(c.word)) c.fail('TIMESTAMP or VERSION');
  c.at++;
  if (!c.accept('BEFORE')) c.expect('AS', 'OF');
  return readOperand(c);
}

/** Reads `(query)` or `(relation)`. Only the token behind inner brackets tells which of the two it is. */
function readBracketedRelation(c: Cursor): Relation {
  return c.nest(() => {
    const start = c.at++;
    if (isQueryWord(c.word) && !c.is('TABLE', '(')) return closeQuery(c, start, c.grammar.readQuery(c));
    if (!c.is('(')) return closeRelation(c, readRelation(c));
    const inner = readBracketedRelation(c);
    const isQuery = inner.kind === 'query' && inner.alias === undefined && inner.query.with.length === 0;
    if (isQuery && (queryGoesOn(c) || c.is(')'))) {
      const first = { kind: 'nested', query: inner.query, start: inner.start, end: inner.end } as const;
      return closeQuery(c, start, c.grammar.continueQuery(c, first));
    }
    return closeRelation(c, readJoins(c, readSampled(c, inner)));
  });
}

function closeQuery(c: Cursor, start: number, query: Query): Relation {
  c.expect(')');
  return { kind: 'query', lateral: false, query, ...NO_ALIAS, start, end: c.at };
}

function closeRelation(c: Cursor, inner: Relation): Relation {
  c.expect(')');
  return inner;
}
