import { LEVEL } from './ast.ts';
import type { Cursor, PlacedExpression } from './cursor.ts';
import { otherNode } from './nodes.ts';
import { isIntervalField, readIntervalField } from './parse-type.ts';

/** Reads a literal of one token. */
export function readLiteral(c: Cursor): PlacedExpression {
  const start = c.at++;
  return otherNode(c, start, LEVEL.primary);
}

/** Reads a whole number. */
export function readInteger(c: Cursor): PlacedExpression {
  if (BigInt(c.word) > 9223372036854775807n) c.reportLate('this number is too large for a BIGINT');
  return readLiteral(c);
}

/** Reads X'00ff'. */
export function readBinary(c: Cursor): PlacedExpression {
  if (!/^X'(?:\s*[0-9a-f]\s*[0-9a-f])*\s*'$/i.test(c.word)) {
    c.reportLate('the digits between the quotes must be pairs of hexadecimal digits');
  }
  return readLiteral(c);
}

/** Reads 'text', or U&'text' with its escape character. Undefined when neither stands here. */
export function readString(c: Cursor): PlacedExpression | undefined {
  const start = c.at;
  const { kind, word } = c.peek();
  if (kind !== 'string' && kind !== 'unicode') return undefined;
  c.at++;
  if (kind === 'unicode') {
    let escapeCharacter = '\\';
    if (c.accept('UESCAPE')) {
      if (c.peek().kind !== 'string') c.fail('a string');
      escapeCharacter = c.word.slice(1, -1).replaceAll("''", "'");
      c.at++;
    }
    const problem = badEscape(word.slice(3, -1).replaceAll("''", "'"), escapeCharacter);
    if (problem !== undefined) c.reportLate(problem, start);
  }
  return otherNode(c, start, LEVEL.primary);
}

function badEscape(text: string, escapeCharacter: string): string | undefined {
  if (!/^[^\s'"+0-9a-f]$/iu.test(escapeCharacter) || escapeCharacter > '~' || escapeCharacter < '!')
    return 'this character cannot be an escape character';
  for (let at = text.indexOf(escapeCharacter); at !== -1; at = text.indexOf(escapeCharacter, at)) {
    if (text[at + 1] === escapeCharacter) at += 2;
    else {
      const digits = /^(?:\+([0-9a-f]{6})|([0-9a-f]{4}))/i.exec(text.slice(at + 1));
      const point = Number.parseInt(digits?.[1] ?? digits?.[2] ?? '', 16);
      if (digits === null) return `four hexadecimal digits, or + and six, must follow ${escapeCharacter}`;
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
        return `${escapeCharacter}${digits[0]} is not a character`;
      at += 1 + digits[0].length;
    }
  }
  return undefined;
}

/**
 * Whether INTERVAL '1' DAY stands here. INTERVAL may also be a column, and INTERVAL '1' a constant of a type of that
 * name.
 */
export function isInterval(c: Cursor): boolean {
  let ahead = 1;
  if (c.peek(ahead).word === '+' || c.peek(ahead).word === '-') ahead++;
  if (c.peek(ahead).kind === 'unicode' && c.peek(ahead + 1).word === 'UESCAPE') ahead += 2;
  else if (c.peek(ahead).kind !== 'string' && c.peek(ahead).kind !== 'unicode') return false;
  return isIntervalField(c.peek(ahead + 1).word);
}

/** Reads an interval literal: `INTERVAL '1' DAY`. */
export function readInterval(c: Cursor): PlacedExpression {
  const start = c.at++;
  if (c.is('+') || c.is('-')) c.at++;
  readString(c) ?? c.fail('a string');
  readIntervalField(c);
  // TO may also be the name of the column.
  if (c.is('TO') && isIntervalField(c.peek(1).word)) c.at += 2;
  return otherNode(c, start, LEVEL.primary);
}
