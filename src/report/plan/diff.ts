import type { DiffLine } from '../../plan/plan.ts';
import { plural } from '../../plural.ts';

/** Lines that are shown around a change. */
const CONTEXT = 3;
/** Characters of one line that are shown: a query may be one line of a megabyte. */
const LONGEST_LINE = 400;

export interface ShownLine {
  mark: DiffLine['mark'] | '@';
  text: string;
}

/**
 * The lines of a difference that a reader sees: changes with three lines around them, at most `most` lines. The rest is counted:
 * a line with the mark `@` says what is left out.
 */
export function shownLines(lines: readonly DiffLine[], most: number): ShownLine[] {
  const near = nearChange(lines);
  const hunks: ShownLine[] = [];
  let skipped = 0;
  const flush = () => {
    if (skipped > 0) hunks.push({ mark: '@', text: `${plural(skipped, 'line')} unchanged` });
    skipped = 0;
  };
  for (const [i, line] of lines.entries()) {
    if (!near[i]) {
      skipped += 1;
      continue;
    }
    flush();
    hunks.push({ mark: line.mark, text: oneLine(line.text) });
  }
  flush();
  if (hunks.length <= most) return hunks;
  const left = hunks.slice(most);
  const [added, removed] = (['+', '-'] as const).map((mark) => left.filter((line) => line.mark === mark).length);
  return [
    ...hunks.slice(0, most),
    { mark: '@', text: `… ${plural(left.length, 'more line')} (${added} added, ${removed} removed)` },
  ];
}

/** `+3 −1 lines`, `+1 line` */
export function diffSize(lines: readonly DiffLine[]): string {
  const of = (mark: DiffLine['mark']) => lines.filter((line) => line.mark === mark).length;
  const [added, removed] = [of('+'), of('-')];
  const signed = [...(added > 0 ? [`+${added}`] : []), ...(removed > 0 ? [`−${removed}`] : [])].join(' ') || '0';
  return `${signed} ${added + removed === 1 ? 'line' : 'lines'}`;
}

function nearChange(lines: readonly DiffLine[]): boolean[] {
  const near = lines.map(() => false);
  for (const [i, line] of lines.entries()) {
    if (line.mark === ' ') continue;
    for (let j = Math.max(0, i - CONTEXT); j <= Math.min(lines.length - 1, i + CONTEXT); j += 1) near[j] = true;
  }
  // One or two lines are shorter than a line that says that they are left out.
  for (let i = 0; i < near.length; i += 1) {
    const next = near.indexOf(true, i);
    const run = (next === -1 ? near.length : next) - i;
    if (!near[i] && run <= 2) near[i] = true;
    else if (!near[i]) i += run - 1;
  }
  return near;
}

/** A line of a difference, without line ends. */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\r\n\v\f\u0085\u2028\u2029]+/g, ' ');
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}… (${line.length} characters)` : line;
}
