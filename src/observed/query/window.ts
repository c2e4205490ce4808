import { tokenize } from '../../sql/tokens.ts';

/**
 * Values for the placeholders of a batch query, which Presto cannot read. Any values will do: the check is about the
 * text, and facts that depend on the window are not reported.
 */
const WINDOW: Record<string, string> = {
  '{start_time_utc}': "TIMESTAMP '2024-01-01 00:00:00.000'",
  '{end_time_utc}': "TIMESTAMP '2024-01-02 00:00:00.000'",
};

/** A query without placeholders. */
export interface FilledQuery {
  sql: string;
  /** Whether the query had a placeholder. */
  filled: boolean;
  /**
   * Returns the span of the written text for a span of the filled text. A span in a filled-in literal is the whole
   * placeholder.
   */
  writtenSpan(at: { offset: number; length: number }): { offset: number; length: number };
}

/** Fills in the placeholders of a batch query as the job does: with whole TIMESTAMP literals, and not inside quotes. */
export function fillWindow(query: string): FilledQuery {
  /** Each literal in the filled text (`from`, `to`), and its placeholder in the written text (`start`, `end`). */
  const literals: Array<{ from: number; to: number; start: number; end: number }> = [];
  let sql = '';
  let last = 0;
  for (const { kind, start, end } of tokenize(query)) {
    const literal = kind === 'placeholder' ? WINDOW[query.slice(start, end)] : undefined;
    if (literal === undefined) continue;
    sql += query.slice(last, start);
    literals.push({ from: sql.length, to: sql.length + literal.length, start, end });
    sql += literal;
    last = end;
  }
  sql += query.slice(last);
  /**
   * The offset in the written text. An offset in a literal becomes the start or the end of its placeholder, by `side`.
   */
  const writtenOffset = (offset: number, side: 'start' | 'end'): number => {
    const before = literals.findLast(({ from }) => (side === 'start' ? from <= offset : from < offset));
    if (!before) return offset;
    const isInside = side === 'start' ? offset < before.to : offset <= before.to;
    return isInside ? before[side] : before.end + offset - before.to;
  };
  return {
    sql,
    filled: literals.length > 0,
    writtenSpan({ offset, length }) {
      const start = writtenOffset(offset, 'start');
      return { offset: start, length: length === 0 ? 0 : writtenOffset(offset + length, 'end') - start };
    },
  };
}
