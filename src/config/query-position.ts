import { alignText, type Quote } from './align-text.ts';
import type { QuerySource } from './schema.ts';
import { position, type SourceFile, type SourceSpan } from './source-file.ts';
import type { SqlText } from './sql-text.ts';

/** A point in a query's text: a line and a column as Presto counts them, or an offset in UTF-16 units. */
export type QueryPoint = { line: number; column: number } | { offset: number };

/**
 * The place in the file of a point in a decoded query. Presto counts lines at line feeds, and columns in characters (code
 * points), both from 1; so does the answer. For a point among blanks or behind the end it is the place behind the last
 * character before it. Where the file does not have the same text, it is the start of the value.
 */
export function queryPosition(
  source: QuerySource,
  sql: string,
  at: QueryPoint,
): { file: string; line: number; column: number } {
  const { file, line, column } = source;
  const offset = Math.max(0, Math.min('offset' in at ? at.offset : offsetOf(sql, at), sql.length));
  const stretch = source.stretches.findLast((candidate) => candidate[0] <= offset);
  if (!stretch) return { file, line, column };
  const [first, length, firstLine, firstColumn] = stretch;
  const end = Math.min(offset, first + length);
  const isBehind = offset >= first + length;
  if (isBehind && sql.slice(end, offset + 1).trim() !== '') return { file, line, column };
  return { file, line: firstLine, column: firstColumn + characters(sql.slice(first, end)) };
}

/** The offset, in UTF-16 units, of a line and a column as Presto counts them. */
export function offsetOf(sql: string, at: { line: number; column: number }): number {
  let start = 0;
  for (let line = 1; line < at.line; line++) {
    const newline = sql.indexOf('\n', start);
    if (newline === -1) return sql.length;
    start = newline + 1;
  }
  let offset = start;
  for (let column = 1; column < at.column && offset < sql.length; column++) {
    offset += (sql.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

export interface QueryLayout {
  source: QuerySource;
  /** The span in the file of a piece of the whole text, as far as the piece is on one line of the file. */
  span(offset: number, length: number): SourceSpan;
}

/**
 * Finds the lines of a decoded text in its file.
 * @param written.text the whole text
 * @param written.sql the SQL, which is a part of the text
 * @param written.span the value in the file, with its quotes
 */
export function queryLayout(written: { text: string; sql: SqlText; span: SourceSpan; quote: Quote }): QueryLayout {
  const { text, sql, span: value, quote } = written;
  const { source: file } = value;
  const inner = { source: file, start: value.start + quote.length, end: value.end - quote.length };
  const stretches = alignText(text, inner, quote);
  const span = (offset: number, length: number): SourceSpan => {
    const stretch = stretches.findLast((candidate) => candidate.offset <= offset);
    if (!stretch || offset >= stretch.offset + stretch.length) return value;
    const start = stretch.start + offset - stretch.offset;
    return { source: file, start, end: start + Math.max(1, length) };
  };
  const count = counter(file);
  const end = sql.start + sql.sql.length;
  const ofSql = stretches.flatMap(({ offset, length, start }) => {
    const [from, to] = [Math.max(offset, sql.start), Math.min(offset + length, end)];
    if (from >= to) return [];
    const { line, column } = count(start + from - offset);
    return [[from - sql.start, to - from, line, column] as const];
  });
  const [line, column] = [ofSql[0]?.[2], ofSql[0]?.[3]];
  const first = line === undefined || column === undefined ? position(value) : { line, column };
  return { source: { file: file.name, ...first, stretches: ofSql }, span };
}

/** Lines and columns of offsets that only grow. A long line is counted once, not once for each of its stretches. */
function counter(file: SourceFile): (offset: number) => { line: number; column: number } {
  let [line, column, last] = [1, 1, 0];
  return (offset) => {
    while ((file.lines[line] ?? Number.POSITIVE_INFINITY) <= offset) {
      last = file.lines[line] ?? last;
      line++;
      column = 1;
    }
    column += characters(file.text.slice(last, offset));
    last = offset;
    return { line, column };
  };
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
