import type { Cursor } from './cursor.ts';
import { RESERVED_WORDS } from './reserved-words.ts';

/*
 * Many keywords of Presto may also be names. These functions look at the next tokens to tell what stands at a position.
 */

/** Whether a query begins with this word. All four words are reserved, so no expression begins with one. */
export function isQueryWord(word: string): boolean {
  return word === 'SELECT' || word === 'WITH' || word === 'VALUES' || word === 'TABLE';
}

/** Whether a query in brackets before the position is the first part of a longer query. */
export function queryGoesOn(c: Cursor): boolean {
  return ['UNION', 'INTERSECT', 'EXCEPT', 'ORDER'].includes(c.word) || isClause(c);
}

/** Whether OFFSET, LIMIT or FETCH begins a clause here. All three may also be names. */
export function isClause(c: Cursor): boolean {
  const next = c.peek(1);
  if (c.is('LIMIT')) return next.kind === 'integer' || next.word === 'ALL';
  return c.is('OFFSET') ? next.kind === 'integer' : c.is('FETCH', 'FIRST');
}

/** Whether brackets that hold only names stand here, with an arrow behind them. */
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

/** Whether an expression can begin with the token that is `ahead` tokens ahead. */
export function beginsExpression(c: Cursor, ahead: number): boolean {
  const { kind, word } = c.peek(ahead);
  if (kind === 'symbol') return word === '(' || word === '+' || word === '-' || word === '?';
  if (kind === 'word') return !RESERVED_WORDS.has(word) || RESERVED_BEGINNINGS.has(word);
  return kind !== 'unknown' && kind !== 'end';
}

const RESERVED_BEGINNINGS = new Set(
  [
    'NOT NULL TRUE FALSE CASE CAST EXISTS EXTRACT NORMALIZE GROUPING',
    'CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP',
  ].flatMap((line) => line.split(' ')),
);
