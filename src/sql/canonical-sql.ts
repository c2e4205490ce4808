import { RESERVED_WORDS } from './reserved-words.ts';
import { type Token, tokenize } from './tokens.ts';

/**
 * Writes a query in one form, for content addresses and caches. Two texts with the same canonical text are the same
 * query for Presto. Never throws.
 *
 * The form leaves out only what Presto's lexer (`SqlBase.g4` of Presto 0.296) does not tell apart: comments and blanks
 * between tokens (none of them is a hint: they go to a hidden channel), the letter case of reserved words, and the
 * closing semicolon, which is taken off before a query is sent. Every other token keeps its text.
 *
 * A word that may be a name keeps its letter case, also where it is a keyword, because Presto returns the names of
 * columns as they are written. Brackets and words that change nothing stay: to read the rows once more costs less than
 * to take two queries for one.
 *
 * A text with a character that Presto's lexer does not know is only trimmed.
 */
export function canonicalSql(text: string): string {
  const tokens = tokenize(text).slice(0, -1);
  while (tokens.at(-1)?.word === ';') tokens.pop();
  const words = tokens.map((token) => canonicalWord(token, text));
  const canonical = words.join(' ');
  const isKnown = tokens.every(({ kind }) => kind !== 'unknown');
  return isKnown && hasWords(canonical, words) ? canonical : trimBlanks(text);
}

/**
 * A reserved word in capitals, any other token as it is written. So the blanks in TIMESTAMP WITH TIME ZONE stay, too:
 * it is one token, and with two blanks Presto looks up a type that it does not have.
 */
function canonicalWord({ kind, start, end, word }: Token, text: string): string {
  return kind === 'word' && RESERVED_WORDS.has(word) ? word : text.slice(start, end);
}

/**
 * Whether a text consists of these words. That is not so for `double/**\/precision`, a column and its alias: with a
 * blank instead of the comment it is one token, the type DOUBLE PRECISION.
 */
function hasWords(text: string, words: readonly string[]): boolean {
  const tokens = tokenize(text).slice(0, -1);
  return tokens.length === words.length && tokens.every((token, at) => canonicalWord(token, text) === words[at]);
}

/** Takes off what is white space for Presto, in linear time. */
function trimBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && BLANKS.includes(text.charAt(start))) start++;
  while (end > start && BLANKS.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

const BLANKS = ' \t\r\n';
