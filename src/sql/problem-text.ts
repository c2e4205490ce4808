import { RESERVED_WORDS } from './reserved-words.ts';
import type { Token } from './tokens.ts';

/** A longer list of alternatives does not help a reader. */
const MAX_ALTERNATIVES = 5;

/**
 * What is wrong at a token, and what to write instead where the text tells it. The message has the advice at its end.
 */
interface ProblemText {
  message: string;
  advice: string | undefined;
}

/** `expected a comma or FROM, found WHERE`, for a token where something else is expected. */
export function unexpectedToken(
  text: string,
  tokens: readonly Token[],
  at: number,
  expected: readonly string[],
): ProblemText {
  const advice = adviceAt(text, tokens, at, expected);
  const wanted = alternatives([...new Set(expected)].map((word) => (word === ',' ? 'a comma' : word)));
  return withAdvice(`expected ${wanted}, found ${described(text, tokens[at])}`, advice);
}

/** The same for a reserved word at a place where a name is expected. `what` is what the name is for. */
export function reservedName(text: string, tokens: readonly Token[], at: number, what: string): ProblemText {
  const word = tokens[at]?.word ?? '';
  const advice =
    adviceAt(text, tokens, at, []) ?? `${word} is a reserved word; to use it as a name, put it in double quotes`;
  return withAdvice(`expected ${what}, found ${described(text, tokens[at])}`, advice);
}

function withAdvice(message: string, advice: string | undefined): ProblemText {
  return { message: advice === undefined ? message : `${message}; ${advice}`, advice };
}

/** What is wrong with a token that is not allowed anywhere; undefined for other tokens. */
export function strayToken(text: string, token: Token): string | undefined {
  const char = text.slice(token.start, token.end);
  if (text.startsWith('/*', token.start) || text.startsWith('/*', token.start - 1))
    return 'the comment that begins here is never closed';
  if (token.kind === 'backquoted') return 'write a name in double quotes; Presto does not support backquotes';
  if (token.kind !== 'unknown') return undefined;
  if (char === "'" || char === '"' || char === '`') return 'this quote is never closed';
  if (char === ';') return 'Presto takes one statement, without a semicolon';
  if (char === '{' || char === '}')
    return `${char} is not part of SQL; only {start_time_utc} and {end_time_utc} are replaced`;
  const point = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (/\s|\p{C}/u.test(char)) return `${point} is not white space for Presto; write an ordinary blank here`;
  const instead = INSTEAD[char];
  return `Presto's SQL has no ${char}${instead === undefined ? '' : `; use ${instead}`}`;
}

/** What Presto has instead of a character. */
const INSTEAD: Readonly<Record<string, string>> = {
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
};

function alternatives(words: string[]): string {
  const shown = words.length > MAX_ALTERNATIVES ? [...words.slice(0, MAX_ALTERNATIVES - 1), 'another clause'] : words;
  const last = shown.at(-1) ?? 'something else';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} or ${last}`;
}

function described(text: string, token: Token | undefined): string {
  if (token === undefined || token.kind === 'end') return 'the end of the query';
  if (token.word === ',') return 'a comma';
  const written = text.slice(token.start, token.end).replace(/\s+/g, ' ');
  return written.length > 40 ? `${written.slice(0, 39)}…` : written;
}

/** What to write instead at a token, where the tokens around it tell what the author meant. */
function adviceAt(text: string, tokens: readonly Token[], at: number, expected: readonly string[]): string | undefined {
  const [before, token] = [tokens[at - 1], tokens[at]];
  if (token === undefined) return undefined;
  const endsList = token.kind === 'end' || token.word === ')' || RESERVED_WORDS.has(token.word);
  if (before?.word === ',' && endsList) return 'remove the comma before it';
  const isBehindLimit = tokens[at - 2]?.word === 'LIMIT';
  if (token.word === 'OFFSET' && isBehindLimit) return 'write OFFSET before LIMIT';
  if (token.word === 'ORDER' && isBehindLimit) return 'write ORDER BY before LIMIT';
  if (token.word === '[' && expected.some((what) => what.startsWith('a table') || what.startsWith('a name'))) {
    return 'write a name in double quotes, not in [ ]';
  }
  if (token.word === ')' && openBracket(tokens, at) === undefined) return 'no bracket is open here';
  const foreign = FOREIGN[token.word] ?? FOREIGN[before?.kind === 'word' ? before.word : ''];
  if (foreign !== undefined) return foreign;
  if (token.word === '=' && before?.word === '=') return 'Presto compares with one =';
  if (token.word === ',' && isBehindLimit) return 'write OFFSET n LIMIT m';
  return misspelling(text, [before, token], expected) ?? openBracketAdvice(text, tokens, at);
}

/** The expected keyword that the token, or the word before it, is probably a misspelling of. */
function misspelling(
  text: string,
  [before, token]: [Token | undefined, Token],
  expected: readonly string[],
): string | undefined {
  for (const candidate of [token, before]) {
    if (candidate?.kind !== 'word') continue;
    const keyword = expected
      .map((words) => words.split(' ')[0] ?? '')
      .find((word) => {
        // The word before is often a name that is a keyword and one letter more: `orders`.
        return isTypo(candidate.word, word) && (candidate === token || candidate.word.length <= word.length);
      });
    if (keyword !== undefined) return `did you mean ${keyword} for ${described(text, candidate)}?`;
  }
  return undefined;
}

/** Where a bracket is open at the end of the query. */
function openBracketAdvice(text: string, tokens: readonly Token[], at: number): string | undefined {
  const open = tokens[at]?.kind === 'end' ? openBracket(tokens, at) : undefined;
  return open && `the bracket at ${lineAndColumn(text, open.start)} is not closed`;
}

/** Keywords of other databases, and keywords of Presto that a wrong number of rows follows. */
const FOREIGN: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  ILIKE: 'write lower(…) LIKE instead of ILIKE',
  REGEXP: 'write regexp_like(…, …) instead of REGEXP',
  RLIKE: 'write regexp_like(…, …) instead of RLIKE',
  QUALIFY: 'Presto has no QUALIFY; put this query into another one that filters its rows',
  TOP: 'write LIMIT at the end instead of TOP',
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

/** Whether a word is another one with one letter more, less or different, or with two letters swapped. */
function isTypo(written: string, meant: string): boolean {
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
