import { isName, nameOf, type Token } from '../sql/tokens.ts';
import { type Span, spanOf, tableChains } from './query-names.ts';

/*
 * Finds in a query what a message of Presto is about, where Presto names no place or not the mistake's.
 */

/** Presto names the table in full; the text may leave out the catalog and the schema. */
export function table(tokens: readonly Token[], subject: string): Span | undefined {
  const name = `.${subject.toLowerCase()}`;
  const chain = tableChains(tokens).find(({ names }) => name.endsWith(`.${names.join('.')}`));
  return chain && { offset: chain.start, length: chain.end - chain.start };
}

/** The schema (-2) or the catalog (-3) of a table's name, counted from its end. */
export function part(tokens: readonly Token[], subject: string, place: number): Span | undefined {
  const chain = tableChains(tokens).find(({ names }) => names.at(place) === subject.toLowerCase());
  return spanOf(chain?.tokens.at(place));
}

export function word(tokens: readonly Token[], subject: string, from: number): Span | undefined {
  const name = subject.toLowerCase();
  return spanOf(tokens.find((token) => token.start >= from && isName(token) && nameOf(token) === name));
}

export function lastOf(tokens: readonly Token[], keyword: string): Span | undefined {
  return spanOf(tokens.findLast((token) => token.kind === 'word' && token.word === keyword));
}

export function number(tokens: readonly Token[], subject: string): Span | undefined {
  return spanOf(tokens.find((token) => token.word.toUpperCase() === subject.toUpperCase()));
}

/** The text in quotes that the message repeats. */
export function literal(tokens: readonly Token[], subject: string): Span | undefined {
  const written = `'${subject.replaceAll("'", "''")}'`;
  return spanOf(tokens.find((token) => token.kind === 'string' && token.word === written));
}

/** The operator before a zero, or the only one there is. */
export function divisor(tokens: readonly Token[]): Span | undefined {
  const all = tokens.flatMap(({ kind, word }, at) => (kind === 'symbol' && (word === '/' || word === '%') ? at : []));
  const zero = all.find((at) => Number(tokens[at + 1]?.word) === 0);
  const only = all.length === 1 ? all[0] : undefined;
  return spanOf(tokens[zero ?? only ?? -1]);
}

/** The text in quotes that follows a keyword, where it is said once. */
export function behind(tokens: readonly Token[], keyword: string): Span | undefined {
  const found = tokens.filter(({ kind }, at) => kind === 'string' && tokens[at - 1]?.word === keyword);
  return found.length === 1 ? spanOf(found[0]) : undefined;
}

/** The text in quotes among the arguments of functions of such a name, behind their first comma, where there is one. */
export function argumentsOf(tokens: readonly Token[], name: RegExp): Span | undefined {
  const found = tokens.flatMap(({ kind, word }, at) => {
    if (kind !== 'word' || !name.test(word) || tokens[at + 1]?.word !== '(') return [];
    let depth = 0;
    for (let next = at + 1; next < tokens.length; next++) {
      const token = tokens[next];
      if (token?.word === '(') depth++;
      else if (token?.word === ')' && --depth === 0) return [];
      else if (depth === 1 && token?.word === ',') {
        const argument = tokens[next + 1];
        return argument?.kind === 'string' ? [argument] : [];
      }
    }
    return [];
  });
  return found.length === 1 ? spanOf(found[0]) : undefined;
}

/** The SELECT in brackets, where there is one only. */
export function onlySubquery(tokens: readonly Token[]): Span | undefined {
  const found = tokens.filter(({ word }, at) => word === 'SELECT' && tokens[at - 1]?.word === '(');
  return found.length === 1 ? spanOf(found[0]) : undefined;
}

/** Presto points at the condition that the function is part of, by its operator; the function is what a reader looks for. */
export function misplaced(tokens: readonly Token[], subject: string, from: number): Span | undefined {
  const clause = tokens.findLast(({ start, word }) => start <= from && ['WHERE', 'ON', 'GROUP'].includes(word));
  return clause && word(tokens, subject, clause.start);
}

/** What stands in quotes in a message without a place, if the text has it as a literal. */
export function anywhere(tokens: readonly Token[], message: string): Span | undefined {
  const [, single, double] = /'([^']+)'|"([^"]+)"/.exec(message) ?? [];
  const quoted = single ?? double;
  return quoted === undefined ? undefined : literal(tokens, quoted);
}

/**
 * A misspelt keyword is taken for an alias, and the word after it is what Presto does not expect: in `FRM nation` it marks
 * `nation`. When the word before is one letter from a keyword that would have been right, that word is the mistake.
 */
export function slip(tokens: readonly Token[], message: string, from: number): Span | undefined {
  const expected = [...message.matchAll(/'([A-Z]+)'/g)].map((match) => match[1] ?? '');
  const index = tokens.findIndex(({ start, end }) => start <= from && (from < end || start === end));
  const before = tokens[index - 1];
  if (before?.kind !== 'word' || before.word.length < 3 || expected.includes(before.word)) return undefined;
  return expected.some((keyword) => keyword.length > 2 && isSlip(before.word, keyword)) ? spanOf(before) : undefined;
}

/** One letter more, less or other, or two neighbours swapped. */
function isSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB === `${restA[1]}${restA[0]}`;
}
