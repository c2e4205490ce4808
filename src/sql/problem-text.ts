import { RESERVED_WORDS } from './reserved-words.ts';
import type { Token } from './tokens.ts';

/** More alternatives than this explain nothing. */
const MOST_NAMED = 5;

/** `expected a comma or FROM, found WHERE`, and what was probably meant. */
export function foundInstead(text: string, tokens: readonly Token[], at: number, wanted: readonly string[]): string {
  const expected = alternatives([...new Set(wanted)].map(named));
  const hint = likelyCause(text, tokens, at, wanted);
  return `expected ${expected}, found ${described(text, tokens[at])}${hint === undefined ? '' : `; ${hint}`}`;
}

/** A reserved word where a name is wanted. */
export function reservedName(text: string, tokens: readonly Token[], at: number, what: string, word: string): string {
  const comma = likelyCause(text, tokens, at, []);
  const hint = comma ?? `${word} is a reserved word, and a name only in double quotes`;
  return `expected ${what}, found ${described(text, tokens[at])}; ${hint}`;
}

/** What is wrong with a token that fits nowhere. */
export function strayToken(text: string, token: Token): string | undefined {
  const char = text.slice(token.start, token.end);
  if (text.startsWith('/*', token.start) || text.startsWith('/*', token.start - 1))
    return 'the comment that begins here is never closed';
  if (token.kind === 'backquoted') return 'a name stands in double quotes; Presto knows no backquotes';
  if (token.kind !== 'unknown') return undefined;
  if (char === "'" || char === '"' || char === '`') return 'this quote is never closed';
  if (char === ';') return 'Presto takes one statement, without a semicolon';
  if (char === '{' || char === '}')
    return `${char} is no part of SQL; only {start_time_utc} and {end_time_utc} are filled in`;
  const point = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (/\s|\p{C}/u.test(char)) return `${point} is no white space for Presto; put an ordinary blank here`;
  const instead = {
    '&': 'AND',
    '|': 'OR',
    '!': 'NOT or <>',
    '‘': "'",
    '’': "'",
    '“': '"',
    '”': '"',
    '–': '-',
    '—': '-',
    '−': '-',
  }[char];
  return `Presto's SQL has no ${char}${instead === undefined ? '' : `; use ${instead}`}`;
}

function named(word: string): string {
  if (word === ',') return 'a comma';
  return word;
}

function alternatives(words: string[]): string {
  const shown = words.length > MOST_NAMED ? [...words.slice(0, MOST_NAMED - 1), 'another clause'] : words;
  const last = shown.at(-1) ?? 'something else';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} or ${last}`;
}

function described(text: string, token: Token | undefined): string {
  if (token === undefined || token.kind === 'end') return 'the end of the query';
  if (token.word === ',') return 'a comma';
  const written = text.slice(token.start, token.end).replace(/\s+/g, ' ');
  return written.length > 40 ? `${written.slice(0, 39)}…` : written;
}

/** What a person did who wrote this, where that can be told. */
function likelyCause(
  text: string,
  tokens: readonly Token[],
  at: number,
  wanted: readonly string[],
): string | undefined {
  const [before, found] = [tokens[at - 1], tokens[at]];
  if (found === undefined) return undefined;
  const ends = found.kind === 'end' || found.word === ')' || RESERVED_WORDS.has(found.word);
  if (before?.word === ',' && ends) return 'the comma before it is one too many';
  if (found.word === 'OFFSET' && tokens[at - 2]?.word === 'LIMIT') return 'OFFSET stands before LIMIT';
  if (found.word === 'ORDER' && tokens[at - 2]?.word === 'LIMIT') return 'ORDER BY stands before LIMIT';
  if (found.word === '[' && wanted.some((what) => what.startsWith('a table') || what.startsWith('a name'))) {
    return 'a name stands in double quotes, not in [ ]';
  }
  if (found.word === ')' && openBracket(tokens, at) === undefined) return 'no bracket is open here';
  const foreign = FOREIGN[found.word] ?? FOREIGN[before?.kind === 'word' ? before.word : ''];
  if (foreign !== undefined) return foreign;
  if (found.word === '=' && before?.word === '=') return 'Presto compares with one =';
  if (found.word === ',' && tokens[at - 2]?.word === 'LIMIT') return 'write OFFSET n LIMIT m';
  for (const token of [found, before]) {
    if (token?.kind !== 'word') continue;
    const near = wanted
      .map((word) => word.split(' ')[0] ?? '')
      .find((word) => {
        // A name before may well have a letter more: `orders`.
        return isSlip(token.word, word) && (token === found || token.word.length <= word.length);
      });
    if (near !== undefined) return `did you mean ${near} for ${described(text, token)}?`;
  }
  if (found.kind === 'end') {
    const open = openBracket(tokens, at);
    if (open !== undefined) return `the bracket at ${lineAndColumn(text, open.start)} is not closed`;
  }
  return undefined;
}

/** What other databases have, or what a number of rows is no word for. */
const FOREIGN: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  ILIKE: 'for ILIKE write lower(…) LIKE',
  REGEXP: 'for REGEXP write regexp_like(…, …)',
  RLIKE: 'for RLIKE write regexp_like(…, …)',
  QUALIFY: 'for QUALIFY filter a query around this one',
  TOP: 'for TOP write LIMIT at the end',
  LIMIT: 'LIMIT takes a whole number of rows',
  OFFSET: 'OFFSET takes a whole number of rows',
});

/** The last bracket that is open at a token. */
function openBracket(tokens: readonly Token[], at: number): Token | undefined {
  let closed = 0;
  for (let i = at - 1; i >= 0; i--) {
    const token = tokens[i];
    if (token?.word === ')' || token?.word === ']') closed++;
    else if ((token?.word === '(' || token?.word === '[') && closed-- === 0) return token;
  }
  return undefined;
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${[...(before.at(-1) ?? '')].length + 1}`;
}

/** Whether one slip of the keyboard makes a word of another: a letter too many, too few, wrong, or two swapped. */
function isSlip(written: string, meant: string): boolean {
  if (meant.length < 4 || written === meant || Math.abs(written.length - meant.length) > 1) return false;
  let start = 0;
  while (start < meant.length && written[start] === meant[start]) start++;
  let [a, b] = [written.length, meant.length];
  while (a > start && b > start && written[a - 1] === meant[b - 1]) {
    a--;
    b--;
  }
  const [left, right] = [written.slice(start, a), meant.slice(start, b)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
