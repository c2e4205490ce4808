import type { QueryBody, Select } from './ast.ts';
import { canonicalToken } from './canonical-token.ts';
import type { Marks } from './cursor.ts';
import { joinWords } from './join-words.ts';
import { parseQuery } from './parse-query.ts';
import { type Token, tokenize } from './tokens.ts';

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
  const { tokens, marks } = parsed;
  const cased = casedNames(parsed.query.body, tokens, parsed.text);
  return canonicalTokens(parsed.text, tokens, marks, cased);
}

function canonicalTokens(text: string, tokens: readonly Token[], marks: Marks, cased: ReadonlySet<number>): string {
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

/**
 * Names of output columns that differ by their case only. Presto gives them as written, and whoever reads the columns by
 * name would take another one if their case were lost.
 */
function casedNames(body: QueryBody, tokens: readonly Token[], text: string): ReadonlySet<number> {
  const names = new Map<string, number[]>();
  for (const item of outermost(body)?.items ?? []) {
    if (item.kind !== 'expression') continue;
    const at = item.alias !== undefined ? item.span.end - 1 : item.slot.node.end - 1;
    const token = tokens[at];
    if (token === undefined || (item.alias === undefined && item.slot.node.kind !== 'reference')) continue;
    const name = (token.kind === 'quoted' ? token.word.slice(1, -1) : token.word).toLowerCase();
    const places = names.get(name);
    if (places === undefined) names.set(name, [at]);
    else places.push(at);
  }
  const written = (at: number) => text.slice(tokens[at]?.start, tokens[at]?.end);
  const clashes = [...names.values()].filter((places) => new Set(places.map(written)).size > 1);
  return new Set(clashes.flat());
}

function outermost(body: QueryBody): Select | undefined {
  let at: QueryBody | undefined = body;
  while (at !== undefined && at.kind !== 'select') {
    at = at.kind === 'set' ? at.operands[0] : at.kind === 'nested' ? at.query.body : undefined;
  }
  return at;
}
