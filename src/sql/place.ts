import type { SqlPlace } from './analysis.ts';

/** Finds lines and columns in one text. A line ends with a newline, and 😀 is one column, as for Presto. */
export function placesIn(text: string): (start: number, end: number) => SqlPlace {
  let lines: number[] | undefined;
  return (start, end) => {
    lines ??= lineStarts(text);
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((lines[middle] ?? 0) <= start) low = middle;
      else high = middle - 1;
    }
    let column = 1;
    for (let at = lines[low] ?? 0; at < start; column++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    return { offset: start, length: end - start, line: low + 1, column };
  };
}

function lineStarts(text: string): number[] {
  const lines = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
  return lines;
}
