/** One text that configuration comes from, and the way from an offset in it to a line and a column. */
export interface SourceFile {
  /** As messages name it: the path as the caller gave it, `/` between folders. */
  name: string;
  text: string;
  /** Offset of the first character of each line. */
  lines: number[];
  /** True for a value that no file holds, such as one of an environment variable. */
  given?: true;
}

/** A stretch of a source file, end exclusive. */
export interface Place {
  source: SourceFile;
  start: number;
  end: number;
}

export function sourceFile(name: string, text: string): SourceFile {
  const lines = [0];
  for (const newline of text.matchAll(/\r\n|\n|\r/g)) lines.push(newline.index + newline[0].length);
  return { name: name.replaceAll('\\', '/'), text, lines };
}

/** A value given by something that is not a file; `name` says by what ("environment variable PRESTO_PORT"). */
export function givenValue(name: string, text: string): SourceFile {
  return { ...sourceFile(name, text), given: true };
}

/** Line and column of an offset, both counted from 1, the column in characters. */
export function position(place: { source: SourceFile; start: number }): { line: number; column: number } {
  const { lines, text } = place.source;
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= place.start) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: [...text.slice(lines[low] ?? 0, place.start)].length + 1 };
}

/** Text of a line (from 1) without its newline. */
export function lineText(source: SourceFile, line: number): string {
  const start = source.lines[line - 1] ?? source.text.length;
  return source.text.slice(start, source.lines[line] ?? source.text.length).replace(/[\r\n]+$/, '');
}
