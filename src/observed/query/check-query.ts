import { offsetOf, type QuerySource, queryPosition } from '../../config/index.ts';
import { Failure } from '../../failure.ts';
import type { Finding, Place } from '../../finding.ts';
import type { Presto, PrestoAnswer, PrestoColumn, PrestoError, PrestoOptions } from '../../ports/presto.ts';
import { type Token, tokenize } from '../../sql/tokens.ts';
import type { QueryCheck } from './check.ts';
import { checkRead, type QueryRead } from './check-read.ts';
import { checkColumns, type WantedColumns } from './columns.ts';
import { estimatedRows, tablesRead } from './explained.ts';
import { type QueryFault, queryFault } from './fault.ts';
import { suggestName } from './suggest-name.ts';
import { type FilledQuery, fillWindow } from './window.ts';

/** A query of the configuration, and the columns that it must give. */
export interface QueryToCheck extends WantedColumns {
  /** The SQL as the configuration has it, decoded from YAML. */
  sql: string;
  source: QuerySource;
  /** Returns the place of a value of the configuration by its dotted path, as in a `RuleContext`. */
  place(path: string): Place | null;
  /** Returns the path in the repository of a file, as the configuration names it. */
  file?(name: string): string;
  /** How the job reads the rows; without it only the query itself is checked. */
  read?: QueryRead;
  /** Time limit of each statement, in milliseconds. */
  timeout?: number;
}

/** The result of `checkQuery`. */
export interface CheckedQuery {
  check: QueryCheck;
  findings: Finding[];
  /** Whether the job can read the rows: Presto accepts the query and what the job puts around it. */
  readable: boolean;
  /** How long Presto took for all statements. A plan does not have it: a plan is the same at every run. */
  seconds: number;
}

/** Characters of a prepared statement. It is sent in a header, and Presto refuses more than 8 KiB of headers (431). */
const MAX_HEADER_LENGTH = 6_000;

/** First words of statements that are not queries. Presto explains them too. */
const OTHER_STATEMENTS =
  /^(ALTER|ANALYZE|CALL|COMMIT|CREATE|DEALLOCATE|DELETE|DESC|DESCRIBE|DROP|EXECUTE|EXPLAIN|GRANT|INSERT|MERGE|PREPARE|REFRESH|RESET|REVOKE|ROLLBACK|SET|SHOW|START|TRUNCATE|UPDATE|USE)$/;

/**
 * Asks Presto about a query without running it: whether it is valid, its columns, the tables that it reads and the rows
 * that the optimizer expects; then about the statements that the job puts around it. Each mistake is a finding at its place
 * in the file.
 * @throws Failure when Presto does not answer
 */
export async function checkQuery(presto: Presto, query: QueryToCheck): Promise<CheckedQuery> {
  const start = performance.now();
  const checked = await check(presto, query);
  return { ...checked, seconds: (performance.now() - start) / 1000 };
}

async function check(presto: Presto, query: QueryToCheck): Promise<Omit<CheckedQuery, 'seconds'>> {
  const { check, findings } = await checkText(presto, query);
  if (check.columns === null || findings.some(({ severity }) => severity === 'error')) {
    return { check, findings, readable: check.columns !== null };
  }
  if (query.read === undefined) return { check, findings, readable: true };
  const statement = tokenize(query.sql)[0];
  const queryPlace = placeOf(query, { offset: 0, length: statement ? statement.end : 0 });
  const section = query.kind === 'training' ? 'training_step' : 'transform_step';
  const read = query.kind === 'batch' ? { ...query.read, sql: fillWindow(query.read.sql).sql } : query.read;
  const keyPlace = query.place(`${section}.key_column`) ?? queryPlace;
  const asked = await checkRead(presto, { read, columns: check.columns, keyPlace, queryPlace }, timeoutOf(query));
  return { check, findings: [...findings, ...asked.findings], readable: asked.readable };
}

/** Checks the query as it is written. */
async function checkText(presto: Presto, query: QueryToCheck): Promise<Pick<CheckedQuery, 'check' | 'findings'>> {
  const filled = query.kind === 'batch' ? fillWindow(query.sql) : withoutWindow(query.sql);
  const unknown: QueryCheck = {
    file: placeOf(query, { offset: 0, length: 0 }).file,
    valid: false,
    columns: null,
    tables: null,
    estimated_rows: null,
  };
  const statement = tokenize(query.sql)[0];
  if (statement && OTHER_STATEMENTS.test(statement.word)) {
    return { check: unknown, findings: [notAQuery(query, statement)] };
  }
  const validation = await explain(presto, 'TYPE VALIDATE', filled.sql, timeoutOf(query));
  if (!validation.ok)
    return { check: unknown, findings: [await finding(presto, query, filled, sent(validation.error))] };
  const { columns, io, logical } = await explainAll(presto, filled.sql, query);
  if (!columns.ok) return { check: unknown, findings: [await finding(presto, query, filled, columns)] };
  // Presto computes constants when it plans a query. A date that does not exist is reported here, and not by VALIDATE.
  for (const answer of [io, logical]) {
    if (!answer.ok) return { check: unknown, findings: [await finding(presto, query, filled, sent(answer.error))] };
  }
  const checked = checkColumns(columns.columns, query, {
    setting: query.place,
    alias: (name) => aliasPlace(query, name),
    query: placeOf(query, { offset: 0, length: statement ? statement.end : 0 }),
  });
  return {
    check: {
      ...unknown,
      valid: true,
      columns: checked.columns,
      tables: readExplained(io, tablesRead),
      // With placeholders the window is invented, and so would be the estimate.
      estimated_rows: filled.filled ? null : readExplained(logical, estimatedRows),
    },
    findings: checked.findings,
  };
}

function notAQuery(query: QueryToCheck, statement: Token): Finding {
  return {
    rule: 'query/not-a-query',
    severity: 'error',
    message: `${statement.word} is not a query`,
    why: 'The SQL becomes part of other statements. Only SELECT, WITH, VALUES and TABLE can be a part of a statement.',
    way_out: 'Write a SELECT.',
    place: placeOf(query, { offset: statement.start, length: statement.end - statement.start }),
  };
}

/** Asks for the columns, the tables and the estimate at the same time. */
async function explainAll(presto: Presto, sql: string, query: QueryToCheck) {
  const stop = new AbortController();
  const options = { ...timeoutOf(query), signal: stop.signal };
  // When one statement is not answered, the others are cancelled. The caller gets one failure, and nothing runs on.
  const [columns, io, logical] = await Promise.all([
    outputColumns(presto, sql, options),
    explain(presto, 'TYPE IO, FORMAT JSON', sql, options),
    explain(presto, 'TYPE LOGICAL, FORMAT JSON', sql, options),
  ]).catch((error: unknown) => {
    stop.abort();
    throw error;
  });
  return { columns, io, logical };
}

/** A query that has no placeholders. */
function withoutWindow(sql: string): FilledQuery {
  return { sql, filled: false, writtenSpan: (span) => span };
}

/** The query starts on the second line. So Presto counts one line more than the file has, and the same columns. */
function explain(presto: Presto, what: string, sql: string, options: PrestoOptions): Promise<PrestoAnswer> {
  return presto.run(`EXPLAIN (${what})\n${sql}`, options);
}

const timeoutOf = ({ timeout }: QueryToCheck): PrestoOptions => (timeout === undefined ? {} : { timeout });

/** An error of Presto, and the lines before the query in the statement that was sent. */
interface SentError {
  error: PrestoError;
  linesBefore: number;
}

/** An error of a statement that has one line before the query. */
const sent = (error: PrestoError): SentError => ({ error, linesBefore: 1 });

type ColumnsAnswer = { ok: true; columns: PrestoColumn[] } | ({ ok: false } & SentError);

/**
 * Names and types of the columns. DESCRIBE OUTPUT takes the query from a header. A query that is too long for a header
 * is read with LIMIT 0, which Presto plans as an empty result.
 */
async function outputColumns(presto: Presto, sql: string, options: PrestoOptions): Promise<ColumnsAnswer> {
  if (encodeURIComponent(sql).length > MAX_HEADER_LENGTH) {
    const answer = await presto.run(`SELECT * FROM (\n${sql}\n) AS q LIMIT 0`, options);
    return answer.ok ? { ok: true, columns: answer.columns } : { ...answer, linesBefore: 1 };
  }
  const answer = await presto.run('DESCRIBE OUTPUT q', { ...options, prepared: { q: sql } });
  if (!answer.ok) return { ...answer, linesBefore: 0 };
  const [name, type] = ['Column Name', 'Type'].map((title) =>
    answer.columns.findIndex((column) => column.name === title),
  );
  return {
    ok: true,
    columns: answer.rows.map((row) => ({ name: String(row[name ?? -1]), type: String(row[type ?? -1]) })),
  };
}

/**
 * Reads the JSON of an EXPLAIN.
 * @throws Failure `unavailable` for JSON of another form
 */
function readExplained<T>(answer: PrestoAnswer, read: (json: string) => T): T | null {
  if (!answer.ok) return null;
  try {
    return read(String(answer.rows[0]?.[0]));
  } catch {
    throw new Failure('unavailable', 'Presto explains the query in an unknown form', {
      way_out: 'Check the version of Presto. This program is made for PrestoDB 0.296.',
    });
  }
}

async function finding(
  presto: Presto,
  query: QueryToCheck,
  filled: FilledQuery,
  { error, linesBefore }: SentError,
): Promise<Finding> {
  const fault = queryFault(error, filled.sql, linesBefore, offsetOf);
  const suggestion = fault.advised ? undefined : await suggestName(presto, fault, filled.sql);
  return {
    rule: `query/${fault.kind}`,
    severity: 'error',
    message: fault.message,
    way_out: suggestion === undefined ? fault.way_out : `Did you mean ${suggestion}? ${fault.way_out}`,
    place: faultPlace(query, filled, fault),
  };
}

function faultPlace(query: QueryToCheck, filled: FilledQuery, { at, setting }: QueryFault): Place {
  if (at) return placeOf(query, filled.writtenSpan(at));
  return (setting === undefined ? null : query.place(setting)) ?? placeOf(query, { offset: 0, length: 0 });
}

/** The place of the last `AS name` in the query; without one, the place where the name is used last. */
function aliasPlace(query: QueryToCheck, name: string): Place | null {
  const tokens = tokenize(query.sql);
  const wanted = name.toUpperCase();
  const isName = ({ kind, word }: { kind: string; word: string }) =>
    (kind === 'word' && word === wanted) || (kind === 'quoted' && word.slice(1, -1).toUpperCase() === wanted);
  const token =
    tokens.findLast((token, index) => isName(token) && tokens[index - 1]?.word === 'AS') ?? tokens.findLast(isName);
  return token ? placeOf(query, { offset: token.start, length: token.end - token.start }) : null;
}

/** The place in the repository of a part of the query. */
function placeOf(query: QueryToCheck, { offset, length }: { offset: number; length: number }): Place {
  const start = queryPosition(query.source, query.sql, { offset });
  const place = { ...start, file: query.file?.(start.file) ?? start.file };
  if (length === 0) return place;
  const end = queryPosition(query.source, query.sql, { offset: offset + length - 1 });
  return { ...place, end_line: end.line, end_column: end.column };
}
