/** The rows of a query by aggregates; never a row of data. */
export interface DataProfile {
  rows: number;
  /** Label as text → rows; a NULL label is `NULL`, labels that are not shown are `(other)`. Only labels that occur. */
  classes: Record<string, number>;
  columns: ColumnProfile[];
}

export interface ColumnProfile {
  name: string;
  nulls: number;
  /** NaN and infinities, which are neither missing nor in the figures; absent when there are none. */
  not_finite?: number;
  /** Approximate number of distinct values. */
  distinct: number;
  /** Numbers: min, quartiles, max and mean; null for other types or without a value. */
  numbers: { min: number; p25: number; p50: number; p75: number; max: number; mean: number } | null;
  /**
   * Other types: the most frequent values with their rows, at most 10, cut at 40 characters. Null for a column of more
   * than 50 values; without values that fewer than 5 rows have: what could name somebody does not leave Presto.
   */
  categories: Array<{ value: string; rows: number }> | null;
}

/** What the rows say about whether a metric on them can be believed. Null: it could not be measured. */
export interface DataMeasures {
  /** The rule `feature <= threshold` (or `>`) that answers best on its own, among all features. */
  best_split: { feature: string; operator: '<=' | '>'; threshold: number; accuracy: number; majority: number } | null;
  /** Rows whose key another row has too; null without a key and above 1,000,000 rows. */
  repeated_keys: number | null;
  /** Rows whose features and target another row in another split has too; null above 1,000,000 rows. */
  overlapping_rows: number | null;
  /** Rows and positives (label 1) of each split. */
  splits: Record<'train' | 'validation' | 'test', { rows: number; positives: number }> | null;
}

/** Base query and head query, and the head query against the data that the deployed model was trained on. */
export interface DataDiff {
  base: DataProfile | null;
  head: DataProfile | null;
  /** Null without a deployed model or without its profile. */
  drift: Drift | null;
  /** What could not be measured, and why: `The base query: …`. Plain text; absent when everything was. */
  gaps?: string[];
}

/** Population stability index by column; see docs/data-diff.md. */
export interface Drift {
  /** The model whose data it is compared with: `mlops-presto version 3`. */
  reference: string;
  method: 'PSI';
  columns: Array<{ name: string; value: number | null; verdict: 'stable' | 'moderate' | 'shifted' | 'unknown' }>;
}
