import type { OutputColumn, SqlAnalysis } from './analysis.ts';

/** The column of a query with a name, in any letter case. */
export function outputColumn(analysis: SqlAnalysis, name: string): OutputColumn | undefined {
  return analysis.columns.find((candidate) => candidate.name === name.toLowerCase());
}
