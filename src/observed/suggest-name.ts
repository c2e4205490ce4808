import { closest } from '../config/closest.ts';
import type { Presto } from '../ports/presto.ts';
import { tokenize } from '../sql/tokens.ts';
import type { QueryFault } from './query-fault.ts';

/** More tables than a query joins; each is one more statement. */
const MOST_TABLES = 8;

/** Longest time of one statement, in milliseconds: nobody waits for a courtesy. */
const LONGEST = 15_000;

/**
 * The name that was most likely meant, for an unknown column, table or function: what Presto has in its place. Nothing when
 * it has nothing near, or does not say: this is a courtesy, and what is wrong has been said already.
 */
export async function suggest(presto: Presto, fault: QueryFault, sql: string): Promise<string | undefined> {
  const { kind, subject, at } = fault;
  if (subject === undefined) return undefined;
  const name = subject.split('.').at(-1) ?? subject;
  try {
    const candidates = await candidatesFor(presto, kind, subject, sql, at?.offset);
    return closest(
      name,
      [...candidates].filter((candidate) => candidate.toLowerCase() !== name.toLowerCase()),
    );
  } catch {
    return undefined;
  }
}

async function candidatesFor(
  presto: Presto,
  kind: string,
  subject: string,
  sql: string,
  at: number | undefined,
): Promise<Set<string>> {
  const first = async (statement: string) => {
    const answer = await presto.run(statement, { timeout: LONGEST });
    return answer.ok ? answer.rows.map(([value]) => String(value)) : [];
  };
  if (kind === 'unknown-column') {
    const lists = await Promise.all(tablesOf(sql).map((table) => first(`SHOW COLUMNS FROM ${table}`)));
    return new Set([...lists.flat(), ...aliasesOf(sql)]);
  }
  if (kind === 'unknown-function') return new Set(await first('SHOW FUNCTIONS'));
  if (kind === 'unknown-schema') {
    const catalog = at === undefined ? undefined : qualifierOf(sql, at);
    return new Set(await first(catalog === undefined ? 'SHOW SCHEMAS' : `SHOW SCHEMAS FROM ${catalog}`));
  }
  if (kind === 'unknown-catalog') return new Set(await first('SHOW CATALOGS'));
  if (kind !== 'unknown-table') return new Set();
  const parts = subject.split('.');
  if (parts.length !== 3) return new Set(aliasesOf(sql));
  const schema = parts.slice(0, 2).map(quoted).join('.');
  return new Set([...(await first(`SHOW TABLES FROM ${schema}`)), ...withNames(sql)]);
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The dotted names behind FROM and JOIN and, in a list of tables, behind commas, as written. */
function tablesOf(sql: string): string[] {
  const tokens = tokenize(sql);
  const names = tokens.flatMap(({ word }, index) => {
    if (word !== 'FROM' && word !== 'JOIN') return [];
    let name = '';
    for (let at = index + 1; ; at += 2) {
      const [token, dot] = [tokens[at], tokens[at + 1]];
      if (token?.kind !== 'word' && token?.kind !== 'quoted') return [];
      name += token.word;
      if (dot?.word !== '.') return [name];
      name += '.';
    }
  });
  return [...new Set(names)].slice(0, MOST_TABLES);
}

/** The names that the text itself gives with AS. */
function aliasesOf(sql: string): string[] {
  const tokens = tokenize(sql);
  return tokens.flatMap(({ kind, word }, index) =>
    kind === 'word' && tokens[index - 1]?.word === 'AS' ? [word.toLowerCase()] : [],
  );
}

/** Names of WITH: before `AS (`. */
function withNames(sql: string): string[] {
  const tokens = tokenize(sql);
  return tokens.flatMap(({ kind, word }, index) =>
    kind === 'word' && tokens[index + 1]?.word === 'AS' && tokens[index + 2]?.word === '(' ? [word.toLowerCase()] : [],
  );
}

/** The name before the dot before an offset. */
function qualifierOf(sql: string, offset: number): string | undefined {
  const tokens = tokenize(sql);
  const index = tokens.findIndex(({ start }) => start === offset);
  return tokens[index - 1]?.word === '.' ? tokens[index - 2]?.word : undefined;
}
