import { LEVEL, type Slot, type SortKey } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { slotOf } from './nodes.ts';

/** Reads any expression, at a place that needs no brackets. */
export function readExpression(c: Cursor): Slot {
  return slotOf(c.grammar.readCondition(c), LEVEL.any);
}

/** Reads an expression at a place where AND, OR, NOT and comparisons need brackets. */
export function readOperand(c: Cursor): Slot {
  return slotOf(c.grammar.readValue(c), LEVEL.concatenation);
}

/** Reads ORDER BY and its keys. */
export function readSortKeys(c: Cursor): SortKey[] {
  c.expect('ORDER', 'BY');
  return c.readList(() => readSortKey(c));
}

/** Reads one sort key of ORDER BY. */
export function readSortKey(c: Cursor): SortKey {
  const slot = readExpression(c);
  if (!c.accept('DESC')) c.accept('ASC');
  if (c.is('NULLS')) {
    c.at++;
    if (c.is('LAST')) c.at++;
    else c.expect('FIRST');
  }
  return { slot };
}
