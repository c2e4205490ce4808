import { type Expression, LEVEL, type Query, type Slot } from './ast.ts';
import type { Cursor, Held } from './cursor.ts';
import { primary } from './parse-primary.ts';
import { continuedQuery, isQueryWord, nested, query, queryGoesOn } from './parse-query.ts';

/** Any expression, as a slot that needs no brackets. */
export function expression(c: Cursor): Slot {
  return c.slot(condition(c), LEVEL.any);
}

/** An expression without AND, OR, NOT and comparisons. */
export function valueSlot(c: Cursor): Slot {
  return c.slot(value(c), LEVEL.concatenation);
}

/** AND, OR, NOT and what they join. `left` is an operand that is read already. */
export function condition(c: Cursor, least: number = LEVEL.any, left?: Held): Held {
  return c.nest(() => {
    let held = left === undefined && c.is('NOT') ? negation(c) : predicate(c, value(c, LEVEL.concatenation, left));
    for (;;) {
      if (least <= LEVEL.and && c.is('AND')) held = chain(c, held, LEVEL.and, ['AND'], () => condition(c, LEVEL.not));
      else if (least <= LEVEL.or && c.is('OR')) held = chain(c, held, LEVEL.or, ['OR'], () => condition(c, LEVEL.and));
      else return held;
    }
  });
}

function negation(c: Cursor): Held {
  const start = c.at++;
  const operand = c.slot(condition(c, LEVEL.not), LEVEL.not);
  return other(c, start, LEVEL.not, [operand]);
}

/** At most one comparison follows a value. */
function predicate(c: Cursor, left: Held): Held {
  const { start } = left;
  const slots = () => [c.slot(left, LEVEL.concatenation)];
  const token = c.peek();
  if (token.kind === 'symbol' && COMPARISONS.has(token.word)) {
    if (token.word === '!=') c.marks.replace.set(c.at, '<>');
    c.at++;
    const quantified = quantifiedQuery(c);
    if (quantified !== undefined) return queryExpression(c, start, LEVEL.predicate, quantified, slots());
    const right = c.slot(value(c), LEVEL.concatenation);
    return other(c, start, LEVEL.predicate, [...slots(), right]);
  }
  if (token.kind !== 'word') return left;
  if (c.is('IS')) {
    c.at++;
    c.accept('NOT');
    if (c.accept('NULL')) return other(c, start, LEVEL.predicate, slots());
    if (!c.accept('DISTINCT')) c.fail();
    c.expect('FROM');
    const right = c.slot(value(c), LEVEL.concatenation);
    return other(c, start, LEVEL.predicate, [...slots(), right]);
  }
  const negated = c.is('NOT');
  if (negated) c.at++;
  if (c.is('BETWEEN')) {
    c.at++;
    const low = valueSlot(c);
    c.expect('AND');
    const high = valueSlot(c);
    return other(c, start, LEVEL.predicate, [...slots(), low, high]);
  }
  if (c.is('LIKE')) {
    c.at++;
    const parts = [...slots(), valueSlot(c)];
    if (c.accept('ESCAPE')) parts.push(valueSlot(c));
    return other(c, start, LEVEL.predicate, parts);
  }
  if (c.is('IN')) {
    c.at++;
    if (!c.is('(')) c.fail('(');
    const list = bracketed(c);
    if (list.kind === 'query') return queryExpression(c, start, LEVEL.predicate, list.query, slots());
    return other(c, start, LEVEL.predicate, [...slots(), ...list.items.map((item) => c.slot(item, LEVEL.any))]);
  }
  if (negated) c.fail('BETWEEN, LIKE or IN');
  return left;
}

const COMPARISONS = new Set(['=', '<>', '!=', '<', '<=', '>', '>=']);

/** ALL (SELECT …), ANY (…), SOME (…); all three may also be names of functions, which take no query. */
function quantifiedQuery(c: Cursor): Query | undefined {
  if (!['ALL', 'ANY', 'SOME'].includes(c.word)) return undefined;
  let ahead = 1;
  while (c.peek(ahead).word === '(') ahead++;
  if (ahead === 1 || !isQueryWord(c.peek(ahead).word)) return undefined;
  const at = c.at++;
  const list = bracketed(c);
  if (list.kind === 'query') {
    if (c.tokens[at]?.word === 'SOME') c.marks.replace.set(at, 'ANY');
    return list.query;
  }
  c.at = at;
  return undefined;
}

/** Sums, products, concatenations and what they join. */
export function value(c: Cursor, least: number = LEVEL.concatenation, left?: Held): Held {
  let held = left ?? signed(c);
  if (left !== undefined) held = zoned(c, held);
  for (;;) {
    const { word, kind } = c.peek();
    if (kind !== 'symbol') return held;
    if (least <= LEVEL.product && (word === '*' || word === '/' || word === '%')) {
      held = chain(c, held, LEVEL.product, ['*', '/', '%'], () => value(c, LEVEL.sign));
    } else if (least <= LEVEL.sum && (word === '+' || word === '-')) {
      held = chain(c, held, LEVEL.sum, ['+', '-'], () => value(c, LEVEL.product));
    } else if (least <= LEVEL.concatenation && word === '||') {
      held = chain(c, held, LEVEL.concatenation, ['||'], () => value(c, LEVEL.sum));
    } else return held;
  }
}

function signed(c: Cursor): Held {
  if (!c.is('-') && !c.is('+')) return zoned(c, primary(c));
  const start = c.at++;
  const operand = c.nest(() => c.slot(value(c, LEVEL.sign), LEVEL.sign));
  return other(c, start, LEVEL.sign, [operand]);
}

/** AT TIME ZONE, as often as it follows. AT alone may be the name of the column. */
function zoned(c: Cursor, first: Held): Held {
  if (!c.is('AT', 'TIME')) return first;
  const slots = [c.slot(first, LEVEL.zone)];
  const ends: number[] = [];
  while (c.is('AT', 'TIME')) {
    ends.push(c.at);
    c.at += 2;
    c.expect('ZONE');
    const zone = primary(c, 'zone');
    slots.push(c.slot(zone, LEVEL.primary));
  }
  return { node: { kind: 'chain', start: first.start, end: c.at, level: LEVEL.zone, slots, ends }, ...until(c, first) };
}

/** Operators of one level, which bind from the left. */
function chain(c: Cursor, first: Held, level: number, operators: string[], operand: () => Held): Held {
  const slots = [c.slot(first, level)];
  const ends: number[] = [];
  while (operators.includes(c.word)) {
    ends.push(c.at++);
    slots.push(c.slot(operand(), level + 1));
  }
  return { node: { kind: 'chain', start: first.start, end: c.at, level, slots, ends }, ...until(c, first) };
}

function until(c: Cursor, first: Held): { start: number; end: number } {
  return { start: first.start, end: c.at };
}

/** What ends here, with what stands in it. */
export function other(c: Cursor, start: number, level: number, slots: Slot[] = []): Held {
  return { node: { kind: 'other', start, end: c.at, level, slots }, start, end: c.at };
}

export function queryExpression(c: Cursor, start: number, level: number, of: Query, slots: Slot[] = []): Held {
  const node: Expression = { kind: 'query', start, end: c.at, level, slots, query: of };
  return { node, start, end: c.at };
}

/** What stands in brackets: a query, or one or more expressions. `held` is all of it as one expression. */
export type Bracketed =
  | { kind: 'query'; query: Query; held: Held }
  | { kind: 'expressions'; items: Held[]; held: Held };

/**
 * Reads brackets that hold a query or expressions, which only the token behind inner brackets tells apart:
 * `((SELECT 1) UNION SELECT 2)` and `((SELECT 1) + 2)`.
 */
export function bracketed(c: Cursor): Bracketed {
  return c.nest(() => {
    const start = c.at++;
    if (isQueryWord(c.word)) return closeQuery(c, start, query(c));
    let first: Held | undefined;
    if (c.is('(') && !isLambda(c) && !c.is('(', ')')) {
      const inner = bracketed(c);
      if (inner.kind === 'query' && inner.query.with.length === 0) {
        const body = nested(inner.query, inner.held);
        if (queryGoesOn(c) || c.is(')')) return closeQuery(c, start, continuedQuery(c, body));
      }
      first = condition(c, LEVEL.any, postfix(c, inner.held));
    }
    const items = [first ?? condition(c)];
    while (c.accept(',')) items.push(condition(c));
    c.expect(')');
    const only = items.length === 1 ? items[0] : undefined;
    if (only !== undefined) return { kind: 'expressions', items, held: { node: only.node, start, end: c.at } };
    const slots = items.map((item) => c.slot(item, LEVEL.any));
    return { kind: 'expressions', items, held: other(c, start, LEVEL.primary, slots) };
  });
}

function closeQuery(c: Cursor, start: number, of: Query): Bracketed {
  c.expect(')');
  return { kind: 'query', query: of, held: queryExpression(c, start, LEVEL.primary, of) };
}

/** Whether brackets with nothing but names, and an arrow behind them, stand here. */
export function isLambda(c: Cursor): boolean {
  let ahead = 1;
  if (c.peek(ahead).word !== ')') {
    for (;;) {
      if (!c.isName(ahead)) return false;
      ahead++;
      if (c.peek(ahead).word !== ',') break;
      ahead++;
    }
  }
  return c.peek(ahead).word === ')' && c.peek(ahead + 1).word === '->';
}

/** `[…]` and `.field`, as often as they follow. */
export function postfix(c: Cursor, first: Held): Held {
  let held = first;
  if (c.is('.') && held.node.kind === 'reference') {
    const path = [...held.node.path];
    const { start } = c.slot(held, LEVEL.primary);
    while (c.is('.')) {
      c.at++;
      path.push(c.name());
    }
    const node: Expression = { kind: 'reference', start, end: c.at, level: LEVEL.primary, slots: [], path };
    held = { node, ...until(c, held) };
  }
  if (!c.is('[') && !c.is('.')) return held;
  // A column ARRAY stands in brackets, or its elements would be a list.
  const isArray = c.is('[') && held.node.kind === 'reference' && held.node.path.join() === 'array';
  const slots = [c.slot(held, isArray ? LEVEL.brackets : LEVEL.primary)];
  const ends: number[] = [];
  while (c.is('[') || c.is('.')) {
    ends.push(c.at);
    if (c.is('.')) {
      c.at++;
      c.name();
    } else {
      c.at++;
      slots.push(valueSlot(c));
      c.expect(']');
    }
  }
  return {
    node: { kind: 'chain', start: held.start, end: c.at, level: LEVEL.primary, slots, ends },
    ...until(c, held),
  };
}
