/** What Presto says about a query, without running it. */
export interface QueryCheck {
  /** Path of the file where the SQL stands, as in a `Place`. */
  file: string;
  /** Null: Presto was not asked. */
  valid: boolean | null;
  columns: Array<{ name: string; type: string; role: 'target' | 'feature' | 'key' | 'unused' }> | null;
  /** `catalog.schema.table`, sorted. */
  tables: string[] | null;
  /** Estimate of the optimizer; null when it has none. */
  estimated_rows: number | null;
}
