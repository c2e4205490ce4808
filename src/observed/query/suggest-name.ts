import { closest } from '../../config/closest.ts';
import type { Presto } from '../../ports/presto.ts';
import { tokenize } from '../../sql/tokens.ts';
import type { QueryFault } from './fault.ts';

/** Tables whose columns are listed. Each takes one statement, and a query rarely joins more. */
const MAX_TABLES = 8;

/** Time limit of one statement, in milliseconds. It is short, because a plan can do without a suggestion. */
const TIMEOUT = 15_000;

/**
 * Suggests an existing name for an unknown column, table, schema, catalog or function. Asks Presto for the names that
 * exist. Undefined when no name is similar, or when Presto does not answer: the mistake itself is reported in any case.
 */
export async function suggestName(presto: Presto, fault: QueryFault, sql: string): Promise<string | undefined> {
  const { kind, subject, at } = fault;
  if (subject === undefined) return undefined;
  const name = subject.split('.').at(-1) ?? subject;
  try {
    const candidates = await candidatesFor(presto, { kind, subject, at: at?.offset, sql });
    return closest(
      name,
      [...candidates].filter((candidate) => candidate.toLowerCase() !== name.toLowerCase()),
    );
  } catch {
    return undefined;
  }
}

interface UnknownName {
  kind: string;
  /** The name that Presto does not know. */
  subject: string;
  at: number | undefined;
  sql: string;
}

/** The names that could have been meant. */
async function candidatesFor(presto: Presto, { kind, subject, at, sql }: UnknownName): Promise<Set<string>> {
  const firstColumn = async (statement: string) => {
    const answer = await presto.run(statement, { timeout: TIMEOUT });
    return answer.ok ? answer.rows.map(([value]) => String(value)) : [];
  };
  if (kind === 'unknown-column') {
    const lists = await Promise.all(tablesOf(sql).map((table) => firstColumn(`SHOW COLUMNS FROM ${table}`)));
    return new Set([...lists.flat(), ...aliasesOf(sql)]);
  }
  if (kind === 'unknown-function') return new Set(await firstColumn('SHOW FUNCTIONS'));
  if (kind === 'unknown-schema') {
    const catalog = at === undefined ? undefined : qualifierOf(sql, at);
    return new Set(await firstColumn(catalog === undefined ? 'SHOW SCHEMAS' : `SHOW SCHEMAS FROM ${catalog}`));
  }
  if (kind === 'unknown-catalog') return new Set(await firstColumn('SHOW CATALOGS'));
  if (kind !== 'unknown-table') return new Set();
  const parts = subject.split('.');
  if (parts.length !== 3) return new Set(aliasesOf(sql));
  const schema = parts.slice(0, 2).map(quoted).join('.');
  return new Set([...(await firstColumn(`SHOW TABLES FROM ${schema}`)), ...withNames(sql)]);
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The dotted names after FROM and JOIN, as written. */
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
  return [...new Set(names)].slice(0, MAX_TABLES);
}

/** The names that the query gives with AS. */
function aliasesOf(sql: string): string[] {
  const tokens = tokenize(sql);
  return tokens.flatMap(({ kind, word }, index) =>
    kind === 'word' && tokens[index - 1]?.word === 'AS' ? [word.toLowerCase()] : [],
  );
}

/** The names that WITH gives: those before `AS (`. */
function withNames(sql: string): string[] {
  const tokens = tokenize(sql);
  return tokens.flatMap(({ kind, word }, index) =>
    kind === 'word' && tokens[index + 1]?.word === 'AS' && tokens[index + 2]?.word === '(' ? [word.toLowerCase()] : [],
  );
}

/** The catalog before a schema: `a` of `a.b`, for the offset of `b`. */
function qualifierOf(sql: string, offset: number): string | undefined {
  const tokens = tokenize(sql);
  const index = tokens.findIndex(({ start }) => start === offset);
  return tokens[index - 1]?.word === '.' ? tokens[index - 2]?.word : undefined;
}
