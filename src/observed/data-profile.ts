/** The rows of a query by aggregates; never a row of data. */
export interface DataProfile {
  rows: number;
  /** Label as text → rows; a NULL label is `NULL`. */
  classes: Record<string, number>;
  columns: ColumnProfile[];
}

export interface ColumnProfile {
  name: string;
  nulls: number;
  /** Approximate number of distinct values. */
  distinct: number;
  /** Numbers: min, quartiles, max and mean; null for other types or without a value. */
  numbers: { min: number; p25: number; p50: number; p75: number; max: number; mean: number } | null;
  /** Other types: the most frequent values with their rows, at most 10. */
  categories: Array<{ value: string; rows: number }> | null;
}

/** What the rows say about whether a metric on them can be believed. Null: it could not be measured. */
export interface DataMeasures {
  /** The rule `feature <= threshold` (or `>`) that answers best on its own, among all features. */
  best_split: { feature: string; operator: '<=' | '>'; threshold: number; accuracy: number; majority: number } | null;
  /** Rows whose key another row has too; and rows whose features and target another row in another split has too. */
  repeated_keys: number | null;
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
}

/** Population stability index by column; see docs/plan.md. */
export interface Drift {
  /** The model whose data it is compared with: `mlops-presto version 3`. */
  reference: string;
  method: 'PSI';
  columns: Array<{ name: string; value: number | null; verdict: 'stable' | 'moderate' | 'shifted' | 'unknown' }>;
}
