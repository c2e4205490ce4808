import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { outsideRepository } from '../config/index.ts';
import type { Finding, Place } from '../finding.ts';
import { logText } from '../log-text.ts';

/** Longest piece of a line that is shown; a file may be one line of a megabyte. */
const SHOWN = 160;

/** A finding as a compiler says it: `file:line:column`, the line with the place marked, and the way out. */
export function findingText(finding: Finding, { root, cwd }: { root: string; cwd: string }): string {
  const { place, severity, message, rule, why, way_out } = finding;
  const at =
    place === null ? '' : `${relative(cwd, join(root, place.file)) || place.file}:${place.line}:${place.column}: `;
  const lines = [`${at}${severity}: ${message} (${rule})`];
  if (place !== null) lines.push(...excerpt(root, place));
  if (why !== undefined) lines.push(`  ${why}`);
  lines.push(`  ${way_out}`);
  return lines.map(logText).join('\n');
}

/** The line of the file and a mark under the place; nothing when the line cannot be read, or is not the repository's to show. */
function excerpt(root: string, place: Place): string[] {
  const file = join(root, place.file);
  if (outsideRepository(file, join(root, 'config.yml')) !== undefined) return [];
  let text: string;
  try {
    text = readFileSync(file, 'utf8').split(/\r\n|\n|\r/)[place.line - 1] ?? '';
  } catch {
    return [];
  }
  if (text.trim() === '') return [];
  const characters = [...text];
  const from = Math.max(0, place.column - 1 - SHOWN / 2);
  const shown = characters.slice(from, from + SHOWN);
  const before = characters.slice(from, place.column - 1);
  const last = place.end_line === undefined || place.end_line === place.line ? place.end_column : undefined;
  const length = Math.max(1, Math.min((last ?? place.column) - place.column + 1, shown.length - before.length));
  const lead = from > 0 ? '… ' : '';
  // Tabs stay tabs, so that the mark stands under its place however wide a tab is.
  const blank = lead.replace('…', ' ') + before.map((character) => (character === '\t' ? '\t' : ' ')).join('');
  return [`  ${lead}${shown.join('')}`, `  ${blank}${'^'.repeat(length)}`];
}
