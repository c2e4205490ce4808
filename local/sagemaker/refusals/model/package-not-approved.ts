import type { AccountRefusal } from '../account-refusal.ts';
import { packagesOf } from '../packages.ts';

export const packageNotApproved: AccountRefusal = {
  name: 'package-not-approved',
  operations: ['CreateModel'],
  rule: 'A version of a model package group is approved before a model is made from it.',
  source: 'API reference, CreateModelPackage.ModelApprovalStatus',
  confidence: 'documented',
  find: (request, context) =>
    packagesOf(request, context)
      .filter(({ record }) => record.ModelPackageVersion !== undefined && record.ModelApprovalStatus !== 'Approved')
      .map(({ member, record }) =>
        member.refuse(
          `Model package ${record.ModelPackageArn} has the approval status ${record.ModelApprovalStatus}. It must be Approved.`,
        ),
      ),
};
