import { arnOf } from '../../members.ts';
import { findRecord } from '../../resources/records.ts';
import type { AccountRefusal } from '../account-refusal.ts';

/** A group of another account or region is not one's own, also when a group of the same name is there. */
export const groupMissing: AccountRefusal = {
  name: 'group-missing',
  operations: ['CreateModelPackage', 'DeleteModelPackageGroup'],
  rule: 'The model package group is there, in the account and region of the caller.',
  source: 'aws-controllers-k8s/sagemaker-controller generator.yaml',
  confidence: 'reported',
  find: (request, context) => {
    const group = request.at('ModelPackageGroupName');
    if (group.text === undefined || findRecord('model-package-group', group.text, context)) return [];
    const arn = group.text.startsWith('arn:') ? group.text : arnOf('model-package-group', group.text, context);
    return [group.refuse(`ModelPackageGroup ${arn} does not exist.`)];
  },
};
