import { Member, type Violation } from '../../../src/refusals/index.ts';
import { type Context, ServiceError, type Shape } from '../context.ts';
import type { InstantRefusal } from './account-refusal.ts';

/**
 * Refuses by one rule, without an interruption: what a handler does next in the same turn sees the same records.
 * @throws ServiceError with the message of the rule
 */
export function enforce(refusal: InstantRefusal, input: Shape, context: Context): void {
  throwFirst(refusal, refusal.find(new Member(input), context));
}

/** @throws ServiceError with the message of the first violation, if there is one */
export function throwFirst({ error }: { error?: string }, violations: readonly Violation[]): void {
  const [first] = violations;
  if (first !== undefined) throw new ServiceError(error ?? 'ValidationException', first.message);
}
