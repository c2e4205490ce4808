import type { Member, Violation } from '../../../src/refusals/index.ts';
import type { Context } from '../context.ts';

/** What a request wants of a quota. */
export interface QuotaUse {
  /** Name of the quota, as AWS gives it. */
  readonly name: string;
  /** Unit of its figures in the message. */
  readonly unit: string;
  readonly used: number;
  /** What the request adds. */
  readonly delta: number;
}

/** Refuses a request that would go over a quota that the account has. The message is that of the service. */
export function overQuota(member: Member, use: QuotaUse, context: Context): readonly Violation[] {
  const { name, unit, used, delta } = use;
  const limit = context.quotas[name];
  if (limit === undefined || used + delta <= limit) return [];
  return [
    member.refuse(
      `The account-level service limit '${name}' is ${limit} ${unit}, with current utilization of ${used} ${unit} and a request ` +
        `delta of ${delta} ${unit}. Please use AWS Service Quotas to request an increase for this quota. If AWS Service Quotas is ` +
        'not available, contact AWS support to request an increase for this quota.',
    ),
  ];
}

/**
 * Reads limits from JSON: an object of numbers by the names that AWS gives the quotas.
 * @throws Error that says what is wrong
 */
export function parseQuotas(text: string): Record<string, number> {
  if (text.trim() === '') return {};
  const example = '{"ml.m5.xlarge for endpoint usage": 2}';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`MLOPS_LOCAL_QUOTAS is not JSON. Write, for example, ${example}.`);
  }
  const isLimits =
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((limit) => typeof limit === 'number' && limit >= 0);
  if (!isLimits)
    throw new Error(`MLOPS_LOCAL_QUOTAS must have a number for each quota. Write, for example, ${example}.`);
  return value as Record<string, number>;
}
