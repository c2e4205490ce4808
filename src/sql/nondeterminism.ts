import type { Nondeterminism } from './analysis.ts';
import type { Call, Expression, Query, Span } from './ast.ts';
import { canonicalToken } from './canonical-token.ts';
import type { ParsedQuery } from './parse-query.ts';
import { placesIn } from './place.ts';
import { walkExpression, walkQuery } from './walk.ts';

const RANDOM = new Set(['random', 'rand', 'secure_random', 'secure_rand', 'uuid', 'shuffle']);
const ARBITRARY = new Set(['arbitrary', 'any_value']);
/** They put rows in the order in which they meet them. */
const COLLECTING = new Set(['array_agg', 'multimap_agg', 'set_agg']);
/** What they answer is the same for any order of an array. */
const ORDERLESS = new Set(['array_sort', 'array_max', 'array_min', 'cardinality', 'contains']);
/** They depend on the order of their window, which is any order when it has none. */
const ORDERED = new Set(['row_number', 'ntile', 'first_value', 'last_value', 'nth_value', 'lag', 'lead']);

/** What makes two runs of a query differ, in the order of the text. */
export function nondeterminism(parsed: ParsedQuery): Nondeterminism[] {
  const { text, tokens, query } = parsed;
  const place = placesIn(text);
  const found: Nondeterminism[] = [];
  const add = (kind: Nondeterminism['kind'], { start, end }: Span) => {
    const [from, to] = [tokens[start]?.start ?? 0, tokens[end - 1]?.end ?? 0];
    found.push({ kind, text: text.slice(from, to), place: place(from, to) });
  };
  walkQuery(query, {
    query: (part) => {
      const cut = cutWithoutOrder(parsed, part);
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
  return found.sort((a, b) => a.place.offset - b.place.offset || b.place.length - a.place.length);
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

/** LIMIT or OFFSET, with the ORDER BY before it, where that does not say which rows are taken. */
function cutWithoutOrder(parsed: ParsedQuery, query: Query): Span | undefined {
  const cut = query.offset ?? query.limit;
  if (cut === undefined) return undefined;
  const span = { start: query.orderSpan?.start ?? cut.start, end: (query.limit ?? cut).end };
  // Said once: the words that draw the order are found as what they are.
  if (query.order.some(({ slot }) => isDrawn(slot.node))) return undefined;
  return isTotal(parsed, query) ? undefined : span;
}

function isDrawn(expression: Expression): boolean {
  let drawn = false;
  walkExpression(expression, {
    expression: (part) => {
      if (part.kind === 'call' && RANDOM.has(part.name)) drawn = true;
    },
  });
  return drawn;
}

/**
 * Whether no two different rows are equal in their order: it has every column of the result, or every key of the groups,
 * or there is one row. That a column is unique cannot be seen here.
 */
function isTotal(parsed: ParsedQuery, query: Query): boolean {
  const { body } = query;
  if (body.kind !== 'select') return false;
  const words = (span: Span) =>
    parsed.tokens
      .slice(span.start, span.end)
      .filter((_, at) => !parsed.marks.drop.has(span.start + at))
      .map(canonicalToken)
      .join(' ');
  const items = body.items.map((item) =>
    item.kind === 'star' ? undefined : { words: words(item.slot.node), name: item.alias ?? lastName(item.slot.node) },
  );
  if (
    body.group === undefined &&
    body.items.every((item) => item.kind === 'expression' && isAggregated(item.slot.node))
  ) {
    return true;
  }
  const keys = new Set(query.order.map(({ slot }) => words(slot.node)));
  const has = (at: number) => {
    const item = items[at];
    if (item === undefined) return false;
    return keys.has(String(at + 1)) || keys.has(item.words) || (item.name !== undefined && keys.has(item.name));
  };
  if (items.length > 0 && items.every((_, at) => has(at))) return true;
  if (body.group === undefined || !body.group.simple || body.group.keys.length === 0) return false;
  const sorted = new Set(items.flatMap((item, at) => (item !== undefined && has(at) ? [item.words, item.name] : [])));
  return body.group.keys.every((slot) => {
    const key = words(slot.node);
    if (/^\d+$/.test(key)) return has(Number(key) - 1);
    return keys.has(key) || keys.has(lastName(slot.node) ?? key) || sorted.has(key);
  });
}

function lastName(expression: Expression): string | undefined {
  return expression.kind === 'reference' ? expression.path.at(-1) : undefined;
}

/** Whether it is an aggregate itself, so that a SELECT without GROUP BY gives one row. */
function isAggregated(expression: Expression): boolean {
  return expression.kind === 'call' && expression.window === undefined && AGGREGATES.has(expression.name);
}

const AGGREGATES = new Set(['count', 'sum', 'avg', 'min', 'max', 'count_if', 'approx_distinct', 'stddev', 'variance']);
