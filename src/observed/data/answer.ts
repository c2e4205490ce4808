import { Failure, factsOf } from '../../failure.ts';
import type { Presto, PrestoOptions } from '../../ports/presto.ts';
import { type Gap, gapOf } from '../gap.ts';

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

/**
 * Returns the name of Presto's error when a failure of `readAggregates` is the same at every run: a mistake in the statement or
 * a value that it cannot use. Undefined for everything that may pass on a second try, and for a table that the user of the
 * plan may not see.
 */
export function deterministicError(error: unknown): string | undefined {
  const { error_name: name, error_type: type } = factsOf(error, 'conflict') ?? {};
  return type === 'USER_ERROR' && name !== 'PERMISSION_DENIED' ? String(name) : undefined;
}

/** What was not read: gaps may close on a second try, and errors of Presto, by their names, do not. */
export interface Unread {
  gaps: Gap[];
  errors: string[];
}

/**
 * Reads something of Presto that a plan can do without. The result is undefined when it cannot be read, and `unread` says why.
 * @throws any error that is not a `Failure`: such an error is a defect of this program
 */
export async function readOrNote<T>(unread: Unread, what: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const name = deterministicError(error);
    if (name === undefined) unread.gaps.push(gapOf({ source: 'presto', what }, error));
    else if (!unread.errors.includes(name)) unread.errors.push(name);
    return undefined;
  }
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
