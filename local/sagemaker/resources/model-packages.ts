import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { page } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import { requireGroup } from './model-package-groups.ts';
import { find, invalid } from './records.ts';
import { forgetTags } from './tags.ts';

/** CustomerMetadataProperties of one package. */
const MOST_METADATA = 50;

const GIVEN = [
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
 * A package by ARN, `group/version` or, when it has no version, by name.
 * @throws ServiceError as the service says it
 */
export function requirePackage(name: string, context: Context): Shape {
  const arn = name.startsWith('arn:') ? name : arnOf('model-package', name, context);
  const record = context.store.get('model-package', arn);
  if (!record) throw invalid(`ModelPackage ${arn} does not exist.`);
  return record;
}

export const modelPackageOperations: Operations = {
  async CreateModelPackage(input, context) {
    if ((input.ModelPackageName === undefined) === (input.ModelPackageGroupName === undefined)) {
      throw invalid(
        input.ModelPackageName === undefined
          ? 'Either ModelPackageName or ModelPackageGroupName must be specified.'
          : 'ModelPackageName and ModelPackageGroupName cannot both be specified.',
      );
    }
    const again = input.ClientToken && madeWith(input, context);
    if (again) return { ModelPackageArn: again.ModelPackageArn };
    return input.ModelPackageGroupName === undefined ? unversioned(input, context) : versioned(input, context);
  },

  async DescribeModelPackage(input, context) {
    return visible(requirePackage(input.ModelPackageName, context));
  },

  async ListModelPackages(input, context) {
    const group =
      input.ModelPackageGroupName === undefined ? undefined : requireGroup(input.ModelPackageGroupName, context).key;
    // The service lists versions when asked for a group, else what has no version.
    const type = input.ModelPackageType ?? (group === undefined ? 'Unversioned' : 'Versioned');
    const wanted = context.store.list('model-package').filter((record) => {
      const isVersioned = record.ModelPackageVersion !== undefined;
      if (type !== 'Both' && isVersioned !== (type === 'Versioned')) return false;
      if (group !== undefined && record.ModelPackageGroupName !== group) return false;
      return input.ModelApprovalStatus === undefined || record.ModelApprovalStatus === input.ModelApprovalStatus;
    });
    const { records, ...rest } = page(wanted, input, {
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
      throw invalid('ModelApprovalStatus can only be set for a model package that belongs to a model package group.');
    }
    const metadata: Record<string, string> = { ...record.CustomerMetadataProperties };
    for (const key of (input.CustomerMetadataPropertiesToRemove as string[] | undefined) ?? []) delete metadata[key];
    Object.assign(metadata, input.CustomerMetadataProperties);
    if (Object.keys(metadata).length > MOST_METADATA) {
      throw invalid(`CustomerMetadataProperties of a model package are limited to ${MOST_METADATA} entries.`);
    }
    const { CustomerMetadataProperties: _old, ...kept } = record;
    const added: Shape[] = input.AdditionalInferenceSpecificationsToAdd ?? [];
    context.store.put('model-package', record.ModelPackageArn, {
      ...kept,
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
    forgetTags(record.ModelPackageArn, context);
    return {};
  },
};

function versioned(input: Shape, context: Context): Shape {
  if (input.Tags?.length > 0) {
    throw invalid(
      'Tags cannot be specified for a versioned model package: it uses the tags of its model package group.',
    );
  }
  const group = requireGroup(input.ModelPackageGroupName, context);
  const version = group.record._lastVersion + 1;
  const ModelPackageArn = arnOf('model-package', `${group.key}/${version}`, context);
  // The number is taken before the package exists, so that a deleted or half-made version's number is never given again.
  context.store.put('model-package-group', group.key, { ...group.record, _lastVersion: version });
  context.store.put('model-package', ModelPackageArn, {
    ModelPackageName: group.key,
    ModelPackageGroupName: group.key,
    ModelPackageVersion: version,
    ModelApprovalStatus: input.ModelApprovalStatus ?? 'PendingManualApproval',
    ...common(input, ModelPackageArn, context),
  });
  return { ModelPackageArn };
}

function unversioned(input: Shape, context: Context): Shape {
  if (input.ModelApprovalStatus !== undefined) {
    throw invalid('ModelApprovalStatus can only be set for a model package that belongs to a model package group.');
  }
  if (input.InferenceSpecification === undefined && input.SourceAlgorithmSpecification === undefined) {
    throw invalid('Either InferenceSpecification or SourceAlgorithmSpecification must be specified.');
  }
  const ModelPackageArn = arnOf('model-package', input.ModelPackageName, context);
  if (context.store.get('model-package', ModelPackageArn)) {
    throw new ServiceError('ConflictException', `ModelPackage already exists: ${ModelPackageArn}`);
  }
  context.store.put('model-package', ModelPackageArn, {
    ModelPackageName: input.ModelPackageName,
    ...common(input, ModelPackageArn, context),
  });
  return { ModelPackageArn };
}

function common(input: Shape, ModelPackageArn: string, context: Context): Shape {
  return {
    ...pick(input, GIVEN),
    ModelPackageArn,
    CreationTime: context.now(),
    CreatedBy: {},
    // The validation jobs of a marketplace package are not run here.
    ModelPackageStatus: 'Completed',
    ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
    ...(input.ClientToken === undefined ? {} : { _clientToken: input.ClientToken }),
  };
}

function madeWith(input: Shape, context: Context): Shape | undefined {
  const name = input.ModelPackageName ?? find('model-package-group', input.ModelPackageGroupName, context)?.key;
  return context.store
    .list('model-package')
    .find((record) => record._clientToken === input.ClientToken && record.ModelPackageName === name);
}

function summary(record: Shape): Shape {
  return pick(record, [
    // A version has no name of its own in a list.
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
