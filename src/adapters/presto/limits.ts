/** What bounds a statement. Times are milliseconds. */
export interface Limits {
  /** The whole statement with everything that is tried again, when its caller names no bound. */
  statementTimeout: number;
  /** Until a connection is open. */
  connectTimeout: number;
  /**
   * Idle time-out, the longest time without a byte: Presto answers a poll within a second, whether it has news or not.
   */
  idleTimeout: number;
  /** Until the server has answered a cancellation. */
  cancelTimeout: number;
  /** How often one request is sent again. */
  maxRetries: number;
  /** Pause before a request is sent again; it doubles each time. */
  firstPause: number;
  /** Bytes of one answer. */
  maxBytes: number;
  /** Rows of one statement, when its caller names no bound. */
  maxRows: number;
}

export const LIMITS: Limits = {
  statementTimeout: 60_000,
  connectTimeout: 5_000,
  idleTimeout: 15_000,
  cancelTimeout: 2_000,
  maxRetries: 4,
  firstPause: 200,
  maxBytes: 32 * 1024 * 1024,
  maxRows: 10_000,
};
