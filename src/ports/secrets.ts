/** Secrets by name. Each value that is read is registered with the log at once, so that it is never printed. */
export interface Secrets {
  /** Text of the current version; undefined when the secret does not exist. */
  value(name: string): Promise<string | undefined>;
}
