import { isName, nameOf, type Token } from '../../sql/tokens.ts';
import { type Span, spanOf, tableChains } from './names.ts';

/*
 * Finds the part of a query that a message of Presto is about. It is used where Presto gives no place, or gives a place
 * that is not the place of the mistake.
 */

/** Finds a table. Presto names it in full; the text may leave out the catalog and the schema. */
export function findTable(tokens: readonly Token[], subject: string): Span | undefined {
  const name = `.${subject.toLowerCase()}`;
  const chain = tableChains(tokens).find(({ names }) => name.endsWith(`.${names.join('.')}`));
  return chain && { offset: chain.start, length: chain.end - chain.start };
}

/** Finds the schema (-2) or the catalog (-3) of a table's name. `index` counts from the end of the name. */
export function findNamePart(tokens: readonly Token[], subject: string, index: number): Span | undefined {
  const chain = tableChains(tokens).find(({ names }) => names.at(index) === subject.toLowerCase());
  return spanOf(chain?.tokens.at(index));
}

/** Finds the first use of a name at or after the offset `from`. */
export function findName(tokens: readonly Token[], subject: string, from: number): Span | undefined {
  const name = subject.toLowerCase();
  return spanOf(tokens.find((token) => token.start >= from && isName(token) && nameOf(token) === name));
}

/** Finds the last use of a keyword. */
export function findLastKeyword(tokens: readonly Token[], keyword: string): Span | undefined {
  return spanOf(tokens.findLast((token) => token.kind === 'word' && token.word === keyword));
}

/** Finds a number, as the message writes it. */
export function findNumber(tokens: readonly Token[], subject: string): Span | undefined {
  return spanOf(tokens.find((token) => token.word.toUpperCase() === subject.toUpperCase()));
}

/** Finds the string literal whose text the message repeats. */
export function findLiteral(tokens: readonly Token[], subject: string): Span | undefined {
  const written = `'${subject.replaceAll("'", "''")}'`;
  return spanOf(tokens.find((token) => token.kind === 'string' && token.word === written));
}

/** Finds the division operator before a zero; without a zero, the only division operator of the query. */
export function findDivision(tokens: readonly Token[]): Span | undefined {
  const operators = tokens.flatMap(({ kind, word }, at) =>
    kind === 'symbol' && (word === '/' || word === '%') ? at : [],
  );
  const beforeZero = operators.find((at) => Number(tokens[at + 1]?.word) === 0);
  const only = operators.length === 1 ? operators[0] : undefined;
  return spanOf(tokens[beforeZero ?? only ?? -1]);
}

/** Finds the string literal that follows a keyword, when the query has exactly one. */
export function findLiteralAfter(tokens: readonly Token[], keyword: string): Span | undefined {
  const literals = tokens.filter(({ kind }, at) => kind === 'string' && tokens[at - 1]?.word === keyword);
  return literals.length === 1 ? spanOf(literals[0]) : undefined;
}

/**
 * Finds the string literal that is the second argument of a function whose name matches, when the query has exactly
 * one.
 */
export function findSecondArgument(tokens: readonly Token[], name: RegExp): Span | undefined {
  const literals = tokens.flatMap(({ kind, word }, at) => {
    if (kind !== 'word' || !name.test(word) || tokens[at + 1]?.word !== '(') return [];
    const argument = secondArgument(tokens, at + 1);
    return argument?.kind === 'string' ? [argument] : [];
  });
  return literals.length === 1 ? spanOf(literals[0]) : undefined;
}

/** The token after the first comma of the brackets that open at `open`. */
function secondArgument(tokens: readonly Token[], open: number): Token | undefined {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const word = tokens[at]?.word;
    if (word === '(') depth++;
    else if (word === ')' && --depth === 0) return undefined;
    else if (depth === 1 && word === ',') return tokens[at + 1];
  }
  return undefined;
}

/** Finds the SELECT in brackets, when the query has exactly one. */
export function findOnlySubquery(tokens: readonly Token[]): Span | undefined {
  const subqueries = tokens.filter(({ word }, at) => word === 'SELECT' && tokens[at - 1]?.word === '(');
  return subqueries.length === 1 ? spanOf(subqueries[0]) : undefined;
}

/**
 * Finds an aggregate function in a clause that allows none. Presto points at the operator of the condition that the
 * function is part of. A reader looks for the function.
 */
export function findMisplacedFunction(tokens: readonly Token[], subject: string, from: number): Span | undefined {
  const clause = tokens.findLast(({ start, word }) => start <= from && ['WHERE', 'ON', 'GROUP'].includes(word));
  return clause && findName(tokens, subject, clause.start);
}

/** Finds the literal that a message without a place quotes. */
export function findQuotedLiteral(tokens: readonly Token[], message: string): Span | undefined {
  const [, single, double] = /'([^']+)'|"([^"]+)"/.exec(message) ?? [];
  const quoted = single ?? double;
  return quoted === undefined ? undefined : findLiteral(tokens, quoted);
}

/**
 * Finds a misspelt keyword before the place that Presto marks. Presto takes a misspelt keyword for an alias and marks
 * the word after it: in `FRM nation` it marks `nation`. When the word before that place is one letter from an expected
 * keyword, that word is the mistake.
 */
export function findMisspeltKeyword(tokens: readonly Token[], message: string, from: number): Span | undefined {
  const expected = [...message.matchAll(/'([A-Z]+)'/g)].map((match) => match[1] ?? '');
  const index = tokens.findIndex(({ start, end }) => start <= from && (from < end || start === end));
  const before = tokens[index - 1];
  if (before?.kind !== 'word' || before.word.length < 3 || expected.includes(before.word)) return undefined;
  return expected.some((keyword) => keyword.length > 2 && isTypo(before.word, keyword)) ? spanOf(before) : undefined;
}

/** Whether two words differ by one letter more, less or different, or by two neighbouring letters that are swapped. */
function isTypo(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB === `${restA[1]}${restA[0]}`;
}
