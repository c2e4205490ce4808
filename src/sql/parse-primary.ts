import { LEVEL, type Slot } from './ast.ts';
import type { Cursor, PlacedExpression } from './cursor.ts';
import { isLambda } from './lookahead.ts';
import { otherNode, queryNode, referenceNode, slotOf } from './nodes.ts';
import { readBrackets, readPostfix } from './parse-brackets.ts';
import { readCall } from './parse-call.ts';
import { isInterval, readBinary, readInteger, readInterval, readLiteral, readString } from './parse-literal.ts';
import { readExpression, readOperand } from './parse-slot.ts';
import { readType } from './parse-type.ts';

const SPECIAL = new Set([
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'CURRENT_USER',
  'LOCALTIME',
  'LOCALTIMESTAMP',
]);
const EXTRACT_FIELDS = new Set(
  [
    'year quarter month week day day_of_month day_of_week dow day_of_year doy year_of_week yow hour minute second',
    'timezone_hour timezone_minute',
  ].flatMap((line) => line.split(' ')),
);

/** Reads an expression that needs no brackets anywhere: a literal, a column, a call, something in brackets. */
export function readPrimary(c: Cursor): PlacedExpression {
  return readPostfix(c, readAtom(c));
}

/** Reads what may follow AT TIME ZONE. */
export function readZone(c: Cursor): PlacedExpression {
  if (c.is('INTERVAL')) return readInterval(c);
  return readString(c) ?? c.fail('a string or an interval');
}

function readAtom(c: Cursor): PlacedExpression {
  const start = c.at;
  const token = c.peek();
  switch (token.kind) {
    case 'integer':
      return readInteger(c);
    case 'decimal':
    case 'double':
    case 'placeholder':
      return readLiteral(c);
    case 'binary':
      return readBinary(c);
    case 'string':
    case 'unicode':
      return readString(c) ?? c.fail();
    case 'type':
      if (token.word !== 'DOUBLE PRECISION') c.fail('an expression');
      c.at++;
      readString(c) ?? c.fail('a string');
      return otherNode(c, start, LEVEL.primary);
    case 'symbol':
      if (token.word === '(') return isLambda(c) || c.is('(', ')') ? readLambda(c) : readBrackets(c).whole;
      if (token.word !== '?') c.fail('an expression');
      c.reportLate('a ? stands for a parameter, and nothing gives a value for it');
      return readLiteral(c);
    default:
      return c.isName() ? readNamed(c) : readReserved(c);
  }
}

/** Reads what begins with a name: a column, a function, a lambda, DATE '…', INTERVAL '…' DAY. */
function readNamed(c: Cursor): PlacedExpression {
  const start = c.at;
  const next = c.peek(1);
  if (next.word === '->') return readLambda(c);
  if (c.is('INTERVAL') && isInterval(c)) return readInterval(c);
  if (c.is('ARRAY', '[')) return readArray(c);
  if (next.kind === 'string' || next.kind === 'unicode') {
    if (c.is('X')) c.reportLate('write a binary literal without a blank between X and the quote');
    c.readName();
    readString(c);
    return otherNode(c, start, LEVEL.primary);
  }
  let ahead = 1;
  while (c.peek(ahead).word === '.' && c.isName(ahead + 1)) ahead += 2;
  if (c.peek(ahead).word === '(') return readCall(c);
  const path = [c.readName()];
  return referenceNode(c, start, path);
}

/** Reads what begins with a reserved word. */
function readReserved(c: Cursor): PlacedExpression {
  const start = c.at;
  const { word } = c.peek();
  if (word === 'NULL' || word === 'TRUE' || word === 'FALSE') return readLiteral(c);
  if (SPECIAL.has(word)) return readSpecial(c);
  if (word === 'CASE') return readCase(c);
  if (word === 'EXISTS') {
    c.at++;
    c.expect('(');
    const query = c.grammar.readQuery(c);
    c.expect(')');
    return queryNode(c, start, query);
  }
  const readArguments = RESERVED_CALLS.get(word);
  if (readArguments === undefined) c.fail('an expression');
  c.at++;
  c.expect('(');
  const slots = readArguments(c);
  c.expect(')');
  return otherNode(c, start, LEVEL.primary, slots);
}

/** Reads the arguments of a call whose name is a reserved word. */
const RESERVED_CALLS = new Map([
  ['CAST', readCast],
  ['EXTRACT', readExtract],
  ['NORMALIZE', readNormalize],
  ['GROUPING', readGrouping],
]);

function readCast(c: Cursor): Slot[] {
  const slots = [readExpression(c)];
  c.expect('AS');
  readType(c);
  return slots;
}

function readExtract(c: Cursor): Slot[] {
  const field = c.readName('a field such as YEAR');
  // From EXTRACT to the field.
  if (!EXTRACT_FIELDS.has(field)) c.reportLate(`EXTRACT does not know the field ${field}`, c.at - 3, c.at - 1);
  c.expect('FROM');
  return [readOperand(c)];
}

function readNormalize(c: Cursor): Slot[] {
  const slots = [readOperand(c)];
  if (c.accept(',')) {
    if (!/^NFK?[CD]$/.test(c.word)) c.fail('NFC, NFD, NFKC or NFKD');
    c.at++;
  }
  return slots;
}

function readGrouping(c: Cursor): Slot[] {
  if (c.is(')')) return [];
  return c.readList(() => {
    const start = c.at;
    const path = c.readQualifiedName();
    return slotOf(referenceNode(c, start, path), LEVEL.any);
  });
}

/** Reads CURRENT_DATE, CURRENT_TIMESTAMP(3) and the like. */
function readSpecial(c: Cursor): PlacedExpression {
  const start = c.at;
  const name = c.word.toLowerCase();
  c.at++;
  if (name !== 'current_date' && name !== 'current_user' && c.accept('(')) {
    if (c.peek().kind !== 'integer') c.fail('a number of digits');
    c.at++;
    c.expect(')');
  }
  return { node: { kind: 'special', start, end: c.at, level: LEVEL.primary, slots: [], name }, start, end: c.at };
}

function readCase(c: Cursor): PlacedExpression {
  const start = c.at++;
  const slots: Slot[] = [];
  if (!c.is('WHEN')) {
    c.expectAlso('WHEN');
    slots.push(readOperand(c));
  }
  if (!c.is('WHEN')) c.fail('WHEN');
  while (c.accept('WHEN')) {
    slots.push(readExpression(c));
    c.expect('THEN');
    slots.push(readExpression(c));
  }
  if (c.accept('ELSE')) slots.push(readExpression(c));
  c.expect('END');
  return otherNode(c, start, LEVEL.primary, slots);
}

/** Reads ARRAY[…]. */
function readArray(c: Cursor): PlacedExpression {
  const start = c.at;
  c.at += 2;
  const slots = c.is(']') ? [] : c.readList(() => readExpression(c));
  c.expect(']');
  return otherNode(c, start, LEVEL.primary, slots);
}

/** Reads `x -> …` and `(x, y) -> …`. */
function readLambda(c: Cursor): PlacedExpression {
  const start = c.at;
  let parameters: string[];
  if (c.is('(')) {
    c.at++;
    parameters = c.is(')') ? [] : c.readList(() => c.readName());
    c.expect(')');
  } else parameters = [c.readName()];
  c.expect('->');
  const body = slotOf(c.grammar.readCondition(c), LEVEL.any);
  return { node: { kind: 'lambda', start, end: c.at, level: LEVEL.any, slots: [body], parameters }, start, end: c.at };
}
