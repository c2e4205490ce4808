import type { AccountRefusal } from '../account-refusal.ts';
import { packageArn } from '../packages.ts';

export const approvalOfUnversioned: AccountRefusal = {
  name: 'approval-of-unversioned',
  operations: ['UpdateModelPackage'],
  rule: 'Only a version of a group is approved or rejected.',
  source: 'API reference, CreateModelPackage.ModelApprovalStatus',
  confidence: 'documented',
  find: (request, context) => {
    const status = request.at('ModelApprovalStatus');
    const record = context.store.get('model-package', packageArn(request.at('ModelPackageArn').text ?? '', context));
    return status.exists && record !== undefined && record.ModelPackageVersion === undefined
      ? [
          status.refuse(
            'ModelApprovalStatus can only be set for a model package that belongs to a model package group.',
          ),
        ]
      : [];
  },
};
