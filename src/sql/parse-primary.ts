import { type Expression, LEVEL, type Slot } from './ast.ts';
import type { Cursor, Held } from './cursor.ts';
import { call } from './parse-call.ts';
import {
  bracketed,
  condition,
  expression,
  isLambda,
  other,
  postfix,
  queryExpression,
  valueSlot,
} from './parse-expression.ts';
import { query } from './parse-query.ts';
import { type } from './parse-type.ts';

const SPECIAL = new Set([
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'CURRENT_USER',
  'LOCALTIME',
  'LOCALTIMESTAMP',
]);
const FIELDS = new Set(['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND']);
const EXTRACT_FIELDS = new Set(
  'year quarter month week day day_of_month day_of_week dow day_of_year doy year_of_week yow hour minute second timezone_hour timezone_minute'.split(
    ' ',
  ),
);

/** An expression that holds together without brackets. `zone` reads only what may follow AT TIME ZONE. */
export function primary(c: Cursor, only?: 'zone'): Held {
  if (only === 'zone') {
    if (c.is('INTERVAL')) return interval(c);
    return string(c) ?? c.fail('a string or an interval');
  }
  return postfix(c, atom(c));
}

function atom(c: Cursor): Held {
  const start = c.at;
  const token = c.peek();
  switch (token.kind) {
    case 'integer':
      if (BigInt(token.word) > 9223372036854775807n) c.late.push(c.problem('this number is too large for a BIGINT'));
      return literal(c);
    case 'decimal':
    case 'double':
    case 'placeholder':
      return literal(c);
    case 'binary':
      if (!/^X'(?:\s*[0-9a-f]\s*[0-9a-f])*\s*'$/i.test(token.word)) {
        c.late.push(c.problem('the digits between the quotes must be pairs of hexadecimal digits'));
      }
      return literal(c);
    case 'string':
    case 'unicode':
      return string(c) ?? c.fail();
    case 'type':
      if (token.word !== 'DOUBLE PRECISION') c.fail('an expression');
      c.at++;
      string(c) ?? c.fail('a string');
      return other(c, start, LEVEL.primary);
    case 'symbol':
      if (token.word === '(') return isLambda(c) || c.is('(', ')') ? lambda(c) : bracketed(c).held;
      if (token.word !== '?') c.fail('an expression');
      c.late.push(c.problem('a ? stands for a parameter, and nothing is given for it'));
      return literal(c);
    default:
      return c.isName() ? named(c) : reserved(c);
  }
}

function literal(c: Cursor): Held {
  const start = c.at++;
  return other(c, start, LEVEL.primary);
}

/** 'text', or U&'text' with its escape character. */
function string(c: Cursor): Held | undefined {
  const start = c.at;
  const { kind, word } = c.peek();
  if (kind !== 'string' && kind !== 'unicode') return undefined;
  c.at++;
  if (kind === 'unicode') {
    let mark = '\\';
    if (c.accept('UESCAPE')) {
      if (c.peek().kind !== 'string') c.fail('a string');
      mark = c.word.slice(1, -1).replaceAll("''", "'");
      c.at++;
    }
    const problem = badEscape(word.slice(3, -1).replaceAll("''", "'"), mark);
    if (problem !== undefined) c.late.push(c.problem(problem, start));
  }
  return other(c, start, LEVEL.primary);
}

function badEscape(text: string, mark: string): string | undefined {
  if (!/^[^\s'"+0-9a-f]$/iu.test(mark) || mark > '~' || mark < '!')
    return 'this character cannot be an escape character';
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at)) {
    if (text[at + 1] === mark) at += 2;
    else {
      const digits = /^(?:\+([0-9a-f]{6})|([0-9a-f]{4}))/i.exec(text.slice(at + 1));
      const point = Number.parseInt(digits?.[1] ?? digits?.[2] ?? '', 16);
      if (digits === null) return `behind ${mark} stand four hexadecimal digits, or + and six`;
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return `${mark}${digits[0]} is no character`;
      at += 1 + digits[0].length;
    }
  }
  return undefined;
}

/** What begins with a name: a column, a function, a lambda, DATE '…', INTERVAL '…' DAY. */
function named(c: Cursor): Held {
  const start = c.at;
  const next = c.peek(1);
  if (next.word === '->') return lambda(c);
  if (c.is('INTERVAL') && isInterval(c)) return interval(c);
  if (c.is('ARRAY', '[')) return array(c);
  if (next.kind === 'string' || next.kind === 'unicode') {
    if (c.is('X')) c.late.push(c.problem('no blank stands between X and the quote of a binary literal'));
    c.name();
    string(c);
    return other(c, start, LEVEL.primary);
  }
  let ahead = 1;
  while (c.peek(ahead).word === '.' && c.isName(ahead + 1)) ahead += 2;
  if (c.peek(ahead).word === '(') return call(c);
  const path = [c.name()];
  return { node: { kind: 'reference', start, end: c.at, level: LEVEL.primary, slots: [], path }, start, end: c.at };
}

/** What begins with a reserved word. */
function reserved(c: Cursor): Held {
  const start = c.at;
  const { word } = c.peek();
  if (word === 'NULL' || word === 'TRUE' || word === 'FALSE') return literal(c);
  if (word === 'CASE') return caseExpression(c);
  if (word === 'CAST') {
    c.at++;
    c.expect('(');
    const slots = [expression(c)];
    c.expect('AS');
    type(c);
    c.expect(')');
    return other(c, start, LEVEL.primary, slots);
  }
  if (word === 'EXISTS') {
    c.at++;
    c.expect('(');
    const of = query(c);
    c.expect(')');
    return queryExpression(c, start, LEVEL.primary, of);
  }
  if (SPECIAL.has(word)) return special(c);
  if (word === 'EXTRACT') {
    c.at++;
    c.expect('(');
    const field = c.name('a field such as YEAR');
    if (!EXTRACT_FIELDS.has(field)) c.late.push(c.problem(`EXTRACT knows no field ${field}`, start, start + 2));
    c.expect('FROM');
    const slots = [valueSlot(c)];
    c.expect(')');
    return other(c, start, LEVEL.primary, slots);
  }
  if (word === 'NORMALIZE') {
    c.at++;
    c.expect('(');
    const slots = [valueSlot(c)];
    if (c.accept(',')) {
      if (!/^NFK?[CD]$/.test(c.word)) c.fail('NFC, NFD, NFKC or NFKD');
      c.at++;
    }
    c.expect(')');
    return other(c, start, LEVEL.primary, slots);
  }
  if (word === 'GROUPING') {
    c.at++;
    c.expect('(');
    const slots = c.is(')') ? [] : c.list(() => columnSlot(c));
    c.expect(')');
    return other(c, start, LEVEL.primary, slots);
  }
  c.fail('an expression');
}

function columnSlot(c: Cursor): Slot {
  const start = c.at;
  const path = c.qualifiedName();
  const node: Expression = { kind: 'reference', start, end: c.at, level: LEVEL.primary, slots: [], path };
  return c.slot({ node, start, end: c.at }, LEVEL.any);
}

function special(c: Cursor): Held {
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

function caseExpression(c: Cursor): Held {
  const start = c.at++;
  const slots: Slot[] = [];
  if (!c.is('WHEN')) {
    c.want('WHEN');
    slots.push(valueSlot(c));
  }
  if (!c.is('WHEN')) c.fail('WHEN');
  while (c.accept('WHEN')) {
    slots.push(expression(c));
    c.expect('THEN');
    slots.push(expression(c));
  }
  if (c.accept('ELSE')) slots.push(expression(c));
  c.expect('END');
  return other(c, start, LEVEL.primary, slots);
}

function array(c: Cursor): Held {
  const start = c.at;
  c.at += 2;
  const slots = c.is(']') ? [] : c.list(() => expression(c));
  c.expect(']');
  return other(c, start, LEVEL.primary, slots);
}

/** INTERVAL may also be a column, and INTERVAL '1' a constant of a type of that name. */
function isInterval(c: Cursor): boolean {
  let ahead = 1;
  if (c.peek(ahead).word === '+' || c.peek(ahead).word === '-') ahead++;
  if (c.peek(ahead).kind === 'unicode' && c.peek(ahead + 1).word === 'UESCAPE') ahead += 2;
  else if (c.peek(ahead).kind !== 'string' && c.peek(ahead).kind !== 'unicode') return false;
  return FIELDS.has(c.peek(ahead + 1).word);
}

function interval(c: Cursor): Held {
  const start = c.at++;
  if (c.is('+') || c.is('-')) c.at++;
  string(c) ?? c.fail('a string');
  intervalField(c);
  // TO may be the name of the column, too.
  if (c.is('TO') && FIELDS.has(c.peek(1).word)) c.at += 2;
  return other(c, start, LEVEL.primary);
}

function intervalField(c: Cursor): void {
  if (!FIELDS.has(c.word)) c.fail('YEAR, MONTH, DAY, HOUR, MINUTE or SECOND');
  c.at++;
}

function lambda(c: Cursor): Held {
  const start = c.at;
  let parameters: string[];
  if (c.is('(')) {
    c.at++;
    parameters = c.is(')') ? [] : c.list(() => c.name());
    if (parameters.length === 1) c.marks.drop.add(start).add(c.at);
    c.expect(')');
  } else parameters = [c.name()];
  c.expect('->');
  const body = c.slot(condition(c), LEVEL.any);
  return { node: { kind: 'lambda', start, end: c.at, level: LEVEL.any, slots: [body], parameters }, start, end: c.at };
}
