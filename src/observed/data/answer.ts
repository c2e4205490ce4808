import { Failure } from '../../failure.ts';
import type { Presto, PrestoOptions } from '../../ports/presto.ts';

/** Time limit of one statement, in milliseconds, and the signal that cancels it. */
export type ReadOptions = Pick<PrestoOptions, 'timeout' | 'signal'>;

/** Default time limit of one statement, in milliseconds. */
const TIMEOUT = 120_000;
/** Limit of rows. All statements here read aggregates, and none returns more rows. */
const MAX_ROWS = 2_000;

/**
 * Returns the rows of one aggregate statement.
 * @throws Failure `conflict` when the query fails on its data. The failure has only the name of Presto's error: the
 * message may quote a value of a row (`Cannot cast 'Jane Doe' to DOUBLE`)
 */
export async function readAggregates(presto: Presto, sql: string, options: ReadOptions): Promise<unknown[][]> {
  const answer = await presto.run(sql, { timeout: TIMEOUT, maxRows: MAX_ROWS, ...options });
  if (answer.ok) return answer.rows;
  throw new Failure('conflict', `Presto cannot finish the query: ${answer.error.name}`, {
    way_out: 'Run the query in a Presto client to see the value at which it fails.',
    facts: { error_name: answer.error.name, error_type: answer.error.type },
  });
}

/** Reads a count; null is 0. Presto sends BIGINT beyond 2^53 and the doubles NaN and Infinity as text. */
export function toNumber(value: unknown): number {
  return value === null || value === undefined ? 0 : Number(value);
}

/** Reads a figure that may be missing. NaN and infinities become null. */
export function toFiniteNumber(value: unknown): number | null {
  const result = value === null || value === undefined ? Number.NaN : Number(value);
  return Number.isFinite(result) ? result : null;
}
