/** What a setting is about, in the order in which a reviewer reads the differences. */
export const SUBJECTS = [
  'query',
  'target',
  'features',
  'sample',
  'hyperparameters',
  'tuning',
  'gates',
  'code',
  'image',
  'resources',
  'pipeline',
  'model',
  'endpoint',
  'batch',
  'environment',
  'tags',
] as const;
export type Subject = (typeof SUBJECTS)[number];
