/**
 * What the verbs need of a Presto coordinator. When Presto refuses a statement because of its text, that is an answer
 * (`PrestoError`): the plan shows it at its line. Every other error is a `Failure`: `unavailable`, `access_denied`,
 * `credentials_missing`.
 */
export interface Presto {
  /** Runs one statement to its end and returns its rows. A statement that is given up is cancelled on the server. */
  run(sql: string, options?: PrestoOptions): Promise<PrestoAnswer>;
}

export interface PrestoConnection {
  host: string;
  port: number;
  protocol: 'http' | 'https';
  catalog: string;
  schema: string;
  user: string;
  password?: string;
  /** Certificates (PEM) to verify the server with, instead of those of the system. */
  ca?: string;
}

export interface PrestoOptions {
  /** Longest time of the whole statement, in milliseconds. */
  timeout?: number;
  /** More rows are a `Failure`: aggregates are read here, never data. */
  maxRows?: number;
  signal?: AbortSignal;
  /** Prepared statements by name, for DESCRIBE OUTPUT. */
  prepared?: Readonly<Record<string, string>>;
}

export type PrestoAnswer =
  | { ok: true; columns: PrestoColumn[] /** BIGINT beyond 2^53 is text. */; rows: unknown[][] }
  | { ok: false; error: PrestoError };

export interface PrestoColumn {
  name: string;
  /** As Presto writes it: `bigint`, `varchar(15)`, `decimal(12,2)`. */
  type: string;
}

/** https://prestodb.io/docs/current/develop/client-protocol.html: QueryError. */
export interface PrestoError {
  message: string;
  /** `SYNTAX_ERROR`, `DIVISION_BY_ZERO`, … */
  name: string;
  /** `USER_ERROR`, `INSUFFICIENT_RESOURCES`, … */
  type: string;
  /**
   * Counted from 1 in the statement that was sent; lines by line feeds, columns in code points. Presto gives no
   * location for an unknown table.
   */
  location: { line: number; column: number } | undefined;
}
