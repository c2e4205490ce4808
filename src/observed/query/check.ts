/** What Presto says about a query when it does not run it. */
export interface QueryCheck {
  /** Path of the file that has the SQL, as in a `Place`. */
  file: string;
  /** Null: Presto was not asked. */
  valid: boolean | null;
  columns: Array<{ name: string; type: string; role: 'target' | 'feature' | 'key' | 'unused' }> | null;
  /** `catalog.schema.table`, sorted. */
  tables: string[] | null;
  /** Estimate of the optimizer; null when the optimizer makes no estimate. */
  estimated_rows: number | null;
}
