import type { RefusalCase } from '../refusal-case.ts';

const NAMED = { ModelPackageGroupName: null, ModelApprovalStatus: null, ModelPackageName: 'package' };
const CONTAINER = 'InferenceSpecification.Containers.0';
const SPECIFICATION = {
  Containers: [{ Image: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3' }],
};
const SOURCE = {
  S3DataSource: { S3Uri: 's3://bucket/model.tar.gz', S3DataType: 'S3Object', CompressionType: 'Gzip' },
};

export const registryCases: readonly RefusalCase[] = [
  {
    rule: 'package-name-and-group',
    operation: 'CreateModelPackage',
    refused: { ModelPackageName: 'package' },
    at: 'ModelPackageName',
    message:
      'Both ModelPackageName and ModelPackageGroupName are provided in the input. Cannot determine which one to use.',
    taken: NAMED,
  },
  {
    rule: 'package-without-name',
    operation: 'CreateModelPackage',
    refused: { ModelPackageGroupName: null },
    at: '',
    message: 'Missing ARN',
    taken: NAMED,
  },
  {
    rule: 'tags-of-version',
    operation: 'CreateModelPackage',
    refused: { Tags: [{ Key: 'team', Value: 'mlops' }] },
    at: 'Tags',
    message: 'Tags cannot be specified for a versioned model package: it uses the tags of its model package group.',
    taken: { ...NAMED, Tags: [{ Key: 'team', Value: 'mlops' }] },
  },
  {
    rule: 'instance-types-of-package',
    operation: 'CreateModelPackage',
    refused: { ...NAMED, 'InferenceSpecification.SupportedTransformInstanceTypes': null },
    at: 'InferenceSpecification.SupportedTransformInstanceTypes',
    message: 'SupportedTransformInstanceTypes is required for a model package without a group.',
    taken: { 'InferenceSpecification.SupportedTransformInstanceTypes': null },
  },
  {
    rule: 'specification-missing',
    operation: 'CreateModelPackage',
    refused: { ...NAMED, InferenceSpecification: null },
    at: '',
    message: 'Either InferenceSpecification or SourceAlgorithmSpecification must be specified.',
    taken: { InferenceSpecification: null },
  },
  {
    rule: 'approval-of-package',
    operation: 'CreateModelPackage',
    refused: { ...NAMED, ModelApprovalStatus: 'Approved' },
    at: 'ModelApprovalStatus',
    message: 'ModelApprovalStatus can only be set for a model package that belongs to a model package group.',
    taken: { ModelApprovalStatus: 'Approved' },
  },
  {
    rule: 'marketplace-version',
    operation: 'CreateModelPackage',
    refused: { CertifyForMarketplace: true },
    at: 'CertifyForMarketplace',
    message: 'CertifyForMarketplace does not apply to a model package that belongs to a model package group.',
    taken: { ...NAMED, CertifyForMarketplace: true },
  },
  {
    rule: 'environment-of-package',
    operation: 'CreateModelPackage',
    refused: { ...NAMED, [`${CONTAINER}.Environment`]: { A: 'b' } },
    at: `${CONTAINER}.Environment`,
    message: /Environment variable map cannot be specified when using non-versioned ModelPackages$/,
    taken: { [`${CONTAINER}.Environment`]: { A: 'b' } },
  },
  {
    rule: 'model-data-of-package',
    operation: 'CreateModelPackage',
    refused: { ...NAMED, [`${CONTAINER}.ModelDataUrl`]: null, [`${CONTAINER}.ModelDataSource`]: SOURCE },
    at: `${CONTAINER}.ModelDataSource`,
    message: 'ModelDataSource cannot be used in a model package without a group.',
    taken: { [`${CONTAINER}.ModelDataUrl`]: null, [`${CONTAINER}.ModelDataSource`]: SOURCE },
  },
  {
    rule: 'additional-data-source',
    operation: 'CreateModelPackage',
    refused: {
      [`${CONTAINER}.AdditionalS3DataSource`]: {
        S3DataType: 'S3Object',
        S3Uri: 's3://bucket/more',
        CompressionType: 'None',
      },
    },
    at: `${CONTAINER}.AdditionalS3DataSource`,
    message: 'AdditionalS3DataSource is not allowed in InferenceSpecification',
    taken: {},
  },
  {
    rule: 'specification-name-twice',
    operation: 'CreateModelPackage',
    refused: {
      AdditionalInferenceSpecifications: [
        { Name: 'a', ...SPECIFICATION },
        { Name: 'a', ...SPECIFICATION },
      ],
    },
    at: 'AdditionalInferenceSpecifications.1.Name',
    message: 'More than one additional inference specification has the name a.',
    taken: {
      AdditionalInferenceSpecifications: [
        { Name: 'a', ...SPECIFICATION },
        { Name: 'b', ...SPECIFICATION },
      ],
    },
  },
  {
    rule: 'source-and-specification',
    operation: 'CreateModelPackage',
    refused: { SourceUri: 'arn:aws:sagemaker:us-east-1:123456789012:model/m' },
    at: 'SourceUri',
    message: 'SourceUri and InferenceSpecification cannot both be specified.',
    taken: { SourceUri: 'arn:aws:sagemaker:us-east-1:123456789012:model/m', InferenceSpecification: null },
  },
];
