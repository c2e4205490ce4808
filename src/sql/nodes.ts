import { LEVEL, type Query, type Slot } from './ast.ts';
import type { Cursor, PlacedExpression } from './cursor.ts';

/** Puts an expression into another one, at a place that needs brackets below a level. */
export function slotOf({ node, start, end }: PlacedExpression, level: number): Slot {
  return { node, start, end, level };
}

/** An expression of kind `other`, from a token to the position of the parser. */
export function otherNode(c: Cursor, start: number, level: number, slots: Slot[] = []): PlacedExpression {
  return { node: { kind: 'other', start, end: c.at, level, slots }, start, end: c.at };
}

/** A column, from a token to the position of the parser. */
export function referenceNode(c: Cursor, start: number, path: string[]): PlacedExpression {
  return { node: { kind: 'reference', start, end: c.at, level: LEVEL.primary, slots: [], path }, start, end: c.at };
}

/** A query, or a predicate that compares `slots` with one, from a token to the position of the parser. */
export function queryNode(c: Cursor, start: number, query: Query, slots: Slot[] = []): PlacedExpression {
  const level = slots.length > 0 ? LEVEL.predicate : LEVEL.primary;
  return { node: { kind: 'query', start, end: c.at, level, slots, query }, start, end: c.at };
}

/** Operators, fields or elements in a row, from the beginning of the first slot to the position of the parser. */
export function chainNode(c: Cursor, level: number, slots: Slot[], ends: number[]): PlacedExpression {
  const start = slots[0]?.start ?? c.at;
  return { node: { kind: 'chain', start, end: c.at, level, slots, ends }, start, end: c.at };
}
