import { readSql } from '../../config/sql-text.ts';
import type { Finding, Place } from '../../finding.ts';
import type { Presto, PrestoAnswer, PrestoError, PrestoOptions } from '../../ports/presto.ts';
import { type KeyColumn, keyText, readStatement, typedSample } from '../data/key-text.ts';
import { measureStatements } from '../data/measuring.ts';
import { profileStatements } from '../data/profiling.ts';
import type { Split } from '../data/split.ts';
import type { DataQuery } from '../data/sql.ts';
import type { QueryCheck } from './check.ts';
import { queryFault } from './fault.ts';

/** How a job reads the rows of a query. */
export interface QueryRead {
  /** The SQL that the job gets: the query, and the sample around it. */
  sql: string;
  /** Instances that share the rows by the hash of the key. */
  instances: number;
  /** The splits of a training; absent for a batch. */
  split?: Split;
}

/** A query that Presto accepts, and what is put around it. */
export interface ReadToCheck {
  read: QueryRead;
  /** The columns of the query with their roles. */
  columns: NonNullable<QueryCheck['columns']>;
  /** Where `key_column` is written. */
  keyPlace: Place;
  /** Where the query starts. */
  queryPlace: Place;
}

/** The result of `checkRead`. */
export interface CheckedRead {
  findings: Finding[];
  /** Whether the job can read the rows. */
  readable: boolean;
}

/**
 * Asks Presto about every statement that the jobs and the plan put around a query, without running it: the sample, the share
 * of one instance, the text of the key; for a training also the profile, the splits and the repeated rows. Presto refuses
 * some of them where it accepts the query, because of the type of the key.
 * @throws Failure when Presto does not answer
 */
export async function checkRead(presto: Presto, query: ReadToCheck, options: PrestoOptions): Promise<CheckedRead> {
  const key = query.columns.find(({ role }) => role === 'key') ?? null;
  const asked = await refusedRead(presto, query, key, options);
  if (asked !== undefined) return { findings: [asked], readable: false };
  const measured = query.read.split && dataQuery(query.columns, query.read.sql);
  if (query.read.split === undefined || measured === undefined) return { findings: [], readable: true };
  const statements = [...profileStatements(measured), ...measureStatements({ ...measured, split: query.read.split })];
  const answers = await explainEach(presto, 'TYPE VALIDATE', statements, options);
  const errors = answers.flatMap((answer) => (isRefused(answer) ? [answer.error] : []));
  const [error] = errors;
  return { findings: error === undefined ? [] : [notMeasured(error, query.queryPlace)], readable: true };
}

/** The finding for what a job sends to Presto, when Presto refuses it. */
async function refusedRead(
  presto: Presto,
  { read, keyPlace }: ReadToCheck,
  key: KeyColumn | null,
  options: PrestoOptions,
): Promise<Finding | undefined> {
  const { sql } = readSql(read.sql);
  const statement = readStatement(sql, key, { index: 0, count: read.instances });
  // That is the query itself, which is checked already.
  if (key === null || (statement.linesBefore === 0 && !isSample(sql))) return undefined;
  const [answer] = await explainEach(presto, 'TYPE LOGICAL', [statement.sql], options);
  if (answer === undefined || !isRefused(answer)) return undefined;
  const column = `"${key.name.replaceAll('"', '""')}"`;
  const text = `SELECT ${keyText(key.type, column)} FROM (\n${innerQuery(sql)}\n) AS q`;
  const [textAnswer] = await explainEach(presto, 'TYPE LOGICAL', [text], options);
  return textAnswer?.ok === false && CANNOT_CAST.test(textAnswer.error.message)
    ? keyHasNoText(key, textAnswer.error, keyPlace)
    : readFails(answer.error, keyPlace);
}

/** PrestoDB 0.296 says so of a type that does not cast, and of an array, map or row with a part that does not. */
const CANNOT_CAST = /^(?:line \d+:\d+: )?Cannot cast /;

const isSample = (sql: string) => sql.startsWith('SELECT * FROM ( -- a sample of\n');

/** The query inside the sample. */
const innerQuery = (sql: string) =>
  isSample(sql) ? sql.slice(sql.indexOf('\n') + 1, sql.lastIndexOf('\n) AS ')) : sql;

/** EXPLAIN of several statements at the same time. When one is not answered, the others are cancelled. */
async function explainEach(
  presto: Presto,
  what: string,
  statements: readonly string[],
  options: PrestoOptions,
): Promise<PrestoAnswer[]> {
  const stop = new AbortController();
  return Promise.all(
    statements.map((sql) => presto.run(`EXPLAIN (${what})\n${sql}`, { ...options, signal: stop.signal })),
  ).catch((error: unknown) => {
    stop.abort();
    throw error;
  });
}

/** Whether Presto refuses a statement for a reason that is the same at every run. */
function isRefused(answer: PrestoAnswer): answer is { ok: false; error: PrestoError } {
  return !answer.ok && answer.error.type === 'USER_ERROR' && answer.error.name !== 'PERMISSION_DENIED';
}

/** Presto's message without a position: that is one of a statement that no user wrote. */
const messageOf = (error: PrestoError) => queryFault(error, '', 0, () => 0).message;

function keyHasNoText({ name, type }: KeyColumn, error: PrestoError, place: Place): Finding {
  return {
    rule: 'query/key-not-scalar',
    severity: 'error',
    message: `${name}, the key column, is ${type}, and Presto cannot make a text of it: ${messageOf(error)}`,
    why: 'Sample, splits and the shares of several instances go by a hash of the key, and Presto hashes text.',
    way_out: 'Use a column that has a single value, unique in each row, or CAST it in the query.',
    place,
  };
}

function readFails(error: PrestoError, place: Place): Finding {
  return {
    rule: 'query/not-readable',
    severity: 'error',
    message: `Presto refuses the statement that reads the rows by their key: ${messageOf(error)}`,
    why: 'The query itself is valid. The job puts a sample or the share of an instance around it.',
    way_out:
      'Give every used column a name that no other column has, in any letter case, and a type that can be ordered.',
    place,
  };
}

function notMeasured(error: PrestoError, place: Place): Finding {
  return {
    rule: 'query/not-measured',
    severity: 'warning',
    message: `A plan cannot measure the rows of this query: ${messageOf(error)}`,
    why: 'Presto refuses a statement that counts the rows. The training does not need it.',
    way_out: 'CAST the named column to another type in the query, or select fewer columns.',
    place,
  };
}

/**
 * Returns the rows that a plan measures; undefined when the query has no target.
 * @param sql the query as the job gets it, with its sample
 */
export function dataQuery(columns: NonNullable<QueryCheck['columns']>, sql: string): DataQuery | undefined {
  const named = (wanted: string) => columns.filter(({ role }) => role === wanted);
  const [target] = named('target');
  const [key] = named('key');
  const features = named('feature').map(({ name }) => name);
  if (target === undefined || features.length === 0) return undefined;
  return {
    sql: typedSample(sql, key ?? null),
    columns: columns.map(({ name, type }) => ({ name, type })),
    target: target.name,
    features,
    key: key?.name ?? null,
  };
}
