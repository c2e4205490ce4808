import { LEVEL, type Query, type Slot } from './ast.ts';
import type { Cursor, PlacedExpression } from './cursor.ts';
import { isQueryWord } from './lookahead.ts';
import { chainNode, otherNode, queryNode, slotOf } from './nodes.ts';
import { readBrackets } from './parse-brackets.ts';
import { readPrimary, readZone } from './parse-primary.ts';
import { readOperand } from './parse-slot.ts';

/** `Grammar.readCondition`. */
export function readCondition(c: Cursor, left?: PlacedExpression): PlacedExpression {
  return readLogical(c, LEVEL.any, left);
}

/** Reads AND, OR, NOT and their operands, without operators below the level `min`. `left` is read already. */
function readLogical(c: Cursor, min: number, left?: PlacedExpression): PlacedExpression {
  return c.nest(() => {
    const isNegation = left === undefined && c.is('NOT');
    let expression = isNegation ? readNegation(c) : readPredicate(c, readArithmetic(c, LEVEL.concatenation, left));
    for (;;) {
      const operator = LOGICAL_OPERATORS.find(({ words }) => words.includes(c.word));
      if (operator === undefined || operator.level < min) return expression;
      expression = readChain(c, expression, operator, readLogical);
    }
  });
}

function readNegation(c: Cursor): PlacedExpression {
  const start = c.at++;
  const operand = slotOf(readLogical(c, LEVEL.not), LEVEL.not);
  return otherNode(c, start, LEVEL.not, [operand]);
}

/** Operators of one level, which bind from the left. */
interface Operators {
  level: number;
  words: readonly string[];
}

const LOGICAL_OPERATORS: readonly Operators[] = [
  { level: LEVEL.and, words: ['AND'] },
  { level: LEVEL.or, words: ['OR'] },
];

const ARITHMETIC_OPERATORS: readonly Operators[] = [
  { level: LEVEL.product, words: ['*', '/', '%'] },
  { level: LEVEL.sum, words: ['+', '-'] },
  { level: LEVEL.concatenation, words: ['||'] },
];

/** Reads the comparison that follows a value, if one does. Presto allows one. */
function readPredicate(c: Cursor, value: PlacedExpression): PlacedExpression {
  const { start } = value;
  const left = slotOf(value, LEVEL.concatenation);
  const token = c.peek();
  if (token.kind === 'symbol' && COMPARISONS.has(token.word)) {
    c.at++;
    const query = readQuantifiedQuery(c);
    if (query !== undefined) return queryNode(c, start, query, [left]);
    const right = readOperand(c);
    return otherNode(c, start, LEVEL.predicate, [left, right]);
  }
  if (token.kind !== 'word') return value;
  if (c.is('IS')) {
    c.at++;
    const right = readIs(c);
    return otherNode(c, start, LEVEL.predicate, [left, ...right]);
  }
  const isNegated = c.is('NOT');
  if (isNegated) c.at++;
  if (c.is('IN')) return readIn(c, start, left);
  const readRight = c.is('BETWEEN') ? readBetween : c.is('LIKE') ? readLike : undefined;
  if (readRight !== undefined) {
    c.at++;
    const right = readRight(c);
    return otherNode(c, start, LEVEL.predicate, [left, ...right]);
  }
  if (isNegated) c.fail('BETWEEN, LIKE or IN');
  return value;
}

const COMPARISONS = new Set(['=', '<>', '!=', '<', '<=', '>', '>=']);

/** Reads IS NULL and IS DISTINCT FROM b, behind IS. */
function readIs(c: Cursor): Slot[] {
  c.accept('NOT');
  if (c.accept('NULL')) return [];
  if (!c.accept('DISTINCT')) c.fail();
  c.expect('FROM');
  return [readOperand(c)];
}

/** Reads `low AND high`, behind BETWEEN. */
function readBetween(c: Cursor): Slot[] {
  const low = readOperand(c);
  c.expect('AND');
  return [low, readOperand(c)];
}

/** Reads a pattern and its ESCAPE, behind LIKE. */
function readLike(c: Cursor): Slot[] {
  const pattern = readOperand(c);
  return c.accept('ESCAPE') ? [pattern, readOperand(c)] : [pattern];
}

/** Reads IN (1, 2) and IN (SELECT …). The predicate begins at the token `start`. */
function readIn(c: Cursor, start: number, left: Slot): PlacedExpression {
  c.at++;
  if (!c.is('(')) c.fail('(');
  const list = readBrackets(c);
  if (list.kind === 'query') return queryNode(c, start, list.query, [left]);
  return otherNode(c, start, LEVEL.predicate, [left, ...list.items.map((item) => slotOf(item, LEVEL.any))]);
}

/** Reads ALL (SELECT …), ANY (…), SOME (…). All three may also be names of functions, which take no query. */
function readQuantifiedQuery(c: Cursor): Query | undefined {
  if (!['ALL', 'ANY', 'SOME'].includes(c.word)) return undefined;
  let ahead = 1;
  while (c.peek(ahead).word === '(') ahead++;
  if (ahead === 1 || !isQueryWord(c.peek(ahead).word)) return undefined;
  const at = c.at++;
  const list = readBrackets(c);
  if (list.kind === 'query') return list.query;
  c.at = at;
  return undefined;
}

/** `Grammar.readValue`. */
export function readValue(c: Cursor): PlacedExpression {
  return readArithmetic(c, LEVEL.concatenation);
}

/**
 * Reads sums, products, concatenations and their operands, without operators below the level `min`. `left` is read
 * already.
 */
function readArithmetic(c: Cursor, min: number, left?: PlacedExpression): PlacedExpression {
  let value = left === undefined ? readSigned(c) : readZones(c, left);
  for (;;) {
    const { word, kind } = c.peek();
    if (kind !== 'symbol') return value;
    const operators = ARITHMETIC_OPERATORS.find(({ words }) => words.includes(word));
    if (operators === undefined || operators.level < min) return value;
    value = readChain(c, value, operators, readArithmetic);
  }
}

function readSigned(c: Cursor): PlacedExpression {
  if (!c.is('-') && !c.is('+')) return readZones(c, readPrimary(c));
  const start = c.at++;
  const operand = c.nest(() => slotOf(readArithmetic(c, LEVEL.sign), LEVEL.sign));
  return otherNode(c, start, LEVEL.sign, [operand]);
}

/** Reads AT TIME ZONE, as often as it follows. AT alone may be the name of the column. */
function readZones(c: Cursor, first: PlacedExpression): PlacedExpression {
  if (!c.is('AT', 'TIME')) return first;
  const slots = [slotOf(first, LEVEL.zone)];
  const ends: number[] = [];
  while (c.is('AT', 'TIME')) {
    ends.push(c.at);
    c.at += 2;
    c.expect('ZONE');
    slots.push(slotOf(readZone(c), LEVEL.primary));
  }
  return chainNode(c, LEVEL.zone, slots, ends);
}

/**
 * Reads operators of one level and their operands behind the first one. Each operand binds tighter than the operators.
 */
function readChain(
  c: Cursor,
  first: PlacedExpression,
  { level, words }: Operators,
  readOperandOf: (c: Cursor, min: number) => PlacedExpression,
): PlacedExpression {
  const slots = [slotOf(first, level)];
  const ends: number[] = [];
  while (words.includes(c.word)) {
    ends.push(c.at++);
    slots.push(slotOf(readOperandOf(c, level + 1), level + 1));
  }
  return chainNode(c, level, slots, ends);
}
