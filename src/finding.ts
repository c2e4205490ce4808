import type { RuleName } from './rule-names.ts';

/** A place in the repository. Lines and columns count from 1. */
export interface Place {
  /** Relative to the root of the repository, `/` between folders. */
  file: string;
  line: number;
  column: number;
  /** Last line and column of the place, included. Absent when only its first character is known. */
  end_line?: number;
  end_column?: number;
}

/** One rule that a change breaks, or a notice about it. It is plain JSON. */
export interface Finding {
  /** Stable name with its family: `honesty/target-from-feature`, `query/unknown-column`. */
  rule: RuleName;
  /** `error`: the check fails, which stops the merge. `warning` and `notice` are only shown. */
  severity: 'error' | 'warning' | 'notice';
  /** One line: what is wrong, with names and figures. Plain text, never Markdown. */
  message: string;
  /** Reason of the rule, one to three sentences. */
  why?: string;
  /** What to do, in one or two sentences. */
  way_out: string;
  /** Null for a finding without a file. */
  place: Place | null;
  /**
   * The base has the finding too. A plan folds it away and counts it apart. An error does not have it, because each error stops
   * the change. Absent when it is not known.
   */
  pre_existing?: true;
}
