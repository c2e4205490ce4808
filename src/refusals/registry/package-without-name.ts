import type { Refusal } from '../refusal.ts';

export const packageWithoutName: Refusal = {
  name: 'package-without-name',
  operations: ['CreateModelPackage'],
  rule: 'A model package has a name or a group.',
  source: 'aws/sagemaker-python-sdk#2696',
  confidence: 'quoted',
  way_out: 'Set ModelPackageGroupName.',
  find: (request) =>
    request.at('ModelPackageName').exists || request.at('ModelPackageGroupName').exists
      ? []
      : [request.refuse('Missing ARN')],
};
