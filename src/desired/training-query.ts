import type { Config } from '../config/index.ts';
import { readSql } from '../config/sql-text.ts';

/**
 * The SQL that the training rows are read with. With `training_step.sample` it keeps the same rows at every run: those
 * whose key has the least hash, where another seed gives another sample. Presto's TABLESAMPLE and RANDOM() have no seed.
 *
 * The key is hashed as text, so that any type that casts to VARCHAR will do; target and features come last in the order
 * for the case that a key repeats. The query stands on lines of its own, so that a comment at its end stays a comment; the
 * container script knows the first line (`queries.py`), so that positions in its messages are those of the user's text.
 */
export function trainingQuery(config: Config): string {
  const step = config.training_step;
  const { sql } = readSql(step.query);
  if (!step.sample || step.key_column === undefined) return `${sql}\n`;
  const key = quoted(step.key_column);
  const order = [
    `xxhash64(to_utf8('${step.sample.seed}:' || CAST(${key} AS VARCHAR)))`,
    ...new Set([key, ...[step.training_target, ...step.training_features].map(quoted)]),
  ];
  return `SELECT * FROM ( -- a sample of\n${sql}\n) AS candidates\nORDER BY ${order.join(', ')}\nLIMIT ${step.sample.rows}\n`;
}

/** The SQL that the rows of a batch are read with; `{start_time_utc}` and `{end_time_utc}` are filled in by the script that runs it. */
export function batchQuery(query: string): string {
  return `${readSql(query).sql}\n`;
}

/** Whether the window of a run reaches the query. In quotes and comments a placeholder is the user's own text. */
export function usesWindow(query: string): boolean {
  return /\{(start|end)_time_utc\}/.test(readSql(query).code);
}

/** A column name as Presto takes any: in double quotes, case does not matter. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
