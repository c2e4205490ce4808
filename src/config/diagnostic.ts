/** One mistake in a configuration file, or one remark about it: where it is, what the rule is, what to do. */
export interface Diagnostic {
  severity: 'error' | 'warning';
  /** As the caller named the file, `/` between folders. */
  file: string;
  /** Counted from 1. */
  line: number;
  /** Counted from 1, in characters. */
  column: number;
  /** Dotted path of the value, empty for the file as a whole: `tuning_step.hyperparam_ranges.max_depth`. */
  path: string;
  message: string;
  /** The way out, where it is not plain from the message. */
  hint?: string;
  /** The line of the file, and how many characters to mark from `column`. */
  source?: { text: string; length: number };
}
