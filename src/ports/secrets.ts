/** Secrets by name. A value that was read is registered with the log at once, so that it is never printed. */
export interface Secrets {
  /** Text of the current version; undefined when there is no such secret. */
  value(name: string): Promise<string | undefined>;
}
