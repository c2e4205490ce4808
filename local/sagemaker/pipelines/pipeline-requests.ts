import { createHash } from 'node:crypto';
import { ServiceError, type Shape } from '../context.ts';

/** Members of the API that would change what runs, and that are not implemented here. */
const UNSUPPORTED_MEMBERS = [
  'PipelineVersionAliases',
  'PipelineVersionAlias',
  'PipelineVersionAliasOperations',
  'MlflowExperimentName',
];

/** Refuses members that are not implemented, instead of ignoring them. @throws ServiceError ValidationException */
export function refuseUnsupported(input: Shape): void {
  for (const member of UNSUPPORTED_MEMBERS) {
    if (input[member] !== undefined) {
      throw new ServiceError('ValidationException', `${member} is not supported by this local service.`);
    }
  }
}

/**
 * Gives the digest of a request without its token. It tells a repeated request from another one with the same token.
 */
export function requestDigest(input: Shape): string {
  const { ClientRequestToken: _, ...rest } = input;
  const ordered = JSON.stringify(rest, (_key, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(ordered).digest('hex');
}

/** Tells whether a time is between CreatedAfter and CreatedBefore of a request. */
export function isCreatedBetween(time: number, filter: { CreatedAfter?: number; CreatedBefore?: number }): boolean {
  return time >= (filter.CreatedAfter ?? -Infinity) && time <= (filter.CreatedBefore ?? Infinity);
}
