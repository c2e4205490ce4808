import { alignText, type Quote } from './align-text.ts';
import type { QuerySource } from './schema.ts';
import { type Place, position, type SourceFile } from './source-file.ts';
import type { SqlText } from './sql-text.ts';

/** A point in a query's text: a line and a column as Presto counts them, or an offset in UTF-16 units. */
export type QueryPoint = { line: number; column: number } | { offset: number };

/**
 * Where a point of a decoded query stands in its file. Presto counts lines at line feeds and columns in characters (code
 * points), both from 1; so does the answer. A point among blanks, or behind the end, is behind the last character before
 * it; where the file does not show the text as it is, it is the start of the value.
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
  const [first, length, itsLine, itsColumn] = stretch;
  const end = Math.min(offset, first + length);
  const behind = offset >= first + length;
  if (behind && sql.slice(end, offset + 1).trim() !== '') return { file, line, column };
  return { file, line: itsLine, column: itsColumn + characters(sql.slice(first, end)) };
}

/** Offset in UTF-16 units of a line and a column as Presto counts them. */
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
  /** Place in the file of a piece of the whole text, as far as it stands on one line of it. */
  place(offset: number, length: number): Place;
}

/** Finds the lines of a decoded text, of which `sql` is a part, in the file between `value`'s ends. */
export function layOut(text: string, sql: SqlText, value: Place, quote: Quote): QueryLayout {
  const { source: file } = value;
  const inner = quote.length;
  const stretches = alignText(text, file, value.start + inner, value.end - inner, quote);
  const place = (offset: number, length: number): Place => {
    const found = stretches.findLast((stretch) => stretch.offset <= offset);
    if (!found || offset >= found.offset + found.length) return value;
    const start = found.start + offset - found.offset;
    return { source: file, start, end: start + Math.max(1, length) };
  };
  const count = counter(file);
  const end = sql.start + sql.sql.length;
  const own = stretches.flatMap(({ offset, length, start }) => {
    const [from, to] = [Math.max(offset, sql.start), Math.min(offset + length, end)];
    if (from >= to) return [];
    const { line, column } = count(start + from - offset);
    return [[from - sql.start, to - from, line, column] as const];
  });
  const [line, column] = [own[0]?.[2], own[0]?.[3]];
  const start = line === undefined || column === undefined ? position(value) : { line, column };
  return { source: { file: file.name, ...start, stretches: own }, place };
}

/** Lines and columns of offsets that only grow: a long line is counted once, not once for each of its stretches. */
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
