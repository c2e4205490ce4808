import type { Refusal } from '../refusal.ts';

export const packageNameAndGroup: Refusal = {
  name: 'package-name-and-group',
  operations: ['CreateModelPackage'],
  rule: 'A model package has a name, or it is a version of a group. It is not both.',
  source: 'getmoto/moto#7165',
  confidence: 'reported',
  way_out: 'Leave out ModelPackageName. A version has the name of its group.',
  find: (request) =>
    request.at('ModelPackageName').exists && request.at('ModelPackageGroupName').exists
      ? [
          request
            .at('ModelPackageName')
            .refuse(
              'Both ModelPackageName and ModelPackageGroupName are provided in the input. Cannot determine which one to use.',
            ),
        ]
      : [],
};
