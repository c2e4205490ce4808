/** A place in the repository. Lines and columns count from 1. */
export interface Place {
  /** Relative to the root of the repository, `/` between folders. */
  file: string;
  line: number;
  column: number;
  /** Last line and column (included) of what is meant, where more than a point is known. */
  end_line?: number;
  end_column?: number;
}

/** One rule that a change breaks, or a remark on it. Plain JSON. */
export interface Finding {
  /** Stable, kebab-case, with its family: `honesty/target-from-feature`, `guardrail/canary-size`, `query/unknown-column`, `config/invalid`. */
  rule: string;
  /** `error` stops the merge (the check fails), `warning` is shown, `notice` is good to know. */
  severity: 'error' | 'warning' | 'notice';
  /** One line: what is wrong, with names and figures. Plain text, never Markdown. */
  message: string;
  /** Why that is so, for somebody who is about to disagree: one to three sentences. */
  why?: string;
  /** What to do, in one or two sentences. */
  way_out: string;
  /** Where it stands; null when it is about no file. */
  place: Place | null;
  /**
   * The base has it too, so it is nobody's news: a plan folds it away and counts it apart. Only on warnings and notices of a
   * plan, never on an error (which stops the change, whoever made it); absent where that is not known.
   */
  standing?: true;
}
