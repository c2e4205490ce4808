/**
 * What is used of presto-client 1.2.0. `@types/presto-client` describes the package's entry, which is not the module
 * that is loaded here, and neither `request` nor what the callbacks are really given.
 */
declare module 'presto-client/lib/presto-client/index.js' {
  export interface ClientOptions {
    host: string;
    port: number;
    user: string;
    catalog: string;
    schema: string;
    source: string;
    /** Milliseconds between two requests; 0 means 800. */
    checkInterval: number;
    /** Seconds; 0 is no limit. */
    timeout: number;
  }

  /** A path on the coordinator, or the whole address of the next page. */
  export type RequestTarget =
    | string
    | { method: string; path: string; headers?: Record<string, string>; body?: string; user?: string };

  export interface Column {
    name: string;
    type: string;
  }

  export interface ExecuteOptions {
    query: string;
    headers?: Record<string, string>;
    columns(error: null, columns: Column[]): void;
    data(error: null, rows: unknown[][]): void;
    success(): void;
    /** A plain object: the error of the query, or one that wraps it in `error`. */
    error(error: unknown): void;
  }

  export class Client {
    constructor(options: ClientOptions);
    request: (
      target: RequestTarget,
      callback: (error: unknown, status?: number, data?: unknown) => void,
      authorization?: string,
    ) => unknown;
    execute(options: ExecuteOptions): void;
  }
}
