import type { Config } from '../config/index.ts';
import { readSql } from '../config/sql-text.ts';

/**
 * Returns the SQL that reads the training rows. With `training_step.sample` it takes the same rows in every run: the rows
 * whose keys have the smallest hashes. Another random seed gives another sample. Presto's TABLESAMPLE and RANDOM() have no
 * seed.
 *
 * The key is hashed as text, so every type that casts to VARCHAR works. Target and features come last in the order, for
 * keys that repeat. The query has separate lines, so that a comment at its end does not reach further. The container
 * script knows the first line (`queries.py`), so that positions in its messages are positions in the text of the user.
 */
export function trainingQuery(config: Config): string {
  const step = config.training_step;
  const { sql } = readSql(step.query);
  if (!step.sample || step.key_column === undefined) return `${sql}\n`;
  const key = quoteColumn(step.key_column);
  const order = [
    `xxhash64(to_utf8('${step.sample.seed}:' || CAST(${key} AS VARCHAR)))`,
    ...new Set([key, ...[step.training_target, ...step.training_features].map(quoteColumn)]),
  ];
  return `SELECT * FROM ( -- a sample of\n${sql}\n) AS candidates\nORDER BY ${order.join(', ')}\nLIMIT ${step.sample.rows}\n`;
}

/** Returns the SQL that reads the rows of a batch. The container script fills in `{start_time_utc}` and `{end_time_utc}`. */
export function batchQuery(query: string): string {
  return `${readSql(query).sql}\n`;
}

/** Says whether the query has the window of a run. In quotes and comments a placeholder is plain text. */
export function usesWindow(query: string): boolean {
  return /\{(start|end)_time_utc\}/.test(readSql(query).code);
}

/** Writes a column name in double quotes: Presto accepts every name so, and its case does not matter. */
function quoteColumn(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
