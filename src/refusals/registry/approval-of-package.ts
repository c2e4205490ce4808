import { isUnversioned } from '../model-package.ts';
import type { Refusal } from '../refusal.ts';

export const approvalOfPackage: Refusal = {
  name: 'approval-of-package',
  operations: ['CreateModelPackage'],
  rule: 'Only a version of a group has an approval status.',
  source: 'API reference, CreateModelPackage.ModelApprovalStatus',
  confidence: 'documented',
  way_out: 'Register the model in a group.',
  find: (request) =>
    isUnversioned(request) && request.at('ModelApprovalStatus').exists
      ? [
          request
            .at('ModelApprovalStatus')
            .refuse('ModelApprovalStatus can only be set for a model package that belongs to a model package group.'),
        ]
      : [],
};
