import { LEVEL, type Slot, type SortKey, type Window } from './ast.ts';
import type { Cursor, PlacedExpression } from './cursor.ts';
import { beginsExpression } from './lookahead.ts';
import { otherNode, slotOf } from './nodes.ts';
import { readExpression, readOperand, readSortKeys } from './parse-slot.ts';
import { readType } from './parse-type.ts';

/** The arguments of a call, as far as they are read. */
interface Arguments {
  /** The keys of ORDER BY are among them, at the end. */
  slots: Slot[];
  order: SortKey[];
  /** True for `count(*)`. */
  isStar: boolean;
  isDistinct: boolean;
}

/**
 * Reads a function with its arguments, FILTER and OVER; also POSITION, SUBSTRING and TRY_CAST with words between
 * theirs.
 */
export function readCall(c: Cursor): PlacedExpression {
  const start = c.at;
  const keyword = c.peek().kind === 'word' && c.peek(1).word === '(' ? c.word : '';
  const path = c.readQualifiedName();
  c.at++;
  const args: Arguments = { slots: [], order: [], isStar: c.is('*'), isDistinct: false };
  if (args.isStar) c.at++;
  else {
    const special = readArguments(c, keyword, start, args);
    if (special !== undefined) return special;
  }
  c.expect(')');
  const name = path.at(-1) ?? '';
  const slots = [...args.slots];
  const isFiltered = readFilter(c, slots);
  const window = readWindow(c, slots, args.isStar);
  if (path.length === 1) {
    const count = args.slots.length - args.order.length;
    checkSpecialFunction(c, { ...args, start, name, count, isFiltered, hasWindow: window !== undefined });
  }
  const node = {
    kind: 'call',
    start,
    end: c.at,
    level: LEVEL.primary,
    slots,
    order: args.order,
    window,
    name,
  } as const;
  return { node, start, end: c.at };
}

/**
 * Reads the arguments up to the closing bracket. Returns the whole expression when words instead of commas follow the
 * first.
 */
function readArguments(c: Cursor, keyword: string, start: number, args: Arguments): PlacedExpression | undefined {
  if (!c.is(')') && !c.is('ORDER')) {
    const first = c.at;
    args.isDistinct = readQuantifier(c, keyword);
    const special = readFirstArgument(c, c.at === first ? keyword : '', start, args.slots);
    if (special !== undefined) return special;
    while (c.accept(',')) args.slots.push(readExpression(c));
  }
  if (c.is('ORDER')) {
    args.order = readSortKeys(c);
    args.slots.push(...args.order.map(({ slot }) => slot));
  }
  return undefined;
}

/**
 * Reads ALL or DISTINCT before the arguments. Returns whether it is DISTINCT.
 *
 * ALL may also be a column. It is one when no argument can begin behind it. ALL may also be a type, as in
 * POSITION(ALL 'a' IN b).
 */
function readQuantifier(c: Cursor, keyword: string): boolean {
  if (c.is('DISTINCT')) {
    c.at++;
    return true;
  }
  if (!c.is('ALL') || !beginsExpression(c, 1)) return false;
  const isType = keyword === 'POSITION' && ['string', 'unicode'].includes(c.peek(1).kind);
  if (!isType) c.at++;
  return false;
}

/** Reads the first argument into `slots`. Returns the whole expression when words instead of commas follow it. */
function readFirstArgument(c: Cursor, keyword: string, start: number, slots: Slot[]): PlacedExpression | undefined {
  if (keyword === 'POSITION') {
    const value = c.grammar.readValue(c);
    if (c.is('IN')) {
      c.at++;
      const within = readOperand(c);
      c.expect(')');
      return otherNode(c, start, LEVEL.primary, [slotOf(value, LEVEL.concatenation), within]);
    }
    slots.push(slotOf(c.grammar.readCondition(c, value), LEVEL.any));
    return undefined;
  }
  const first = c.grammar.readCondition(c);
  if (keyword === 'SUBSTRING' && c.is('FROM')) {
    const hasBrackets = first.start !== first.node.start;
    if (!hasBrackets && first.node.level < LEVEL.concatenation) c.fail(',');
    c.at++;
    slots.push(slotOf(first, LEVEL.concatenation), readOperand(c));
    if (c.accept('FOR')) slots.push(readOperand(c));
  } else {
    slots.push(slotOf(first, LEVEL.any));
    if (keyword !== 'TRY_CAST' || !c.is('AS')) return undefined;
    c.at++;
    readType(c);
  }
  c.expect(')');
  return otherNode(c, start, LEVEL.primary, slots);
}

/** Reads FILTER (WHERE …) into `slots`. Returns whether it stands here. */
function readFilter(c: Cursor, slots: Slot[]): boolean {
  if (!c.is('FILTER', '(')) return false;
  c.at += 2;
  c.expect('WHERE');
  slots.push(readExpression(c));
  c.expect(')');
  return true;
}

/**
 * Reads IGNORE NULLS OVER (PARTITION BY … ORDER BY … frame). OVER alone may be an alias. IGNORE NULLS and RESPECT NULLS
 * cannot follow `f(*)`.
 */
function readWindow(c: Cursor, slots: Slot[], isStar: boolean): Window | undefined {
  const start = c.at;
  const hasNulls = !isStar && (c.is('IGNORE', 'NULLS') || c.is('RESPECT', 'NULLS'));
  if (hasNulls) {
    c.at += 2;
    if (!c.is('OVER')) c.fail('OVER');
  }
  if (!c.is('OVER') || !(hasNulls || c.is('OVER', '('))) return undefined;
  c.at++;
  c.expect('(');
  if (c.is('PARTITION')) {
    c.at++;
    c.expect('BY');
    slots.push(...c.readList(() => readExpression(c)));
  } else c.expectAlso('PARTITION BY');
  const order = c.is('ORDER') ? readSortKeys(c) : [];
  slots.push(...order.map(({ slot }) => slot));
  if (['RANGE', 'ROWS', 'GROUPS'].includes(c.word)) readFrame(c, slots);
  else c.expectAlso('ORDER BY');
  c.expect(')');
  return { start, end: c.at, order };
}

function readFrame(c: Cursor, slots: Slot[]): void {
  c.at++;
  const hasTwoBounds = c.accept('BETWEEN');
  readBound(c, slots);
  if (!hasTwoBounds) return;
  c.expect('AND');
  readBound(c, slots);
}

function readBound(c: Cursor, slots: Slot[]): void {
  if (c.is('CURRENT', 'ROW') || c.is('UNBOUNDED', 'PRECEDING') || c.is('UNBOUNDED', 'FOLLOWING')) {
    c.at += 2;
    return;
  }
  const distance = c.grammar.readCondition(c);
  // A column UNBOUNDED needs brackets. Without them it is the keyword.
  const isKeyword = distance.node.kind === 'reference' && distance.node.path.join() === 'unbounded';
  slots.push(slotOf(distance, isKeyword ? LEVEL.brackets : LEVEL.any));
  if (!c.accept('PRECEDING') && !c.accept('FOLLOWING')) c.fail();
}

/** How a function is called that Presto's parser knows. */
interface SpecialCall {
  /** The token at which a problem is reported. */
  start: number;
  /** In lower case. */
  name: string;
  /** Number of arguments. */
  count: number;
  isDistinct: boolean;
  isFiltered: boolean;
  hasWindow: boolean;
}

/** Checks what Presto's parser checks of a few functions. Presto reports it after it has read the whole statement. */
function checkSpecialFunction(c: Cursor, call: SpecialCall): void {
  const rule = Object.hasOwn(SPECIAL_FUNCTIONS, call.name) ? SPECIAL_FUNCTIONS[call.name] : undefined;
  if (rule === undefined) return;
  const name = call.name.toUpperCase();
  const report = (message: string) => c.reportLate(message, call.start);
  if (call.count < rule.min || call.count > rule.max) {
    report(`${name} takes ${rule.takes}, but has ${call.count} argument${call.count === 1 ? '' : 's'}`);
  } else if (call.hasWindow) report(`${name} does not allow OVER`);
  else if (call.isDistinct) report(`${name} does not allow DISTINCT`);
  else if (call.isFiltered) report(`${name} does not allow FILTER`);
}

const SPECIAL_FUNCTIONS: Readonly<Record<string, { min: number; max: number; takes: string }>> = {
  if: { min: 2, max: 3, takes: 'a condition and one or two values' },
  nullif: { min: 2, max: 2, takes: 'two values' },
  coalesce: { min: 2, max: Number.POSITIVE_INFINITY, takes: 'two values or more' },
  try: { min: 1, max: 1, takes: 'one value' },
};
