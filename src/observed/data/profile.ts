import type { Gap } from '../gap.ts';

/** Aggregates of the rows of a query. It contains no row of data. */
export interface DataProfile {
  rows: number;
  /**
   * Number of rows by label as text. A NULL label is `NULL`; labels that are not shown are `(other)`. Only labels that
   * occur.
   */
  classes: Record<string, number>;
  columns: ColumnProfile[];
}

/** Aggregates of one column. */
export interface ColumnProfile {
  name: string;
  nulls: number;
  /** Number of NaN and infinite values. They are not missing, and no figure includes them. Absent when it is 0. */
  not_finite?: number;
  /** Approximate number of distinct values. */
  distinct: number;
  /** Numbers: min, quartiles, max and mean; null for other types or without a value. */
  numbers: { min: number; p25: number; p50: number; p75: number; max: number; mean: number } | null;
  /**
   * Other types: the most frequent values with their rows, at most 10, cut at 40 characters. Null for a column of more
   * than 50 values. Values of fewer than 5 rows are left out: they could identify a person, so they do not leave
   * Presto.
   */
  categories: Array<{ value: string; rows: number }> | null;
}

/** Facts that decide whether a metric on the rows can be trusted. A fact that could not be measured is null. */
export interface DataMeasures {
  /** The best rule `feature <= threshold` (or `>`) among all features. */
  best_split: { feature: string; operator: '<=' | '>'; threshold: number; accuracy: number; majority: number } | null;
  /** Rows whose key another row has too; null without a key and above 1,000,000 rows. */
  repeated_keys: number | null;
  /** Rows whose features and target another row in another split has too; null above 1,000,000 rows. */
  overlapping_rows: number | null;
  /** Rows and positives (label 1) of each split. */
  splits: Record<'train' | 'validation' | 'test', { rows: number; positives: number }> | null;
}

/** The profiles of base query and head query, and the drift of the head query from the data of the deployed model. */
export interface DataDiff {
  base: DataProfile | null;
  head: DataProfile | null;
  /** Null when no model is deployed, or when its profile is not known. */
  drift: Drift | null;
  /** What could not be measured, and why; absent when everything was measured. */
  gaps?: Gap[];
}

/** Population stability index by column; see docs/data-diff.md. */
export interface Drift {
  /** The model whose data it is compared with: `mlops-presto version 3`. */
  reference: string;
  method: 'PSI';
  columns: Array<{ name: string; value: number | null; verdict: 'stable' | 'moderate' | 'shifted' | 'unknown' }>;
}
