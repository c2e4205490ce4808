import { findRecord } from '../../resources/records.ts';
import type { InstantRefusal } from '../account-refusal.ts';

export const groupInUse: InstantRefusal = {
  name: 'group-in-use',
  operations: ['DeleteModelPackageGroup'],
  rule: 'A model package group that has versions is not deleted.',
  source: 'API reference, DeleteModelPackageGroup errors; aws-controllers-k8s/sagemaker-controller generator.yaml',
  confidence: 'documented',
  error: 'ConflictException',
  find: (request, context) => {
    const name = request.at('ModelPackageGroupName');
    const group = name.text === undefined ? undefined : findRecord('model-package-group', name.text, context)?.record;
    const hasVersions = context.store
      .list('model-package')
      .some((each) => each.ModelPackageGroupName === group?.ModelPackageGroupName);
    return group !== undefined && hasVersions
      ? [
          name.refuse(
            `Model Package Group ${group.ModelPackageGroupArn} cannot be deleted because it still contains Model Packages. Delete them first.`,
          ),
        ]
      : [];
  },
};
