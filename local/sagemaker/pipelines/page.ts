import { ServiceError } from '../context.ts';

/** The service's page size for a request without MaxResults. */
const DEFAULT_PAGE_SIZE = 100;

/**
 * Gives one page of a sorted list. The token has the key of the last item, so an item that is added or removed between
 * two calls neither hides nor repeats another.
 * @throws ServiceError ValidationException for a token that this list did not give
 */
export function pageOfItems<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  request: { MaxResults?: number; NextToken?: string },
): { items: Item[]; next: { NextToken?: string } } {
  let start = 0;
  if (request.NextToken !== undefined) {
    const last = Buffer.from(request.NextToken, 'base64url').toString('utf8');
    const index = items.findIndex((item) => keyOf(item) === last);
    if (index < 0) throw new ServiceError('ValidationException', `Invalid NextToken: ${request.NextToken}`);
    start = index + 1;
  }
  const page = items.slice(start, start + (request.MaxResults ?? DEFAULT_PAGE_SIZE));
  const last = page.at(-1);
  const hasMore = last !== undefined && start + page.length < items.length;
  return { items: page, next: hasMore ? { NextToken: Buffer.from(keyOf(last)).toString('base64url') } : {} };
}

/**
 * Sorts by a value, and by position where the values are equal. `Descending` is the service's default for most lists.
 */
export function sortItems<Item>(
  items: readonly Item[],
  sortValue: (item: Item) => string | number,
  order: 'Ascending' | 'Descending',
): Item[] {
  const ascending = items
    .map((item, index) => ({ item, index, value: sortValue(item) }))
    .sort((a, b) => (a.value === b.value ? a.index - b.index : a.value < b.value ? -1 : 1))
    .map((each) => each.item);
  return order === 'Ascending' ? ascending : ascending.reverse();
}
