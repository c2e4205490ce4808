import { createHash } from 'node:crypto';
import { ServiceError, type Shape } from './context.ts';

/** How one List operation reads its records. */
export interface Listing {
  /** Member that is unique and stays, usually the ARN. */
  readonly id: string;
  /** Member that SortBy's value stands for: `{ Name: 'EndpointName', CreationTime: 'CreationTime' }`. */
  readonly sortBy: Readonly<Record<string, string>>;
  readonly defaultSortBy?: string;
  /** The service's default differs between operations. */
  readonly defaultOrder: 'Ascending' | 'Descending';
  /** Member that NameContains looks into. */
  readonly name?: string;
  /** Member that StatusEquals compares. */
  readonly status?: string;
}

/** What SageMaker gives without MaxResults. */
const DEFAULT_PAGE = 10;

/**
 * One page of records, as every List operation of the service makes it: NameContains (case-insensitive), StatusEquals,
 * Creation- and LastModifiedTimeAfter/Before, SortBy, SortOrder, MaxResults, NextToken. The token names the last record
 * shown, so records that come or go between two pages are neither skipped nor repeated. A token of another query is refused.
 * @param records in the order of their creation
 */
export function page(
  records: readonly Shape[],
  input: Shape,
  listing: Listing,
): { records: Shape[]; NextToken?: string } {
  const member = listing.sortBy[input.SortBy ?? listing.defaultSortBy ?? 'CreationTime'] ?? listing.id;
  const descending = (input.SortOrder ?? listing.defaultOrder) === 'Descending';
  const wanted = records.filter((record) => matches(record, input, listing));
  wanted.sort((a, b) => compare(a[member], b[member]));
  if (descending) wanted.reverse();

  const query = fingerprint(input);
  let start = 0;
  if (input.NextToken !== undefined) {
    const last = decode(input.NextToken, query);
    const index = wanted.findIndex((record) => record[listing.id] === last.id);
    if (index >= 0) start = index + 1;
    else {
      // The last record shown is gone: go on with what would have come after it.
      const after = wanted.findIndex((record) => {
        const order = compare(record[member], last.value);
        return descending ? order < 0 : order > 0;
      });
      start = after >= 0 ? after : wanted.length;
    }
  }
  const shown = wanted.slice(start, start + (input.MaxResults ?? DEFAULT_PAGE));
  const last = shown.at(-1);
  const more = last !== undefined && start + shown.length < wanted.length;
  return { records: shown, ...(more ? { NextToken: encode(last[listing.id], last[member], query) } : {}) };
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
    within(record.CreationTime, input.CreationTimeAfter, input.CreationTimeBefore) &&
    within(record.LastModifiedTime, input.LastModifiedTimeAfter, input.LastModifiedTimeBefore)
  );
}

function within(time: number | undefined, after: number | undefined, before: number | undefined): boolean {
  if (after === undefined && before === undefined) return true;
  return time !== undefined && (after === undefined || time > after) && (before === undefined || time < before);
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a ?? ''), String(b ?? '')];
  return left < right ? -1 : left > right ? 1 : 0;
}

function fingerprint(input: Shape): string {
  const { NextToken: _token, MaxResults: _size, ...query } = input;
  const text = JSON.stringify(Object.entries(query).sort(([a], [b]) => compare(a, b)));
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function encode(id: string, value: unknown, query: string): string {
  return Buffer.from(JSON.stringify([id, value, query])).toString('base64url');
}

function decode(token: string, query: string): { id: string; value: unknown } {
  try {
    const [id, value, of] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [string, unknown, string];
    if (of === query) return { id, value };
  } catch {
    // Refused below, like the token of another query.
  }
  throw new ServiceError('ValidationException', 'Invalid pagination token: it is not one that this query gave out.');
}
