/**
 * Progress and warnings of a verb. They go to standard error in a terminal and to the job log on GitHub, never into a
 * result.
 */
export interface Log {
  info(message: string): void;
  warn(message: string, place?: { file: string; line?: number; column?: number }): void;
  error(message: string, place?: { file: string; line?: number; column?: number }): void;
  /** Groups the lines that follow until `end` is called (a fold in the job log). */
  group(title: string): { end(): void };
  /** Registers a value that must never be printed. */
  secret(value: string): void;
}
