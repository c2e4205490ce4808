import type { Expression, Slot } from './ast.ts';

/** Handles the parts of an expression in the order of the text. */
interface PartHandler {
  /** A token that is not inside a slot. */
  token(at: number): void;
  /** An expression inside it, with the brackets around it. */
  slot(slot: Slot, index: number): void;
}

/** Calls the handler for each part of an expression: a slot as a whole, and each token outside of the slots. */
export function forEachPart({ start, end, slots }: Expression, handler: PartHandler): void {
  let index = 0;
  for (let at = start; at < end; at++) {
    const slot = slots[index];
    if (slot !== undefined && at === slot.start) {
      handler.slot(slot, index++);
      at = slot.end - 1;
    } else handler.token(at);
  }
}
