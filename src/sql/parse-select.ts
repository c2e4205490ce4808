import { LEVEL, type Select, type SelectItem, type Slot } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { beginsExpression } from './lookahead.ts';
import { slotOf } from './nodes.ts';
import { readAlias } from './parse-alias.ts';
import { readRelation } from './parse-relation.ts';
import { readExpression } from './parse-slot.ts';

/** Reads the list and the clauses of a SELECT, behind the word. `start` is the token of the word. */
export function readSelect(c: Cursor, start: number): Select {
  if (c.is('DISTINCT') || (c.is('ALL') && isQuantifier(c))) c.at++;
  const items = c.readList(() => readSelectItem(c));
  const from = c.accept('FROM') ? c.readList(() => readRelation(c)) : [];
  const where = c.accept('WHERE') ? readExpression(c) : undefined;
  let group: Select['group'];
  if (c.is('GROUP')) {
    c.at++;
    c.expect('BY');
    group = readGrouping(c);
  } else c.expectAlso('GROUP BY');
  const having = c.accept('HAVING') ? readExpression(c) : undefined;
  return { kind: 'select', items, from, where, group, having, start, end: c.at };
}

/** Whether ALL is the word of SELECT ALL a. It may also be the name of a column, as in SELECT ALL FROM t. */
function isQuantifier(c: Cursor): boolean {
  if (c.peek(1).word === '(' && c.peek(2).word === '*') return false;
  if (c.peek(1).word !== '*') return beginsExpression(c, 1);
  return c.peek(2).word === ',' || c.peek(2).word === 'FROM' || !beginsExpression(c, 2);
}

function readSelectItem(c: Cursor): SelectItem {
  const start = c.at;
  if (c.is('*')) {
    c.at++;
    return { kind: 'star', path: [], range: { start, end: c.at } };
  }
  let ahead = 0;
  while (c.isName(ahead) && c.peek(ahead + 1).word === '.') ahead += 2;
  if (ahead > 0 && c.peek(ahead).word === '*') {
    const path: string[] = [];
    for (; ahead > 0; ahead -= 2) {
      path.push(c.readName());
      c.at++;
    }
    c.at++;
    return { kind: 'star', path, range: { start, end: c.at } };
  }
  const slot = readExpression(c);
  return { kind: 'expression', slot, alias: readAlias(c), range: { start, end: c.at } };
}

function readGrouping(c: Cursor): NonNullable<Select['group']> {
  const isAll = c.is('ALL') && (beginsExpression(c, 1) || ['ROLLUP', 'CUBE'].includes(c.peek(1).word));
  if (c.is('DISTINCT') || isAll) c.at++;
  const keys: Slot[] = [];
  let simple = true;
  c.readList(() => {
    if (c.is('ROLLUP') || c.is('CUBE')) {
      simple = false;
      c.at++;
      c.expect('(');
      if (!c.is(')')) keys.push(...c.readList(() => readExpression(c)));
      c.expect(')');
    } else if (c.is('GROUPING', 'SETS')) {
      simple = false;
      c.at += 2;
      c.expect('(');
      c.readList(() => keys.push(...readGroupingSet(c)));
      c.expect(')');
    } else keys.push(...readGroupingSet(c));
  });
  return { keys, simple };
}

/**
 * Reads an expression and returns the keys that it is. `(a, b)` is a set of two keys, `((a, b))` is one key, a row.
 * `()` is the set without keys.
 */
function readGroupingSet(c: Cursor): Slot[] {
  if (c.is('(', ')') && c.peek(2).word !== '->') {
    c.at += 2;
    return [];
  }
  const key = c.grammar.readCondition(c);
  const isRow = key.node.kind === 'other' && c.tokens[key.node.start]?.word === '(';
  const isSet = isRow && key.start === key.node.start;
  return isSet ? key.node.slots : [slotOf(key, LEVEL.any)];
}
