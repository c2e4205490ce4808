import type { OutputColumn, SqlAnalysis } from './analysis.ts';

/** The column that a query yields under a name, whatever its letter case. */
export function outputColumn(analysis: SqlAnalysis, name: string): OutputColumn | undefined {
  return analysis.columns.find((candidate) => candidate.name === name.toLowerCase());
}
