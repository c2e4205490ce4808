import { createHash } from 'node:crypto';
import { ServiceError, type Shape } from './context.ts';

/** How one List operation reads its records. */
export interface Listing {
  /** Member that is unique and never changes, usually the ARN. */
  readonly id: string;
  /** Member that each value of SortBy stands for: `{ Name: 'EndpointName', CreationTime: 'CreationTime' }`. */
  readonly sortBy: Readonly<Record<string, string>>;
  readonly defaultSortBy?: string;
  /** The service's default order differs between operations. */
  readonly defaultOrder: 'Ascending' | 'Descending';
  /** Member that NameContains searches. */
  readonly name?: string;
  /** Member that StatusEquals compares. */
  readonly status?: string;
}

/** SageMaker's page size for a request without MaxResults. */
const DEFAULT_PAGE_SIZE = 10;

/**
 * Gives one page of records, as every List operation of the service does: NameContains (case-insensitive),
 * StatusEquals, Creation- and LastModifiedTimeAfter/Before, SortBy, SortOrder, MaxResults, NextToken. The token names
 * the last record of the page. So a record that is added or removed between two pages neither hides nor repeats
 * another.
 * @param records in the order of their creation
 * @throws ServiceError ValidationException for a token of another query
 */
export function pageOfRecords(
  records: readonly Shape[],
  input: Shape,
  listing: Listing,
): { records: Shape[]; NextToken?: string } {
  const member = listing.sortBy[input.SortBy ?? listing.defaultSortBy ?? 'CreationTime'] ?? listing.id;
  const descending = (input.SortOrder ?? listing.defaultOrder) === 'Descending';
  const matching = records.filter((record) => matches(record, input, listing));
  matching.sort((a, b) => compare(a[member], b[member]));
  if (descending) matching.reverse();

  const query = fingerprint(input);
  let start = 0;
  if (input.NextToken !== undefined) {
    const last = decodeToken(input.NextToken, query);
    const index = matching.findIndex((record) => record[listing.id] === last.id);
    if (index >= 0) start = index + 1;
    else {
      // The last record of the page before was deleted: the page starts with the record that came after it.
      const after = matching.findIndex((record) => {
        const order = compare(record[member], last.value);
        return descending ? order < 0 : order > 0;
      });
      start = after >= 0 ? after : matching.length;
    }
  }
  const page = matching.slice(start, start + (input.MaxResults ?? DEFAULT_PAGE_SIZE));
  const last = page.at(-1);
  const hasMore = last !== undefined && start + page.length < matching.length;
  return { records: page, ...(hasMore ? { NextToken: encodeToken(last[listing.id], last[member], query) } : {}) };
}

function matches(record: Shape, input: Shape, listing: Listing): boolean {
  const name = listing.name === undefined ? '' : String(record[listing.name] ?? '');
  if (input.NameContains !== undefined && !name.toLowerCase().includes(String(input.NameContains).toLowerCase()))
    return false;
  if (
    input.StatusEquals !== undefined &&
    listing.status !== undefined &&
    record[listing.status] !== input.StatusEquals
  ) {
    return false;
  }
  return (
    isWithin(record.CreationTime, input.CreationTimeAfter, input.CreationTimeBefore) &&
    isWithin(record.LastModifiedTime, input.LastModifiedTimeAfter, input.LastModifiedTimeBefore)
  );
}

function isWithin(time: number | undefined, after: number | undefined, before: number | undefined): boolean {
  if (after === undefined && before === undefined) return true;
  return time !== undefined && (after === undefined || time > after) && (before === undefined || time < before);
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a ?? ''), String(b ?? '')];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Identifies a query by everything but its page. */
function fingerprint(input: Shape): string {
  const { NextToken: _token, MaxResults: _size, ...query } = input;
  const text = JSON.stringify(Object.entries(query).sort(([a], [b]) => compare(a, b)));
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function encodeToken(id: string, value: unknown, query: string): string {
  return Buffer.from(JSON.stringify([id, value, query])).toString('base64url');
}

function decodeToken(token: string, query: string): { id: string; value: unknown } {
  try {
    const [id, value, tokenQuery] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [string, unknown, string];
    if (tokenQuery === query) return { id, value };
  } catch {
    // Refused below, like the token of another query.
  }
  throw new ServiceError('ValidationException', 'Invalid pagination token: this query did not return it.');
}
