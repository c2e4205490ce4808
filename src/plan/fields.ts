/** The verbs that can be bound to a plan. */
export type VerifiedVerb = 'train' | 'deploy';

/**
 * What is wanted, in fields that have a digest each. `decides` lists the verbs whose work the field decides: a verb does not
 * care when another field moved. The order matters: a changed query changes the training pipeline too, and the first field
 * that moved is the one that a refusal names.
 */
export const DESIRED_FIELDS = {
  code: { decides: ['train', 'deploy'] },
  query: { decides: ['train'] },
  'batch query': { decides: ['deploy'] },
  model: { decides: ['deploy'] },
  'endpoint settings': { decides: ['deploy'] },
  'batch settings': { decides: ['deploy'] },
  environment: { decides: ['train', 'deploy'] },
  'training pipeline': { decides: ['train'] },
  'batch pipeline': { decides: ['deploy'] },
} as const satisfies Record<string, { decides: readonly VerifiedVerb[] }>;

export type DesiredField = keyof typeof DESIRED_FIELDS;

/** What is in the account, in fields. `changed_by` is the verb that changes it: only that verb compares the field. */
export const OBSERVED_FIELDS = {
  'training pipeline': { changed_by: 'train' },
  'role of the training pipeline': { changed_by: 'train' },
  'batch pipeline': { changed_by: 'deploy' },
  'role of the batch pipeline': { changed_by: 'deploy' },
  'endpoint model': { changed_by: 'deploy' },
  'batch model': { changed_by: 'deploy' },
  endpoint: { changed_by: 'deploy' },
  'endpoint scaling': { changed_by: 'deploy' },
  'endpoint scaling policy': { changed_by: 'deploy' },
} as const satisfies Record<string, { changed_by: VerifiedVerb }>;

export type ObservedField = keyof typeof OBSERVED_FIELDS;

/** Digests of what is wanted: every field has one. */
export type DesiredDigests = Record<DesiredField, string>;

/** Short texts or digests of what is in the account; a field is absent when nobody looked. */
export type ObservedValues = Partial<Record<ObservedField, string>>;

/** True when the field decides what the verb does. */
export function decides(field: string, verb: VerifiedVerb): boolean {
  if (!Object.hasOwn(DESIRED_FIELDS, field)) return true; // Unknown here: a plan of another version. Fail closed.
  const verbs: readonly VerifiedVerb[] = DESIRED_FIELDS[field as DesiredField].decides;
  return verbs.includes(verb);
}

/** The observed values that a verb changes. */
export function changedBy(verb: VerifiedVerb, values: ObservedValues): ObservedValues {
  const entries = Object.entries(values) as Array<[ObservedField, string]>;
  return Object.fromEntries(entries.filter(([field]) => OBSERVED_FIELDS[field].changed_by === verb));
}
