import type { AccountRefusal } from '../account-refusal.ts';
import { overQuota } from '../quota.ts';

/** The unit of the figures is not published. */
export const groupQuota: AccountRefusal = {
  name: 'group-quota',
  operations: ['CreateModelPackageGroup'],
  rule: 'The model package groups of an account are within a quota, which is 0 in some new accounts.',
  source: 'message of CreateModelPackageGroup in a public file',
  confidence: 'quoted',
  error: 'ResourceLimitExceeded',
  find: (request, context) =>
    overQuota(
      request.at('ModelPackageGroupName'),
      {
        name: 'Model package groups per account',
        unit: 'Model Package Groups',
        used: context.store.list('model-package-group').length,
        delta: 1,
      },
      context,
    ),
};
