import { LEVEL, type Slot, type SortKey, type Window } from './ast.ts';
import type { Cursor, Held } from './cursor.ts';
import { condition, expression, other, value, valueSlot } from './parse-expression.ts';
import { sortKeys } from './parse-query.ts';
import { type } from './parse-type.ts';
import { RESERVED_WORDS } from './reserved-words.ts';

/** A function with its arguments, FILTER and OVER; POSITION, SUBSTRING and TRY_CAST with words between theirs. */
export function call(c: Cursor): Held {
  const start = c.at;
  const keyword = c.peek().kind === 'word' && c.peek(1).word === '(' ? c.word : '';
  const path = c.qualifiedName();
  c.at++;
  const slots: Slot[] = [];
  let star = false;
  let distinct = false;
  let order: SortKey[] = [];
  if (c.is('*')) {
    c.at++;
    star = true;
  } else {
    if (!c.is(')') && !c.is('ORDER')) {
      const first = c.at;
      distinct = quantifier(c, keyword);
      const special = wordy(c, c.at === first ? keyword : '', start, slots);
      if (special !== undefined) return special;
      while (c.accept(',')) slots.push(expression(c));
    }
    if (c.is('ORDER')) {
      order = sortKeys(c);
      slots.push(...order.map(({ slot }) => slot));
    }
  }
  const count = slots.length - order.length;
  c.expect(')');
  const filtered = c.is('FILTER', '(');
  if (filtered) {
    c.at += 2;
    c.expect('WHERE');
    slots.push(expression(c));
    c.expect(')');
  }
  const window = over(c, slots, star);
  if (path.length === 1)
    checkSpecial(c, start, path[0] ?? '', count, { distinct, filtered, over: window !== undefined });
  const node = { kind: 'call', start, end: c.at, level: LEVEL.primary, slots, star, order, window } as const;
  return { node: { ...node, name: path.at(-1) ?? '' }, start, end: c.at };
}

/**
 * ALL or DISTINCT before arguments. ALL may be a column too, which is meant when no argument can begin behind it, and a type,
 * as in POSITION(ALL 'a' IN b). With either of them, ROW is a function of that name and makes no row.
 */
function quantifier(c: Cursor, keyword: string): boolean {
  if (c.is('DISTINCT')) {
    c.at++;
    return true;
  }
  if (!c.is('ALL') || !beginsExpression(c, 1)) return false;
  if (keyword === 'POSITION' && ['string', 'unicode'].includes(c.peek(1).kind)) return false;
  if (keyword !== 'ROW') c.marks.drop.add(c.at);
  c.at++;
  return false;
}

/** Whether an expression can begin with a token. */
export function beginsExpression(c: Cursor, ahead: number): boolean {
  const { kind, word } = c.peek(ahead);
  if (kind === 'symbol') return word === '(' || word === '+' || word === '-' || word === '?';
  if (kind === 'word') return !RESERVED_WORDS.has(word) || BEGINNINGS.has(word);
  return kind !== 'unknown' && kind !== 'end';
}

const BEGINNINGS = new Set(
  [
    'NOT NULL TRUE FALSE CASE CAST EXISTS EXTRACT NORMALIZE GROUPING',
    'CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP',
  ].flatMap((line) => line.split(' ')),
);

/** Reads the first argument into `slots`; the whole expression when words instead of commas follow it. */
function wordy(c: Cursor, keyword: string, start: number, slots: Slot[]): Held | undefined {
  if (keyword === 'POSITION') {
    const first = value(c);
    if (c.is('IN')) {
      c.at++;
      const within = valueSlot(c);
      c.expect(')');
      return other(c, start, LEVEL.primary, [c.slot(first, LEVEL.concatenation), within]);
    }
    slots.push(c.slot(condition(c, LEVEL.any, first), LEVEL.any));
    return undefined;
  }
  const first = condition(c);
  if (keyword === 'SUBSTRING' && c.is('FROM')) {
    const bare = first.start === first.node.start;
    if (bare && first.node.level < LEVEL.concatenation) c.fail(',');
    c.at++;
    slots.push(c.slot(first, LEVEL.concatenation), valueSlot(c));
    if (c.accept('FOR')) slots.push(valueSlot(c));
  } else {
    slots.push(c.slot(first, LEVEL.any));
    if (keyword !== 'TRY_CAST' || !c.is('AS')) return undefined;
    c.at++;
    type(c);
  }
  c.expect(')');
  return other(c, start, LEVEL.primary, slots);
}

/** IGNORE NULLS OVER (PARTITION BY … ORDER BY … frame); OVER alone may be an alias. `f(*)` says nothing of NULLs. */
function over(c: Cursor, slots: Slot[], star: boolean): Window | undefined {
  const start = c.at;
  const nulls = !star && (c.is('IGNORE', 'NULLS') || c.is('RESPECT', 'NULLS'));
  if (nulls) {
    if (c.is('RESPECT')) c.marks.drop.add(c.at).add(c.at + 1);
    c.at += 2;
    if (!c.is('OVER')) c.fail('OVER');
  }
  if (!c.is('OVER') || !(nulls || c.is('OVER', '('))) return undefined;
  c.at++;
  c.expect('(');
  if (c.is('PARTITION')) {
    c.at++;
    c.expect('BY');
    slots.push(...c.list(() => expression(c)));
  } else c.want('PARTITION BY');
  const order = c.is('ORDER') ? sortKeys(c) : [];
  slots.push(...order.map(({ slot }) => slot));
  if (['RANGE', 'ROWS', 'GROUPS'].includes(c.word)) frame(c, slots);
  else c.want('ORDER BY');
  c.expect(')');
  return { start, end: c.at, order };
}

function frame(c: Cursor, slots: Slot[]): void {
  c.at++;
  const between = c.accept('BETWEEN');
  bound(c, slots);
  if (!between) return;
  c.expect('AND');
  bound(c, slots);
}

function bound(c: Cursor, slots: Slot[]): void {
  if (c.is('CURRENT', 'ROW') || c.is('UNBOUNDED', 'PRECEDING') || c.is('UNBOUNDED', 'FOLLOWING')) {
    c.at += 2;
    return;
  }
  const distance = condition(c);
  // A column UNBOUNDED stands in brackets, or it would be the word.
  const isWord = distance.node.kind === 'reference' && distance.node.path.join() === 'unbounded';
  slots.push(c.slot(distance, isWord ? LEVEL.brackets : LEVEL.any));
  if (!c.accept('PRECEDING') && !c.accept('FOLLOWING')) c.fail();
}

/** What the server says of functions that its parser knows, and says when it has read the statement. */
function checkSpecial(
  c: Cursor,
  start: number,
  name: string,
  count: number,
  used: { distinct: boolean; filtered: boolean; over: boolean },
): void {
  const rule = SPECIAL_FUNCTIONS[name];
  if (rule === undefined || !Object.hasOwn(SPECIAL_FUNCTIONS, name)) return;
  const say = (message: string) => c.late.push(c.problem(message, start));
  const shown = name.toUpperCase();
  if (count < rule.least || count > rule.most) say(`${shown} takes ${rule.takes}, not ${count}`);
  else if (used.over) say(`${shown} takes no OVER`);
  else if (used.distinct) say(`${shown} takes no DISTINCT`);
  else if (used.filtered) say(`${shown} takes no FILTER`);
}

const SPECIAL_FUNCTIONS: Record<string, { least: number; most: number; takes: string }> = {
  if: { least: 2, most: 3, takes: 'a condition and one or two values' },
  nullif: { least: 2, most: 2, takes: 'two values' },
  coalesce: { least: 2, most: Number.POSITIVE_INFINITY, takes: 'two values or more' },
  try: { least: 1, most: 1, takes: 'one value' },
};
