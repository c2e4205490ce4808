/** The tables that EXPLAIN (TYPE IO, FORMAT JSON) names, as `catalog.schema.table`, sorted; a connector may call them otherwise than the query does. */
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

/** Rows of the whole query as EXPLAIN (TYPE LOGICAL, FORMAT JSON) estimates them at its root; null for NaN, which is "unknown". */
export function estimatedRows(json: string): number | null {
  const plan = JSON.parse(json) as { estimates?: Array<{ outputRowCount?: unknown }> };
  const rows = plan.estimates?.[0]?.outputRowCount;
  return typeof rows === 'number' && Number.isFinite(rows) ? Math.round(rows) : null;
}
