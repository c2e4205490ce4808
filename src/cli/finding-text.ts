import { join, relative } from 'node:path';
import { outsideRepository } from '../config/index.ts';
import { readRegularFile } from '../config/regular-file.ts';
import { excerpt } from '../excerpt.ts';
import type { Finding, Place } from '../finding.ts';
import { logText } from '../log-text.ts';

/** Writes a finding as a compiler does: `file:line:column`, the line with a mark below the place, and the way out. */
export function findingText(finding: Finding, { root, cwd }: { root: string; cwd: string }): string {
  const { place, severity, message, rule, why, way_out } = finding;
  const at =
    place === null ? '' : `${relative(cwd, join(root, place.file)) || place.file}:${place.line}:${place.column}: `;
  const lines = [`${at}${severity}: ${message} (${rule})`];
  if (place !== null) lines.push(...excerptLines(root, place));
  if (why !== undefined) lines.push(`  ${why}`);
  lines.push(`  ${way_out}`);
  return lines.map(logText).join('\n');
}

/** Larger than any file that a finding is about. */
const MAX_BYTES = 20 * 1_048_576;

/** Returns nothing for a line that cannot be read, and for a file outside of the repository. */
function excerptLines(root: string, place: Place): string[] {
  const line = readLine(root, place);
  if (line === undefined) return [];
  const sameLine = place.end_line === undefined || place.end_line === place.line;
  const end = (sameLine ? place.end_column : undefined) ?? place.column;
  const shown = excerpt(line, { column: place.column, length: end - place.column + 1 });
  return shown === undefined ? [] : [`  ${shown.text}`, `  ${shown.blank}${shown.mark}`];
}

function readLine(root: string, place: Place): string | undefined {
  const file = join(root, place.file);
  if (outsideRepository(file, join(root, 'config.yml')) !== undefined) return undefined;
  const content = readRegularFile(file, MAX_BYTES);
  if (!('bytes' in content)) return undefined;
  return new TextDecoder().decode(content.bytes).split(/\r\n|\n|\r/)[place.line - 1];
}
