import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { page } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import { find, invalid } from './records.ts';
import { forgetTags } from './tags.ts';

/** The group, or the service's error. The parameter is a name or an ARN. */
export function requireGroup(name: string, context: Context): { key: string; record: Shape } {
  const found = find('model-package-group', name, context);
  if (!found) {
    const arn = name.startsWith('arn:') ? name : arnOf('model-package-group', name, context);
    throw invalid(`ModelPackageGroup ${arn} does not exist.`);
  }
  return found;
}

export const modelPackageGroupOperations: Operations = {
  async CreateModelPackageGroup(input, context) {
    const name: string = input.ModelPackageGroupName;
    const ModelPackageGroupArn = arnOf('model-package-group', name, context);
    if (find('model-package-group', name, context)) {
      throw invalid(`Model Package Group already exists: ${ModelPackageGroupArn}`);
    }
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
    const { records, ...rest } = page(context.store.list('model-package-group'), input, {
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
    if (
      context.store.list('model-package').some((each) => each.ModelPackageGroupName === record.ModelPackageGroupName)
    ) {
      throw new ServiceError(
        'ConflictException',
        `Model Package Group ${record.ModelPackageGroupArn} cannot be deleted because it still contains Model Packages. Delete them first.`,
      );
    }
    context.store.delete('model-package-group', key);
    forgetTags(record.ModelPackageGroupArn, context);
    return {};
  },
};
