import { Failure } from '../failure.ts';
import type { Presto, PrestoOptions } from '../ports/presto.ts';

/** How long one statement may take, in milliseconds, and how it is given up. */
export type ReadOptions = Pick<PrestoOptions, 'timeout' | 'signal'>;

const TIMEOUT = 120_000;
/** Aggregates only: no statement here yields more. */
const MAX_ROWS = 2_000;

/**
 * The rows of one aggregate statement. A query that fails on its data fails with `conflict` and the name of Presto's error
 * only: its message may quote a value of a row (`Cannot cast 'Jane Doe' to DOUBLE`).
 */
export async function aggregates(presto: Presto, sql: string, options: ReadOptions): Promise<unknown[][]> {
  const answer = await presto.run(sql, { timeout: TIMEOUT, maxRows: MAX_ROWS, ...options });
  if (answer.ok) return answer.rows;
  throw new Failure('conflict', `Presto cannot run the query to its end: ${answer.error.name}`, {
    wayOut: 'Run the query in a Presto client to see the value at which it fails.',
    facts: { error_name: answer.error.name, error_type: answer.error.type },
  });
}

/** A count or a figure; Presto sends BIGINT beyond 2^53 and the doubles NaN and Infinity as text. */
export function number(value: unknown): number {
  return value === null || value === undefined ? 0 : Number(value);
}

/** A figure that may be missing; NaN and infinities are none. */
export function figure(value: unknown): number | null {
  const result = value === null || value === undefined ? Number.NaN : Number(value);
  return Number.isFinite(result) ? result : null;
}
