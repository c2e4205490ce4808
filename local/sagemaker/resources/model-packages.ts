import type { Context, Operations, Shape } from '../context.ts';
import { pageOfRecords } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import { enforce } from '../refusals/enforce.ts';
import { packageNameInUse } from '../refusals/names/package-name-in-use.ts';
import { packageArn } from '../refusals/packages.ts';
import { requireGroup } from './model-package-groups.ts';
import { findRecord, validationError } from './records.ts';
import { deleteTags } from './tags.ts';

/** The members that a package takes from CreateModelPackage. */
const REQUEST_MEMBERS = [
  'ModelPackageDescription',
  'ModelPackageRegistrationType',
  'InferenceSpecification',
  'ValidationSpecification',
  'SourceAlgorithmSpecification',
  'CertifyForMarketplace',
  'MetadataProperties',
  'ModelMetrics',
  'Domain',
  'Task',
  'SamplePayloadUrl',
  'CustomerMetadataProperties',
  'DriftCheckBaselines',
  'AdditionalInferenceSpecifications',
  'SkipModelValidation',
  'SourceUri',
  'SecurityConfig',
  'ModelCard',
  'ModelLifeCycle',
  'ManagedStorageType',
] as const;

/**
 * Gives a package by its ARN, by `group/version`, or by its name when it has no version.
 * @throws ServiceError ValidationException when it does not exist
 */
export function requirePackage(name: string, context: Context): Shape {
  const arn = packageArn(name, context);
  const record = context.store.get('model-package', arn);
  if (!record) throw validationError(`ModelPackage ${arn} does not exist.`);
  return record;
}

export const modelPackageOperations: Operations = {
  async CreateModelPackage(input, context) {
    const existing = input.ClientToken && findByClientToken(input, context);
    if (existing) return { ModelPackageArn: existing.ModelPackageArn };
    return input.ModelPackageGroupName === undefined
      ? createUnversioned(input, context)
      : createVersion(input, context);
  },

  async DescribeModelPackage(input, context) {
    return visible(requirePackage(input.ModelPackageName, context));
  },

  async ListModelPackages(input, context) {
    const group =
      input.ModelPackageGroupName === undefined ? undefined : requireGroup(input.ModelPackageGroupName, context).key;
    // The service lists the versions of the named group; without a group, it lists the packages that have no version.
    const type = input.ModelPackageType ?? (group === undefined ? 'Unversioned' : 'Versioned');
    const matching = context.store.list('model-package').filter((record) => {
      const isVersioned = record.ModelPackageVersion !== undefined;
      if (type !== 'Both' && isVersioned !== (type === 'Versioned')) return false;
      if (group !== undefined && record.ModelPackageGroupName !== group) return false;
      return input.ModelApprovalStatus === undefined || record.ModelApprovalStatus === input.ModelApprovalStatus;
    });
    const { records, ...rest } = pageOfRecords(matching, input, {
      id: 'ModelPackageArn',
      name: 'ModelPackageName',
      sortBy: { Name: 'ModelPackageName', CreationTime: 'CreationTime' },
      defaultOrder: 'Ascending',
    });
    return { ModelPackageSummaryList: records.map(summary), ...rest };
  },

  async UpdateModelPackage(input, context) {
    const record = requirePackage(input.ModelPackageArn, context);
    const metadata: Record<string, string> = { ...record.CustomerMetadataProperties };
    for (const key of (input.CustomerMetadataPropertiesToRemove as string[] | undefined) ?? []) delete metadata[key];
    Object.assign(metadata, input.CustomerMetadataProperties);
    const { CustomerMetadataProperties: _old, ...unchanged } = record;
    const added: Shape[] = input.AdditionalInferenceSpecificationsToAdd ?? [];
    context.store.put('model-package', record.ModelPackageArn, {
      ...unchanged,
      ...pick(input, [
        'ModelApprovalStatus',
        'ApprovalDescription',
        'ModelPackageRegistrationType',
        'InferenceSpecification',
        'SourceUri',
        'ModelCard',
        'ModelLifeCycle',
      ]),
      ...(Object.keys(metadata).length > 0 ? { CustomerMetadataProperties: metadata } : {}),
      ...(added.length > 0
        ? { AdditionalInferenceSpecifications: [...(record.AdditionalInferenceSpecifications ?? []), ...added] }
        : {}),
      LastModifiedTime: context.now(),
      LastModifiedBy: {},
    });
    return { ModelPackageArn: record.ModelPackageArn };
  },

  async DeleteModelPackage(input, context) {
    const record = requirePackage(input.ModelPackageName, context);
    context.store.delete('model-package', record.ModelPackageArn);
    deleteTags(record.ModelPackageArn, context);
    return {};
  },
};

function createVersion(input: Shape, context: Context): Shape {
  const group = requireGroup(input.ModelPackageGroupName, context);
  const version = group.record._lastVersion + 1;
  const ModelPackageArn = arnOf('model-package', `${group.key}/${version}`, context);
  // The group's record changes before the package exists: the number of a deleted or incomplete version is never used
  // again.
  context.store.put('model-package-group', group.key, { ...group.record, _lastVersion: version });
  context.store.put('model-package', ModelPackageArn, {
    ModelPackageName: group.key,
    ModelPackageGroupName: group.key,
    ModelPackageVersion: version,
    ModelApprovalStatus: input.ModelApprovalStatus ?? 'PendingManualApproval',
    ...commonMembers(input, ModelPackageArn, context),
  });
  return { ModelPackageArn };
}

function createUnversioned(input: Shape, context: Context): Shape {
  const ModelPackageArn = arnOf('model-package', input.ModelPackageName, context);
  enforce(packageNameInUse, input, context);
  context.store.put('model-package', ModelPackageArn, {
    ModelPackageName: input.ModelPackageName,
    ...commonMembers(input, ModelPackageArn, context),
  });
  return { ModelPackageArn };
}

/** The members that packages with and without a version have. */
function commonMembers(input: Shape, ModelPackageArn: string, context: Context): Shape {
  return {
    ...pick(input, REQUEST_MEMBERS),
    ModelPackageArn,
    CreationTime: context.now(),
    CreatedBy: {},
    // The validation jobs of a marketplace package do not run here.
    ModelPackageStatus: 'Completed',
    ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
    ...(input.ClientToken === undefined ? {} : { _clientToken: input.ClientToken }),
  };
}

/** Finds the package that an earlier request with the same ClientToken created. */
function findByClientToken(input: Shape, context: Context): Shape | undefined {
  const name = input.ModelPackageName ?? findRecord('model-package-group', input.ModelPackageGroupName, context)?.key;
  return context.store
    .list('model-package')
    .find((record) => record._clientToken === input.ClientToken && record.ModelPackageName === name);
}

function summary(record: Shape): Shape {
  return pick(record, [
    // In a list, a version has no name.
    ...(record.ModelPackageVersion === undefined ? ['ModelPackageName'] : []),
    'ModelPackageGroupName',
    'ModelPackageVersion',
    'ModelPackageArn',
    'ModelPackageDescription',
    'CreationTime',
    'ModelPackageStatus',
    'ModelApprovalStatus',
    'ModelLifeCycle',
    'ModelPackageRegistrationType',
  ]);
}
