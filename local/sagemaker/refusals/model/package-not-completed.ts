import type { AccountRefusal } from '../account-refusal.ts';
import { packagesOf } from '../packages.ts';

export const packageNotCompleted: AccountRefusal = {
  name: 'package-not-completed',
  operations: ['CreateModel'],
  rule: 'A model is made from a model package whose status is Completed.',
  source: 'API reference, DescribeModelPackage.ModelPackageStatus',
  confidence: 'inferred',
  find: (request, context) =>
    packagesOf(request, context)
      .filter(({ record }) => record.ModelPackageStatus !== 'Completed')
      .map(({ member, record }) =>
        member.refuse(`Model package ${record.ModelPackageArn} is in status ${record.ModelPackageStatus}.`),
      ),
};
