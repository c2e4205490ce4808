import { ApiError } from './api-error.ts';
import type { Call } from './call.ts';
import type { Permission } from './state.ts';

const WRITERS: readonly Permission[] = ['admin', 'maintain', 'write'];

/** Whether the caller has write access to the repository. */
export function hasWriteAccess(call: Call): boolean {
  return WRITERS.includes(call.github.permission(call.repository, call.actor));
}

/** @throws ApiError 403 when the caller has no write access */
export function requireWriteAccess(call: Call): void {
  if (!hasWriteAccess(call)) throw new ApiError(403, 'Resource not accessible by personal access token');
}

/**
 * Labels need triage access, which is less than write access.
 * @throws ApiError 403 when the caller has less
 */
export function requireTriageAccess(call: Call): void {
  if (!hasWriteAccess(call) && call.github.permission(call.repository, call.actor) !== 'triage') {
    throw new ApiError(403, 'Resource not accessible by personal access token');
  }
}
