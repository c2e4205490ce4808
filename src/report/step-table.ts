import { formatDuration } from '../duration.ts';
import type { TrainingRun } from '../observed/training-run.ts';

/** Writes the steps of a run as a table of plain text: name, type, status, time. */
export function stepTable(run: TrainingRun): string {
  const rows = run.steps.map((step) => [
    step.name,
    step.type,
    step.cache_hit === null ? step.status : `${step.status} (cache)`,
    step.duration_seconds === null ? '' : formatDuration(step.duration_seconds),
  ]);
  return textTable([['Step', 'Type', 'Status', 'Time'], ...rows]);
}

/** Writes rows of plain text with their columns below each other. */
export function textTable(rows: string[][]): string {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
