import { tokenize } from '../sql/tokens.ts';

/**
 * A window that makes a batch query a query. Its values do not matter: what is checked is the text, and what depends on the
 * window is not reported.
 */
const WINDOW: Record<string, string> = {
  '{start_time_utc}': "TIMESTAMP '2024-01-01 00:00:00.000'",
  '{end_time_utc}': "TIMESTAMP '2024-01-02 00:00:00.000'",
};

export interface FilledQuery {
  sql: string;
  /** Whether there was anything to fill in. */
  filled: boolean;
  /** A piece of the filled text as a piece of the written one; of a literal that was filled in, its whole placeholder. */
  written(at: { offset: number; length: number }): { offset: number; length: number };
}

/** A batch query with its placeholders filled in as the job does it: whole TIMESTAMP literals, and none inside quotes. */
export function fillWindow(query: string): FilledQuery {
  /** Ends of each placeholder in the written and in the filled text. */
  const filled: Array<{ from: number; to: number; start: number; end: number }> = [];
  let sql = '';
  let last = 0;
  for (const { kind, start, end } of tokenize(query)) {
    const literal = kind === 'placeholder' ? WINDOW[query.slice(start, end)] : undefined;
    if (literal === undefined) continue;
    sql += query.slice(last, start);
    filled.push({ from: sql.length, to: sql.length + literal.length, start, end });
    sql += literal;
    last = end;
  }
  sql += query.slice(last);
  /** `side` says which end of a placeholder an offset inside of its literal stands for. */
  const back = (offset: number, side: 'start' | 'end'): number => {
    const before = filled.findLast(({ from }) => (side === 'start' ? from <= offset : from < offset));
    if (!before) return offset;
    const inside = side === 'start' ? offset < before.to : offset <= before.to;
    return inside ? before[side] : before.end + offset - before.to;
  };
  return {
    sql,
    filled: filled.length > 0,
    written({ offset, length }) {
      const start = back(offset, 'start');
      return { offset: start, length: length === 0 ? 0 : back(offset + length, 'end') - start };
    },
  };
}
