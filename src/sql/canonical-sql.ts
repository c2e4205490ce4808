import type { QueryBody, Select } from './ast.ts';
import { canonicalToken } from './canonical-token.ts';
import { joinWords } from './join-words.ts';
import { type ParsedQuery, parseQuery } from './parse-query.ts';
import { resolveQuery } from './resolve-query.ts';
import { isName, nameOf, type Token, tokenize } from './tokens.ts';

/**
 * A query in one form of writing: two texts with the same canonical text are the same query for Presto. Comments, white
 * space, a closing semicolon and the letter case of all that is not quoted mean nothing; brackets that change nothing,
 * words that may be left out (AS, INNER, OUTER, ASC, NULLS LAST, ALL, ROWS) and other spellings (`!=`, FETCH FIRST) are
 * made one. Strings, numbers and quoted names stay as they are. Never throws: a text that is no query has its words put
 * in order only, and one that has none is trimmed.
 */
export function canonicalSql(text: string): string {
  const parsed = parseQuery(withoutSemicolon(text));
  if (!parsed.ok) return roughly(text);
  return canonicalTokens(parsed, casedNames(parsed));
}

function canonicalTokens({ text, tokens, marks }: ParsedQuery, cased: ReadonlySet<number>): string {
  const words: string[] = [];
  for (let at = 0; at < tokens.length - 1; at++) {
    const token = tokens[at] as Token;
    if (marks.drop.has(at)) continue;
    if (marks.implicitAs.has(at)) words.push('as');
    const other = marks.replace.get(at);
    if (other !== undefined) words.push(other.toLowerCase());
    else words.push(cased.has(at) ? text.slice(token.start, token.end) : canonicalToken(token));
  }
  return joinWords(words);
}

/** The semicolons and comments at the end are no part of a statement. */
function withoutSemicolon(text: string): string {
  const tokens = tokenize(text);
  let last = tokens.length - 2;
  while (tokens[last]?.word === ';') last--;
  return last === tokens.length - 2 ? text : text.slice(0, tokens[last]?.end ?? 0);
}

function roughly(text: string): string {
  const tokens = tokenize(text).slice(0, -1);
  while (tokens.at(-1)?.word === ';') tokens.pop();
  if (tokens.some(({ kind }) => kind === 'unknown')) return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  return joinWords(tokens.map(canonicalToken));
}

/** Tokens up to which it is found out which columns a query has; what no hand writes is not worth the time. */
const MOST_TOKENS = 20_000;

/**
 * Names of output columns whose case counts, as tokens. Presto gives them as they are written, and whoever reads the columns
 * by name takes the one of that case where there are several. A `*` over a table may hide another one of that name.
 */
function casedNames(parsed: ParsedQuery): ReadonlySet<number> {
  const { tokens, text } = parsed;
  // Two letters outside ASCII are the capitals of others to the lexer, but to nobody who looks a name up.
  const cased = new Set(
    tokens.flatMap(({ kind, start, end }, at) => {
      return kind === 'word' && /[ıſ]/.test(text.slice(start, end)) ? at : [];
    }),
  );
  const items = outermost(parsed.query.body)?.items ?? [];
  const hasStar = items.some(({ kind }) => kind === 'star');
  const places = namesOfSeveralCases(tokens, text);
  if (places.size === 0 && !hasStar) return cased;
  const { repeated, open } = tokens.length > MOST_TOKENS ? { repeated: places, open: true } : outputNames(parsed);
  for (const [name, ats] of places) if (repeated.has(name)) for (const at of ats) cased.add(at);
  // Of UNION and the like, only the first query names the columns.
  if (!open || !hasStar) return cased;
  for (const item of items) {
    if (item.kind !== 'expression') continue;
    if (item.alias !== undefined) cased.add(item.span.end - 1);
    else if (item.slot.node.kind === 'reference') cased.add(item.slot.node.end - 1);
  }
  return cased;
}

/** Names that a query gives to more than one of its columns, and whether it has columns that only the tables tell. */
function outputNames(parsed: ParsedQuery): { repeated: { has(name: string): boolean }; open: boolean } {
  const { columns, open } = resolveQuery(parsed);
  const names = new Set<string>();
  const repeated = new Set<string>();
  for (const { name } of columns) {
    if (name === undefined) continue;
    if (names.has(name)) repeated.add(name);
    names.add(name);
  }
  return { repeated, open };
}

/** Tokens of the names that are written in more than one case. */
function namesOfSeveralCases(tokens: readonly Token[], text: string): Map<string, number[]> {
  const places = new Map<string, number[]>();
  tokens.forEach((token, at) => {
    if (!isName(token)) return;
    const name = nameOf(token);
    const known = places.get(name);
    if (known === undefined) places.set(name, [at]);
    else known.push(at);
  });
  const written = (at: number) => text.slice(tokens[at]?.start, tokens[at]?.end);
  return new Map([...places].filter(([, ats]) => ats.length > 1 && new Set(ats.map(written)).size > 1));
}

function outermost(body: QueryBody): Select | undefined {
  let at: QueryBody | undefined = body;
  while (at !== undefined && at.kind !== 'select') {
    at = at.kind === 'set' ? at.operands[0] : at.kind === 'nested' ? at.query.body : undefined;
  }
  return at;
}
