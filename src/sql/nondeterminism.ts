import type { Nondeterminism } from './analysis.ts';
import type { Call, Expression, Query, Select, TokenRange } from './ast.ts';
import { forEachPart } from './expression-parts.ts';
import type { ParsedQuery } from './parse-query.ts';
import { TextPlaces } from './place.ts';
import { lastName } from './resolve-expression.ts';
import { spellingOf } from './spelling.ts';
import type { Token } from './tokens.ts';
import { writeName, writtenName } from './value.ts';
import { walkExpression, walkQuery } from './walk.ts';

const RANDOM = new Set(['random', 'rand', 'secure_random', 'secure_rand', 'uuid', 'shuffle']);
const ARBITRARY = new Set(['arbitrary', 'any_value']);
/** They collect values in the order in which rows arrive. */
const COLLECTING = new Set(['array_agg', 'multimap_agg', 'set_agg']);
/** Their result does not depend on the order of an array. */
const ORDERLESS = new Set(['array_sort', 'array_max', 'array_min', 'cardinality', 'contains']);
/** They depend on the order of their window. Without ORDER BY it may be any order. */
const ORDERED = new Set(['row_number', 'ntile', 'first_value', 'last_value', 'nth_value', 'lag', 'lead']);

/** What makes two runs of a query differ, in the order of the text. */
export function nondeterminism(parsed: ParsedQuery): Nondeterminism[] {
  const { text, tokens, query } = parsed;
  const places = new TextPlaces(text);
  const causes: Nondeterminism[] = [];
  const add = (kind: Nondeterminism['kind'], { start, end }: TokenRange) => {
    const [from, to] = [tokens[start]?.start ?? 0, tokens[end - 1]?.end ?? 0];
    causes.push({ kind, text: text.slice(from, to), place: places.between(from, to) });
  };
  walkQuery(query, {
    query: (part) => {
      const cut = cutWithoutOrder(tokens, part);
      if (cut !== undefined) add('limit', cut);
    },
    relation: ({ sample }) => {
      if (sample !== undefined) add('sample', sample);
    },
    expression: (expression, inside) => {
      const kind = kindOf(expression, inside);
      if (kind !== undefined) add(kind, expression);
    },
  });
  return causes.sort((a, b) => a.place.offset - b.place.offset || b.place.length - a.place.length);
}

function kindOf(expression: Expression, inside: Expression | undefined): Nondeterminism['kind'] | undefined {
  if (expression.kind === 'special') return expression.name === 'current_user' ? undefined : 'clock';
  if (expression.kind !== 'call') return undefined;
  if (RANDOM.has(expression.name)) return 'random';
  if (expression.name === 'now') return 'clock';
  return isArbitrary(expression, inside) ? 'arbitrary' : undefined;
}

function isArbitrary(call: Call, inside: Expression | undefined): boolean {
  if (ARBITRARY.has(call.name)) return true;
  if (COLLECTING.has(call.name)) {
    return call.order.length === 0 && !(inside?.kind === 'call' && ORDERLESS.has(inside.name));
  }
  return ORDERED.has(call.name) && call.window !== undefined && call.window.order.length === 0;
}

/** LIMIT or OFFSET with the ORDER BY before it, where that ORDER BY does not determine which rows are taken. */
function cutWithoutOrder(tokens: readonly Token[], query: Query): TokenRange | undefined {
  const cut = query.offset ?? query.limit;
  if (cut === undefined) return undefined;
  // A random order is reported once, at the function that makes it random.
  if (query.order.some(({ slot }) => isRandom(slot.node)) || hasTotalOrder(tokens, query)) return undefined;
  return { start: query.orderRange?.start ?? cut.start, end: (query.limit ?? cut).end };
}

function isRandom(expression: Expression): boolean {
  let random = false;
  walkExpression(expression, {
    expression: (part) => {
      if (part.kind === 'call' && RANDOM.has(part.name)) random = true;
    },
  });
  return random;
}

/**
 * Whether no two different rows of the result are equal in its order. That is so when the order has every column, or
 * every key of the groups, or when there is one row. Whether a column is unique is not known here.
 */
function hasTotalOrder(tokens: readonly Token[], { body, order }: Query): boolean {
  if (body.kind !== 'select') return false;
  if (hasOneRow(body)) return true;
  const keys = new Set(order.map(({ slot }) => writtenExpression(tokens, slot.node)));
  const items = body.items.map((item) => {
    if (item.kind === 'star') return undefined;
    const name = item.alias ?? lastName(item.slot.node);
    return {
      words: writtenExpression(tokens, item.slot.node),
      name: name === undefined ? undefined : writtenName(name),
    };
  });
  const isKey = (at: number) => {
    const item = items[at];
    if (item === undefined) return false;
    return keys.has(String(at + 1)) || keys.has(item.words) || (item.name !== undefined && keys.has(item.name));
  };
  if (items.length > 0 && items.every((_, at) => isKey(at))) return true;
  if (body.group === undefined || !body.group.simple || body.group.keys.length === 0) return false;
  const sorted = new Set(items.flatMap((item, at) => (item !== undefined && isKey(at) ? [item.words, item.name] : [])));
  return body.group.keys.every(({ node }) => {
    const key = writtenExpression(tokens, node);
    if (/^\d+$/.test(key)) return isKey(Number(key) - 1);
    const name = lastName(node);
    return keys.has(key) || (name !== undefined && keys.has(writtenName(name))) || sorted.has(key);
  });
}

/** Whether a SELECT without GROUP BY gives one row, because it has only aggregates. */
function hasOneRow({ group, items }: Select): boolean {
  return group === undefined && items.every((item) => item.kind === 'expression' && isAggregated(item.slot.node));
}

function isAggregated(expression: Expression): boolean {
  return expression.kind === 'call' && expression.window === undefined && AGGREGATES.has(expression.name);
}

const AGGREGATES = new Set(['count', 'sum', 'avg', 'min', 'max', 'count_if', 'approx_distinct', 'stddev', 'variance']);

/** An expression in the spelling of the analysis, without brackets that change nothing, to compare it with others. */
function writtenExpression(tokens: readonly Token[], expression: Expression): string {
  const words: string[] = [];
  const write = (node: Expression) => {
    if (node.kind === 'reference') writeName(node.path, words);
    else {
      forEachPart(node, {
        token: (at) => words.push(...tokens.slice(at, at + 1).map(spellingOf)),
        slot: (slot) => {
          const needsBrackets = slot.node.level < slot.level;
          if (needsBrackets) words.push('(');
          write(slot.node);
          if (needsBrackets) words.push(')');
        },
      });
    }
  };
  write(expression);
  return words.join(' ');
}
