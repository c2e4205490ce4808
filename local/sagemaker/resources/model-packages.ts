import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { pageOfRecords } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import { requireGroup } from './model-package-groups.ts';
import { findRecord, validationError } from './records.ts';
import { deleteTags } from './tags.ts';

/** Limit of CustomerMetadataProperties of one package. */
const MAX_METADATA = 50;

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
  const arn = name.startsWith('arn:') ? name : arnOf('model-package', name, context);
  const record = context.store.get('model-package', arn);
  if (!record) throw validationError(`ModelPackage ${arn} does not exist.`);
  return record;
}

export const modelPackageOperations: Operations = {
  async CreateModelPackage(input, context) {
    if ((input.ModelPackageName === undefined) === (input.ModelPackageGroupName === undefined)) {
      throw validationError(
        input.ModelPackageName === undefined
          ? 'Either ModelPackageName or ModelPackageGroupName must be specified.'
          : 'ModelPackageName and ModelPackageGroupName cannot both be specified.',
      );
    }
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
    if (record.ModelPackageVersion === undefined && input.ModelApprovalStatus !== undefined) {
      throw validationError(
        'ModelApprovalStatus can only be set for a model package that belongs to a model package group.',
      );
    }
    const metadata: Record<string, string> = { ...record.CustomerMetadataProperties };
    for (const key of (input.CustomerMetadataPropertiesToRemove as string[] | undefined) ?? []) delete metadata[key];
    Object.assign(metadata, input.CustomerMetadataProperties);
    if (Object.keys(metadata).length > MAX_METADATA) {
      throw validationError(`CustomerMetadataProperties of a model package are limited to ${MAX_METADATA} entries.`);
    }
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
  if (input.Tags?.length > 0) {
    throw validationError(
      'Tags cannot be specified for a versioned model package: it uses the tags of its model package group.',
    );
  }
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
  if (input.ModelApprovalStatus !== undefined) {
    throw validationError(
      'ModelApprovalStatus can only be set for a model package that belongs to a model package group.',
    );
  }
  if (input.InferenceSpecification === undefined && input.SourceAlgorithmSpecification === undefined) {
    throw validationError('Either InferenceSpecification or SourceAlgorithmSpecification must be specified.');
  }
  const ModelPackageArn = arnOf('model-package', input.ModelPackageName, context);
  if (context.store.get('model-package', ModelPackageArn)) {
    throw new ServiceError('ConflictException', `ModelPackage already exists: ${ModelPackageArn}`);
  }
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
