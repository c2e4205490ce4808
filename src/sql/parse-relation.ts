import { type Join, type JoinStep, LEVEL, type Relation, type Slot, type Span } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { expression, valueSlot } from './parse-expression.ts';
import { continuedQuery, isClause, isQueryWord, nested, query, queryGoesOn, sortKey } from './parse-query.ts';
import { type } from './parse-type.ts';

const PLAIN = { alias: undefined, columns: undefined, sample: undefined } as const;

/** A table, a query, UNNEST or a table function, and what is joined to it. */
export function relation(c: Cursor): Relation {
  return c.nest(() => joins(c, sampled(c, primaryRelation(c))));
}

function joins(c: Cursor, first: Relation): Relation {
  const steps: JoinStep[] = [];
  for (let step = joinStep(c); step !== undefined; step = joinStep(c)) steps.push(step);
  if (steps.length === 0) return first;
  return { kind: 'join', first, steps, ...PLAIN, start: first.start, end: c.at } satisfies Join;
}

function joinStep(c: Cursor): JoinStep | undefined {
  if (c.is('CROSS')) {
    c.at++;
    c.expect('JOIN');
    return { right: sampled(c, primaryRelation(c)), on: undefined, using: [], natural: false };
  }
  const natural = c.is('NATURAL');
  if (natural) c.at++;
  if (c.is('LEFT') || c.is('RIGHT') || c.is('FULL')) {
    c.at++;
    if (c.is('OUTER')) c.marks.drop.add(c.at++);
    c.expect('JOIN');
  } else if (c.is('INNER')) {
    c.marks.drop.add(c.at++);
    c.expect('JOIN');
  } else if (!c.accept('JOIN')) {
    if (natural) c.fail();
    return undefined;
  }
  if (natural) return { right: sampled(c, primaryRelation(c)), on: undefined, using: [], natural };
  const right = relation(c);
  if (c.accept('ON')) return { right, on: expression(c), using: [], natural };
  c.expect('USING');
  return { right, on: undefined, using: names(c), natural };
}

function names(c: Cursor): string[] {
  c.expect('(');
  const list = c.list(() => c.name('a column'));
  c.expect(')');
  return list;
}

export function columnAliases(c: Cursor): string[] | undefined {
  return c.is('(') ? names(c) : undefined;
}

/** A name behind an expression or a relation, with AS or without. */
export function alias(c: Cursor): string | undefined {
  if (c.accept('AS')) return c.name();
  if (!c.isName() || isClause(c)) return undefined;
  if (c.is('TABLESAMPLE', 'BERNOULLI') || c.is('TABLESAMPLE', 'SYSTEM')) return undefined;
  c.marks.implicitAs.add(c.at);
  return c.name();
}

/** The name that a relation is given here, and TABLESAMPLE. */
function sampled(c: Cursor, plain: Relation): Relation {
  const name = alias(c);
  const columns = name === undefined ? undefined : columnAliases(c);
  const start = c.at;
  let sample: Span | undefined;
  if (c.is('TABLESAMPLE')) {
    c.at++;
    if (!c.accept('BERNOULLI') && !c.accept('SYSTEM')) c.fail();
    c.expect('(');
    expression(c);
    c.expect(')');
    sample = { start, end: c.at };
  }
  if (name === undefined && sample === undefined) return plain;
  // Brackets with an alias of their own inside give a relation a second name, which hides the first.
  if (plain.alias === undefined && plain.sample === undefined && plain.kind !== 'join') {
    return { ...plain, alias: name, columns, sample };
  }
  return { kind: 'join', first: plain, steps: [], alias: name, columns, sample, start: plain.start, end: c.at };
}

function primaryRelation(c: Cursor): Relation {
  const start = c.at;
  const at = () => ({ ...PLAIN, start, end: c.at });
  if (c.is('(')) return bracketed(c);
  if (c.is('UNNEST')) {
    c.at++;
    c.expect('(');
    const slots = c.list(() => expression(c));
    c.expect(')');
    c.accept('WITH', 'ORDINALITY');
    return { kind: 'unnest', slots, ...at() };
  }
  if (c.is('LATERAL', '(')) {
    c.at += 2;
    const of = query(c);
    c.expect(')');
    return { kind: 'query', lateral: true, query: of, ...at() };
  }
  if (c.is('TABLE')) {
    c.at++;
    c.expect('(');
    return tableFunction(c, start);
  }
  const path = c.qualifiedName('a table');
  const slots: Slot[] = [];
  if (c.is('FOR')) {
    c.at++;
    if (!['SYSTEM_TIME', 'SYSTEM_VERSION', 'TIMESTAMP', 'VERSION'].includes(c.word)) c.fail('TIMESTAMP or VERSION');
    c.at++;
    if (!c.accept('BEFORE')) c.expect('AS', 'OF');
    slots.push(valueSlot(c));
  }
  return { kind: 'table', path, slots, ...at() };
}

/** `(query)` or `(relation)`, which only the token behind inner brackets tells apart. */
function bracketed(c: Cursor): Relation {
  return c.nest(() => {
    const start = c.at++;
    const close = (of: ReturnType<typeof query>): Relation => {
      c.expect(')');
      return { kind: 'query', lateral: false, query: of, ...PLAIN, start, end: c.at };
    };
    if (isQueryWord(c.word) && !c.is('TABLE', '(')) return close(query(c));
    if (!c.is('(')) return inBrackets(c, relation(c));
    const inner = bracketed(c);
    const isQuery = inner.kind === 'query' && inner.alias === undefined && inner.query.with.length === 0;
    if (isQuery && (queryGoesOn(c) || c.is(')'))) return close(continuedQuery(c, nested(inner.query, held(inner))));
    return inBrackets(c, joins(c, sampled(c, inner)));
  });
}

function inBrackets(c: Cursor, inner: Relation): Relation {
  c.expect(')');
  return inner;
}

/** A relation's query as an expression would hold it: only its span is asked for. */
function held({ start, end }: Span) {
  return { node: { kind: 'other' as const, start, end, level: LEVEL.primary, slots: [] }, start, end };
}

/** f(name => value, TABLE (t) PARTITION BY …, DESCRIPTOR (a BIGINT)) COPARTITION …, behind TABLE (. */
function tableFunction(c: Cursor, start: number): Relation {
  const slots: Slot[] = [];
  const inputs: Relation[] = [];
  c.qualifiedName('a table function');
  c.expect('(');
  if (!c.is(')') && !c.is('COPARTITION', '(')) c.list(() => argument(c, slots, inputs));
  if (c.is('COPARTITION')) {
    c.at++;
    c.list(() => {
      c.expect('(');
      c.list(() => c.qualifiedName());
      c.expect(')');
    });
  }
  c.expect(')', ')');
  return { kind: 'function', slots, inputs, ...PLAIN, start, end: c.at };
}

function argument(c: Cursor, slots: Slot[], inputs: Relation[]): void {
  if (c.isName() && c.peek(1).word === '=>') {
    c.name();
    c.at++;
  }
  if (c.is('DESCRIPTOR', '(')) {
    c.at += 2;
    c.list(() => {
      c.name();
      if (!c.is(',') && !c.is(')')) type(c);
    });
    c.expect(')');
  } else if (c.is('CAST', '(', 'NULL', 'AS', 'DESCRIPTOR')) {
    c.at += 5;
    c.expect(')');
  } else if (c.is('TABLE')) inputs.push(tableArgument(c, slots));
  else slots.push(expression(c));
}

function tableArgument(c: Cursor, slots: Slot[]): Relation {
  const start = c.at++;
  c.expect('(');
  const of: Relation =
    isQueryWord(c.word) || c.is('(')
      ? { kind: 'query', lateral: false, query: query(c), ...PLAIN, start, end: c.at }
      : { kind: 'table', path: c.qualifiedName('a table'), slots: [], ...PLAIN, start, end: c.at };
  c.expect(')');
  const clause = c.is('PARTITION', 'BY') || c.is('PRUNE', 'WHEN') || c.is('KEEP', 'WHEN') || c.is('COPARTITION', '(');
  const name = clause ? undefined : alias(c);
  if (name !== undefined) columnAliases(c);
  if (c.is('PARTITION')) {
    c.at++;
    c.expect('BY');
    if (c.is('(', ')')) c.at += 2;
    else slots.push(expression(c));
  }
  if (c.is('PRUNE') || c.is('KEEP')) {
    c.at++;
    c.expect('WHEN', 'EMPTY');
  }
  if (c.is('ORDER')) {
    c.at++;
    c.expect('BY');
    const brackets = c.is('(');
    if (brackets) c.at++;
    slots.push(...(brackets ? c.list(() => sortKey(c)) : [sortKey(c)]).map(({ slot }) => slot));
    if (brackets) c.expect(')');
  }
  return { ...of, alias: name };
}
