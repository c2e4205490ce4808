import { arnOf } from '../../members.ts';
import { findRecord } from '../../resources/records.ts';
import type { InstantRefusal } from '../account-refusal.ts';

export const groupNameInUse: InstantRefusal = {
  name: 'group-name-in-use',
  operations: ['CreateModelPackageGroup'],
  rule: 'The name of a model package group is unique in the account and region.',
  source: 'message that clients match on, in public files',
  confidence: 'reported',
  find: (request, context) => {
    const name = request.at('ModelPackageGroupName');
    return name.text !== undefined && findRecord('model-package-group', name.text, context)
      ? [name.refuse(`Model Package Group already exists: ${arnOf('model-package-group', name.text, context)}`)]
      : [];
  },
};
