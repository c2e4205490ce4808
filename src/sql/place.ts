import type { SqlPlace } from './analysis.ts';

/** Finds lines and columns in one text. A line ends with a newline, and 😀 is one column, as for Presto. */
export function placesIn(text: string): (start: number, end: number) => SqlPlace {
  let lines: number[] | undefined;
  /** Where characters of two units stand. */
  let wide: number[] = [];
  return (start, end) => {
    if (lines === undefined) {
      lines = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
      wide = Array.from(text.matchAll(/[\u{10000}-\u{10ffff}]/gu), ({ index }) => index);
    }
    const line = countUpTo(lines, start + 1);
    const lineStart = lines[line - 1] ?? 0;
    const column = start - lineStart + 1 - (countUpTo(wide, start) - countUpTo(wide, lineStart));
    return { offset: start, length: end - start, line, column };
  };
}

/** How many of these numbers, which are in order, are less than a limit. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
