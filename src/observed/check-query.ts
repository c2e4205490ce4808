import { offsetOf, type QuerySource, queryPosition } from '../config/index.ts';
import { Failure } from '../failure.ts';
import type { Finding, Place } from '../finding.ts';
import type { Presto, PrestoAnswer, PrestoColumn, PrestoError, PrestoOptions } from '../ports/presto.ts';
import { tokenize } from '../sql/tokens.ts';
import { estimatedRows, tablesRead } from './explained.ts';
import type { QueryCheck } from './query-check.ts';
import { checkColumns, type WantedColumns } from './query-columns.ts';
import { type QueryFault, queryFault } from './query-fault.ts';
import { type FilledQuery, fillWindow } from './query-window.ts';
import { suggest } from './suggest-name.ts';

/** A query of the configuration, and what is to come out of it. */
export interface QueryToCheck extends WantedColumns {
  /** Decoded, as the configuration has it. */
  sql: string;
  source: QuerySource;
  /** Place of a value of the configuration by its dotted path, as in a `RuleContext`. */
  place(path: string): Place | null;
  /** Path of a file, as the configuration names it, relative to the repository. */
  file?(name: string): string;
  /** Longest time of each of the statements, in milliseconds. */
  timeout?: number;
}

export interface CheckedQuery {
  check: QueryCheck;
  findings: Finding[];
  /** How long Presto took over all statements; not part of a plan, which has no clock. */
  seconds: number;
}

/** Header of the protocol that carries a prepared statement: Presto refuses more than 8 KiB of headers (431). */
const LONGEST_HEADER = 6_000;

/** First words of statements that are no query. Presto would explain them too. */
const OTHER_STATEMENTS =
  /^(ALTER|ANALYZE|CALL|COMMIT|CREATE|DEALLOCATE|DELETE|DESC|DESCRIBE|DROP|EXECUTE|EXPLAIN|GRANT|INSERT|MERGE|PREPARE|REFRESH|RESET|REVOKE|ROLLBACK|SET|SHOW|START|TRUNCATE|UPDATE|USE)$/;

/**
 * Asks Presto about a query without running it: whether it is valid, its columns, the tables that it reads and the rows
 * that the optimizer expects. What is wrong is a finding at its place in the file.
 * @throws Failure when Presto does not answer
 */
export async function checkQuery(presto: Presto, query: QueryToCheck): Promise<CheckedQuery> {
  const start = performance.now();
  const checked = await check(presto, query);
  return { ...checked, seconds: (performance.now() - start) / 1000 };
}

async function check(presto: Presto, query: QueryToCheck): Promise<Omit<CheckedQuery, 'seconds'>> {
  const filled = query.kind === 'batch' ? fillWindow(query.sql) : asItIs(query.sql);
  const unknown: QueryCheck = {
    file: placeOf(query, { offset: 0, length: 0 }).file,
    valid: false,
    columns: null,
    tables: null,
    estimated_rows: null,
  };
  const statement = tokenize(query.sql)[0];
  if (statement && OTHER_STATEMENTS.test(statement.word)) {
    const finding: Finding = {
      rule: 'query/not-a-query',
      severity: 'error',
      message: `${statement.word} is no query`,
      why: 'What is read is put into other statements, which only a SELECT, WITH, VALUES or TABLE can be.',
      way_out: 'Write a SELECT.',
      place: placeOf(query, { offset: statement.start, length: statement.end - statement.start }),
    };
    return { check: unknown, findings: [finding] };
  }
  const first = await explain(presto, 'TYPE VALIDATE', filled.sql, query);
  if (!first.ok) return { check: unknown, findings: [await finding(presto, query, filled, first.error, 1)] };
  const stop = new AbortController();
  const options = { signal: stop.signal };
  // One that is not answered takes the others with it: the caller is told once, and nothing runs on.
  const [columns, io, logical] = await Promise.all([
    outputColumns(presto, filled.sql, query, options),
    explain(presto, 'TYPE IO, FORMAT JSON', filled.sql, query, options),
    explain(presto, 'TYPE LOGICAL, FORMAT JSON', filled.sql, query, options),
  ]).catch((error: unknown) => {
    stop.abort();
    throw error;
  });
  if (!columns.ok) {
    return { check: unknown, findings: [await finding(presto, query, filled, columns.error, columns.linesBefore)] };
  }
  // Constants are computed when the query is planned: a date that is none is found here and not by VALIDATE.
  for (const answer of [io, logical]) {
    if (!answer.ok) return { check: unknown, findings: [await finding(presto, query, filled, answer.error, 1)] };
  }
  const judged = checkColumns(columns.columns, query, {
    setting: query.place,
    alias: (name) => aliasPlace(query, name),
    query: placeOf(query, { offset: 0, length: statement ? statement.end : 0 }),
  });
  return {
    check: {
      ...unknown,
      valid: true,
      columns: judged.columns,
      tables: answered(io, tablesRead),
      // Of an invented window it would be an invented number.
      estimated_rows: filled.filled ? null : answered(logical, estimatedRows),
    },
    findings: judged.findings,
  };
}

function asItIs(sql: string): FilledQuery {
  return { sql, filled: false, written: (at) => at };
}

/** The query stands on lines of its own, so that its lines are one more than in the file, and its columns the same. */
function explain(
  presto: Presto,
  what: string,
  sql: string,
  query: QueryToCheck,
  options: PrestoOptions = {},
): Promise<PrestoAnswer> {
  return presto.run(`EXPLAIN (${what})\n${sql}`, { ...options, ...timeoutOf(query) });
}

const timeoutOf = ({ timeout }: QueryToCheck): PrestoOptions => (timeout === undefined ? {} : { timeout });

type ColumnsAnswer = { ok: true; columns: PrestoColumn[] } | { ok: false; error: PrestoError; linesBefore: number };

/**
 * Names and types of the columns. DESCRIBE OUTPUT takes the query in a header; one that is too long for it is asked for no
 * row, which is planned to nothing.
 */
async function outputColumns(
  presto: Presto,
  sql: string,
  query: QueryToCheck,
  options: PrestoOptions,
): Promise<ColumnsAnswer> {
  const bounds = { ...options, ...timeoutOf(query) };
  if (encodeURIComponent(sql).length > LONGEST_HEADER) {
    const answer = await presto.run(`SELECT * FROM (\n${sql}\n) AS q LIMIT 0`, bounds);
    return answer.ok ? { ok: true, columns: answer.columns } : { ...answer, linesBefore: 1 };
  }
  const answer = await presto.run('DESCRIBE OUTPUT q', { ...bounds, prepared: { q: sql } });
  if (!answer.ok) return { ...answer, linesBefore: 0 };
  const [name, type] = ['Column Name', 'Type'].map((title) =>
    answer.columns.findIndex((column) => column.name === title),
  );
  return {
    ok: true,
    columns: answer.rows.map((row) => ({ name: String(row[name ?? -1]), type: String(row[type ?? -1]) })),
  };
}

/** What a plan in JSON says. */
function answered<T>(answer: PrestoAnswer, read: (json: string) => T): T | null {
  if (!answer.ok) return null;
  try {
    return read(String(answer.rows[0]?.[0]));
  } catch {
    throw new Failure('unavailable', 'Presto explains the query in a form that is not known here', {
      wayOut: 'Check the version of Presto: this is written for PrestoDB 0.296.',
    });
  }
}

async function finding(
  presto: Presto,
  query: QueryToCheck,
  filled: FilledQuery,
  error: PrestoError,
  linesBefore: number,
): Promise<Finding> {
  const fault = queryFault(error, filled.sql, linesBefore, offsetOf);
  const meant = fault.advised ? undefined : await suggest(presto, fault, filled.sql);
  return {
    rule: `query/${fault.kind}`,
    severity: 'error',
    message: fault.message,
    way_out: meant === undefined ? fault.wayOut : `Did you mean ${meant}? ${fault.wayOut}`,
    place: faultPlace(query, filled, fault),
  };
}

function faultPlace(query: QueryToCheck, filled: FilledQuery, { at, setting }: QueryFault): Place {
  if (at) return placeOf(query, filled.written(at));
  return (setting === undefined ? null : query.place(setting)) ?? placeOf(query, { offset: 0, length: 0 });
}

/** The last `AS name` of the text, or the last mention of the name. */
function aliasPlace(query: QueryToCheck, name: string): Place | null {
  const tokens = tokenize(query.sql);
  const wanted = name.toUpperCase();
  const isIt = ({ kind, word }: { kind: string; word: string }) =>
    (kind === 'word' && word === wanted) || (kind === 'quoted' && word.slice(1, -1).toUpperCase() === wanted);
  const token =
    tokens.findLast((token, index) => isIt(token) && tokens[index - 1]?.word === 'AS') ?? tokens.findLast(isIt);
  return token ? placeOf(query, { offset: token.start, length: token.end - token.start }) : null;
}

/** A piece of the query as a place in the repository. */
function placeOf(query: QueryToCheck, { offset, length }: { offset: number; length: number }): Place {
  const start = queryPosition(query.source, query.sql, { offset });
  const place = { ...start, file: query.file?.(start.file) ?? start.file };
  if (length === 0) return place;
  const end = queryPosition(query.source, query.sql, { offset: offset + length - 1 });
  return { ...place, end_line: end.line, end_column: end.column };
}
