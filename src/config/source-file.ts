/** A text that configuration comes from. */
export interface SourceFile {
  /** As messages name it: the path as the caller wrote it, with `/` between folders. */
  name: string;
  text: string;
  /** Offset of the first character of each line. */
  lines: number[];
  /** True for a value that is in no file, such as the value of an environment variable. */
  isNoFile?: true;
}

/** A piece of a source file. `start` and `end` are offsets in UTF-16 units; `end` is excluded. */
export interface SourceSpan {
  source: SourceFile;
  start: number;
  end: number;
}

/** A text with the offsets of its lines. `name` is the path, with / between folders. */
export function sourceFile(name: string, text: string): SourceFile {
  const lines = [0];
  for (const newline of text.matchAll(/\r\n|\n|\r/g)) lines.push(newline.index + newline[0].length);
  return { name: name.replaceAll('\\', '/'), text, lines };
}

/** A value that is in no file. `name` says where it comes from: "environment variable PRESTO_PORT". */
export function valueSource(name: string, text: string): SourceFile {
  return { ...sourceFile(name, text), isNoFile: true };
}

/** The empty span at the start of a file. */
export function startOf(source: SourceFile): SourceSpan {
  return { source, start: 0, end: 0 };
}

/** Line and column of an offset. Both count from 1; the column counts characters (code points). */
export function position(span: { source: SourceFile; start: number }): { line: number; column: number } {
  const { lines, text } = span.source;
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= span.start) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: [...text.slice(lines[low] ?? 0, span.start)].length + 1 };
}

/** Text of a line (from 1) without its line end. */
export function lineText(source: SourceFile, line: number): string {
  const start = source.lines[line - 1] ?? source.text.length;
  return source.text.slice(start, source.lines[line] ?? source.text.length).replace(/[\r\n]+$/, '');
}
