import type { Change } from '../plan/change.ts';
import { code, inert, table } from './markdown.ts';

/** Writes what a deploy did, as Markdown for the job summary. */
export function deploySummary(summary: string, changes: readonly Change[]): string {
  const cell = (value: string | null) => (value === null ? '—' : code(value));
  const rows = changes.map(({ resource, action, from, to, why }) => [
    code(resource),
    action,
    cell(from),
    cell(to),
    inert(why),
  ]);
  const body = rows.length === 0 ? 'Nothing to do.' : table(['Resource', 'Action', 'From', 'To', 'Why'], rows);
  return `## ${inert(summary)}\n\n${body}\n`;
}
