import type { Member, Operation, RefusalFacts, Violation } from '../../../src/refusals/index.ts';
import type { Context } from '../context.ts';

/** Operations that rules of the account read: those of the other rules, and some that take only names. */
export type AccountOperation =
  | Operation
  | 'DeleteEndpoint'
  | 'DeleteEndpointConfig'
  | 'DeleteModelPackage'
  | 'DeleteModelPackageGroup'
  | 'DeletePipeline'
  | 'DeregisterScalableTarget';

/** A rule that depends on what is in the account: other resources, roles, buckets, quotas. */
export interface AccountRefusal extends Omit<RefusalFacts, 'operations'> {
  readonly operations: readonly AccountOperation[];
  /** Type of the error; default `ValidationException`. */
  readonly error?: string;
  /** Finds the members that break the rule in the account of the context. */
  find(request: Member, context: Context): Promise<readonly Violation[]> | readonly Violation[];
}

/**
 * A rule that reads only the records of this service. Requests run side by side, so a handler looks at it again right before it
 * stores a record (see `enforce`).
 */
export interface InstantRefusal extends AccountRefusal {
  find(request: Member, context: Context): readonly Violation[];
}
