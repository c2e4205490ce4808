import type { Context, Operations, Shape } from '../context.ts';
import { pageOfRecords } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import { enforce } from '../refusals/enforce.ts';
import { groupNameInUse } from '../refusals/names/group-name-in-use.ts';
import { groupInUse } from '../refusals/registry/group-in-use.ts';
import { findRecord, validationError } from './records.ts';
import { deleteTags } from './tags.ts';

/** Gives a model package group by name or ARN. @throws ServiceError ValidationException when it does not exist */
export function requireGroup(name: string, context: Context): { key: string; record: Shape } {
  const group = findRecord('model-package-group', name, context);
  if (!group) {
    const arn = name.startsWith('arn:') ? name : arnOf('model-package-group', name, context);
    throw validationError(`ModelPackageGroup ${arn} does not exist.`);
  }
  return group;
}

export const modelPackageGroupOperations: Operations = {
  async CreateModelPackageGroup(input, context) {
    const name: string = input.ModelPackageGroupName;
    const ModelPackageGroupArn = arnOf('model-package-group', name, context);
    enforce(groupNameInUse, input, context);
    context.store.put('model-package-group', name, {
      ...pick(input, ['ModelPackageGroupName', 'ModelPackageGroupDescription', 'ManagedConfiguration']),
      ModelPackageGroupArn,
      CreationTime: context.now(),
      CreatedBy: {},
      ModelPackageGroupStatus: 'Completed',
      _lastVersion: 0,
    });
    return { ModelPackageGroupArn };
  },

  async DescribeModelPackageGroup(input, context) {
    return visible(requireGroup(input.ModelPackageGroupName, context).record);
  },

  async ListModelPackageGroups(input, context) {
    const { records, ...rest } = pageOfRecords(context.store.list('model-package-group'), input, {
      id: 'ModelPackageGroupArn',
      name: 'ModelPackageGroupName',
      sortBy: { Name: 'ModelPackageGroupName', CreationTime: 'CreationTime' },
      defaultOrder: 'Ascending',
    });
    const members = [
      'ModelPackageGroupName',
      'ModelPackageGroupArn',
      'ModelPackageGroupDescription',
      'CreationTime',
      'ModelPackageGroupStatus',
    ];
    return { ModelPackageGroupSummaryList: records.map((record) => pick(record, members)), ...rest };
  },

  async DeleteModelPackageGroup(input, context) {
    const { key, record } = requireGroup(input.ModelPackageGroupName, context);
    enforce(groupInUse, input, context);
    context.store.delete('model-package-group', key);
    deleteTags(record.ModelPackageGroupArn, context);
    return {};
  },
};
