/** What bounds a statement. Times in milliseconds. */
export interface Limits {
  /** The whole statement with everything that is tried again, when its caller names no bound. */
  statement: number;
  /** Until a connection stands. */
  connect: number;
  /** Until the next byte comes: Presto answers a poll within a second, whether it has news or not. */
  silence: number;
  /** Until the server has taken note that a statement is given up. */
  cancel: number;
  /** How often one request is sent again, and how long the first pause is; it doubles. */
  retries: number;
  pause: number;
  /** Bytes of one answer. */
  bytes: number;
  /** Rows of one statement, when its caller names no bound. */
  rows: number;
}

export const LIMITS: Limits = {
  statement: 60_000,
  connect: 5_000,
  silence: 15_000,
  cancel: 2_000,
  retries: 4,
  pause: 200,
  bytes: 32 * 1024 * 1024,
  rows: 10_000,
};
