/**
 * Names of the rules in src/refusals: what AWS refuses beyond the model of its API. A finding has `aws/` before the name. A test
 * compares the list with the rules.
 */
export const REFUSAL_NAMES = ['managed-instance-scaling', 'range-without-width'] as const;

export type RefusalName = (typeof REFUSAL_NAMES)[number];
