/**
 * Returns the tables that EXPLAIN (TYPE IO, FORMAT JSON) names, as `catalog.schema.table`, sorted. A connector may use
 * other names than the query does.
 */
export function tablesRead(json: string): string[] {
  const plan = JSON.parse(json) as {
    inputTableColumnInfos?: Array<{ table?: { catalog?: string; schemaTable?: { schema?: string; table?: string } } }>;
  };
  const names = (plan.inputTableColumnInfos ?? []).map(({ table }) =>
    [table?.catalog, table?.schemaTable?.schema, table?.schemaTable?.table]
      .filter((part) => part !== undefined)
      .join('.'),
  );
  return [...new Set(names)].sort();
}

/**
 * Returns the rows of the whole query: the estimate at the root of EXPLAIN (TYPE LOGICAL, FORMAT JSON). Null for NaN,
 * which means "unknown".
 */
export function estimatedRows(json: string): number | null {
  const plan = JSON.parse(json) as { estimates?: Array<{ outputRowCount?: unknown }> };
  const rows = plan.estimates?.[0]?.outputRowCount;
  return typeof rows === 'number' && Number.isFinite(rows) ? Math.round(rows) : null;
}
