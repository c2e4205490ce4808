import { ServiceError } from '../context.ts';

/** The service's own page size when a request names none. */
const DEFAULT_PAGE = 100;

/**
 * One page of a sorted list. The token holds the key of the last item, so items that come or go between two calls
 * neither repeat nor hide others.
 * @throws ServiceError ValidationException for a token that this list did not give
 */
export function page<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
  request: { MaxResults?: number; NextToken?: string },
): { items: Item[]; next: { NextToken?: string } } {
  let from = 0;
  if (request.NextToken !== undefined) {
    const last = Buffer.from(request.NextToken, 'base64url').toString('utf8');
    const index = items.findIndex((item) => key(item) === last);
    if (index < 0) throw new ServiceError('ValidationException', `Invalid NextToken: ${request.NextToken}`);
    from = index + 1;
  }
  const found = items.slice(from, from + (request.MaxResults ?? DEFAULT_PAGE));
  const last = found.at(-1);
  const more = last !== undefined && from + found.length < items.length;
  return { items: found, next: more ? { NextToken: Buffer.from(key(last)).toString('base64url') } : {} };
}

/** Sorts by a value, and by position where that is equal; `Descending` is the service's default for most lists. */
export function sorted<Item>(
  items: readonly Item[],
  value: (item: Item) => string | number,
  order: 'Ascending' | 'Descending',
): Item[] {
  const up = items
    .map((item, index) => ({ item, index, value: value(item) }))
    .sort((a, b) => (a.value === b.value ? a.index - b.index : a.value < b.value ? -1 : 1))
    .map((each) => each.item);
  return order === 'Ascending' ? up : up.reverse();
}
