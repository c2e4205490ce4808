import { LEVEL, type Query } from './ast.ts';
import type { Cursor, PlacedExpression } from './cursor.ts';
import { isLambda, isQueryWord, queryGoesOn } from './lookahead.ts';
import { chainNode, otherNode, queryNode, referenceNode, slotOf } from './nodes.ts';
import { readOperand } from './parse-slot.ts';

/** What stands in brackets: a query, or one or more expressions. `whole` is the brackets with their content. */
type Bracketed =
  | { kind: 'query'; query: Query; whole: PlacedExpression }
  | { kind: 'expressions'; items: PlacedExpression[]; whole: PlacedExpression };

/**
 * Reads brackets that contain a query or expressions. Only the token behind inner brackets tells which of the two it
 * is: `((SELECT 1) UNION SELECT 2)` and `((SELECT 1) + 2)`.
 */
export function readBrackets(c: Cursor): Bracketed {
  return c.nest(() => {
    const start = c.at++;
    if (isQueryWord(c.word)) return closeQuery(c, start, c.grammar.readQuery(c));
    let first: PlacedExpression | undefined;
    if (c.is('(') && !isLambda(c) && !c.is('(', ')')) {
      const inner = readBrackets(c);
      if (inner.kind === 'query' && inner.query.with.length === 0 && (queryGoesOn(c) || c.is(')'))) {
        const { start: from, end } = inner.whole;
        return closeQuery(
          c,
          start,
          c.grammar.continueQuery(c, { kind: 'nested', query: inner.query, start: from, end }),
        );
      }
      first = c.grammar.readCondition(c, readPostfix(c, inner.whole));
    }
    const items = [first ?? c.grammar.readCondition(c)];
    while (c.accept(',')) items.push(c.grammar.readCondition(c));
    c.expect(')');
    return { kind: 'expressions', items, whole: closeExpressions(c, start, items) };
  });
}

function closeQuery(c: Cursor, start: number, query: Query): Bracketed {
  c.expect(')');
  return { kind: 'query', query, whole: queryNode(c, start, query) };
}

/** One expression in brackets is that expression. Several are a row. */
function closeExpressions(c: Cursor, start: number, items: readonly PlacedExpression[]): PlacedExpression {
  const [only] = items;
  if (only !== undefined && items.length === 1) return { node: only.node, start, end: c.at };
  return otherNode(
    c,
    start,
    LEVEL.primary,
    items.map((item) => slotOf(item, LEVEL.any)),
  );
}

/** Reads `[…]` and `.field`, as often as they follow an expression. */
export function readPostfix(c: Cursor, first: PlacedExpression): PlacedExpression {
  let base = first;
  if (c.is('.') && base.node.kind === 'reference') {
    const path = [...base.node.path];
    while (c.is('.')) {
      c.at++;
      path.push(c.readName());
    }
    base = referenceNode(c, base.start, path);
  }
  if (!c.is('[') && !c.is('.')) return base;
  // A column ARRAY needs brackets. Without them its elements are a list.
  const isArray = c.is('[') && base.node.kind === 'reference' && base.node.path.join() === 'array';
  const slots = [slotOf(base, isArray ? LEVEL.brackets : LEVEL.primary)];
  const ends: number[] = [];
  while (c.is('[') || c.is('.')) {
    ends.push(c.at);
    if (c.is('.')) {
      c.at++;
      c.readName();
    } else {
      c.at++;
      slots.push(readOperand(c));
      c.expect(']');
    }
  }
  return chainNode(c, LEVEL.primary, slots, ends);
}
