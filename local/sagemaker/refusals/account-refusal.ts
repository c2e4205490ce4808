import type { Member, RefusalFacts, Violation } from '../../../src/refusals/index.ts';
import type { Context } from '../context.ts';

/** A rule that depends on what is in the account: other resources, roles, buckets, quotas. */
export interface AccountRefusal extends RefusalFacts {
  /** Type of the error; default `ValidationException`. */
  readonly error?: string;
  /** Finds the members that break the rule in the account of the context. */
  find(request: Member, context: Context): Promise<readonly Violation[]> | readonly Violation[];
}
