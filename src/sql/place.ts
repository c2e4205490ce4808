import type { SqlSpan } from './analysis.ts';

/** Finds lines and columns in one text. A line ends with a newline, and 😀 is one column, as for Presto. */
export class TextPlaces {
  private readonly text: string;
  /** Offsets at which lines begin; computed at the first use. */
  private lines: number[] | undefined;
  /** Offsets of characters of two UTF-16 units. */
  private wideCharacters: number[] = [];

  constructor(text: string) {
    this.text = text;
  }

  /** The span between two offsets of the text, in UTF-16 units, end exclusive. */
  between(start: number, end: number): SqlSpan {
    const lines = this.lineStarts();
    const line = countBelow(lines, start + 1);
    const lineStart = lines[line - 1] ?? 0;
    const wide = countBelow(this.wideCharacters, start) - countBelow(this.wideCharacters, lineStart);
    return { offset: start, length: end - start, line, column: start - lineStart + 1 - wide };
  }

  private lineStarts(): number[] {
    if (this.lines === undefined) {
      this.lines = [0, ...Array.from(this.text.matchAll(/\n/g), ({ index }) => index + 1)];
      this.wideCharacters = Array.from(this.text.matchAll(/[\u{10000}-\u{10ffff}]/gu), ({ index }) => index);
    }
    return this.lines;
  }
}

/** How many numbers of a sorted list are below a limit. */
function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
