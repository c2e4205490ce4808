import type { RefusalCase } from '../refusal-case.ts';

const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
const PACKAGE = 'arn:aws:sagemaker:us-east-1:123456789012:model-package/group/1';
const CREDENTIALS = {
  RepositoryCredentialsProviderArn: 'arn:aws:lambda:us-east-1:123456789012:function:credentials',
};
const PREFIX = { S3DataType: 'S3Prefix', CompressionType: 'None' };
/** One of 40 environments of 1 KB is too much, one of 31 is not. */
const environment = (entries: number) =>
  Object.fromEntries(
    Array.from({ length: entries }, (_, index) => [`V${String(index).padStart(3, '0')}`, 'x'.repeat(1020)]),
  );

export const modelCases: readonly RefusalCase[] = [
  {
    rule: 'containers-twice',
    operation: 'CreateModel',
    refused: { Containers: [{ Image: IMAGE }] },
    at: 'Containers',
    message: 'PrimaryContainer and Containers cannot both be specified.',
    taken: { PrimaryContainer: null, Containers: [{ Image: IMAGE }] },
  },
  {
    rule: 'containers-missing',
    operation: 'CreateModel',
    refused: { PrimaryContainer: null },
    at: '',
    message: 'Either PrimaryContainer or Containers must be specified.',
    taken: { PrimaryContainer: null, Containers: [{ Image: IMAGE }] },
  },
  {
    rule: 'package-and-image',
    operation: 'CreateModel',
    refused: { 'PrimaryContainer.ModelPackageName': PACKAGE },
    at: 'PrimaryContainer',
    message: 'Specify one of either Image and Model Data URL or ModelPackageName in container definition.',
    taken: { PrimaryContainer: { ModelPackageName: PACKAGE } },
  },
  {
    rule: 'container-without-image',
    operation: 'CreateModel',
    refused: { 'PrimaryContainer.Image': null },
    at: 'PrimaryContainer',
    message: 'A container needs an Image or a ModelPackageName.',
    taken: { PrimaryContainer: { Image: IMAGE } },
  },
  {
    rule: 'container-host-names',
    operation: 'CreateModel',
    refused: { PrimaryContainer: null, Containers: [{ Image: IMAGE, ContainerHostname: 'first' }, { Image: IMAGE }] },
    at: 'Containers.1',
    message: 'ContainerHostname must be specified for every container, or for no container.',
    taken: { PrimaryContainer: null, Containers: [{ Image: IMAGE }, { Image: IMAGE }] },
  },
  {
    rule: 'container-host-name-twice',
    operation: 'CreateModel',
    refused: {
      PrimaryContainer: null,
      Containers: [
        { Image: IMAGE, ContainerHostname: 'one' },
        { Image: IMAGE, ContainerHostname: 'one' },
      ],
    },
    at: 'Containers.1.ContainerHostname',
    message: 'The ContainerHostname one is used by more than one container.',
    taken: {
      PrimaryContainer: null,
      Containers: [
        { Image: IMAGE, ContainerHostname: 'one' },
        { Image: IMAGE, ContainerHostname: 'two' },
      ],
    },
  },
  {
    rule: 'image-outside-ecr',
    operation: 'CreateModel',
    refused: { 'PrimaryContainer.Image': 'public.ecr.aws/docker/library/python:3.12' },
    at: 'PrimaryContainer.Image',
    message: 'Using non-ECR image without Vpc repository access mode is not supported',
    taken: {
      'PrimaryContainer.Image': 'registry.example.com/python:3.12',
      'PrimaryContainer.ImageConfig': { RepositoryAccessMode: 'Vpc' },
    },
  },
  {
    rule: 'image-outside-ecr',
    operation: 'CreateModel',
    refused: { 'PrimaryContainer.Image': 'python:3.12' },
    at: 'PrimaryContainer.Image',
    message: 'Using non-ECR image without Vpc repository access mode is not supported',
    taken: { 'PrimaryContainer.Image': '123456789012.dkr-ecr.us-east-1.on.aws/python:3.12' },
  },
  {
    rule: 'image-region',
    operation: 'CreateModel',
    refused: {},
    region: 'eu-west-1',
    at: 'PrimaryContainer.Image',
    message: `The image ${IMAGE} must be in the region of the model, which is eu-west-1.`,
    taken: { 'PrimaryContainer.Image': '123456789012.dkr.ecr.eu-west-1.amazonaws.com/sklearn:1' },
  },
  {
    rule: 'repository-credentials',
    operation: 'CreateModel',
    refused: {
      'PrimaryContainer.ImageConfig': { RepositoryAccessMode: 'Platform', RepositoryAuthConfig: CREDENTIALS },
    },
    at: 'PrimaryContainer.ImageConfig.RepositoryAuthConfig',
    message: 'RepositoryAuthConfig can only be specified when RepositoryAccessMode is Vpc.',
    taken: { 'PrimaryContainer.ImageConfig': { RepositoryAccessMode: 'Vpc', RepositoryAuthConfig: CREDENTIALS } },
  },
  {
    rule: 'environment-size',
    operation: 'CreateModel',
    refused: { 'PrimaryContainer.Environment': environment(40) },
    at: 'PrimaryContainer.Environment',
    message: 'The environments of all containers have 40960 bytes. At most 32768 are allowed.',
    taken: { 'PrimaryContainer.Environment': environment(32) },
  },
  {
    rule: 'model-data-of-many-models',
    operation: 'CreateModel',
    refused: {
      PrimaryContainer: {
        Image: IMAGE,
        Mode: 'MultiModel',
        ModelDataSource: { S3DataSource: { ...PREFIX, S3Uri: 's3://bucket/models/' } },
      },
    },
    at: 'PrimaryContainer.ModelDataSource',
    message: 'ModelDataSource cannot be used with a container in mode MultiModel.',
    taken: { PrimaryContainer: { Image: IMAGE, Mode: 'MultiModel', ModelDataUrl: 's3://bucket/models/' } },
  },
  {
    rule: 'model-prefix',
    operation: 'CreateModel',
    refused: {
      PrimaryContainer: {
        Image: IMAGE,
        ModelDataSource: { S3DataSource: { ...PREFIX, S3Uri: 's3://bucket/model' } },
      },
    },
    at: 'PrimaryContainer.ModelDataSource.S3DataSource.S3Uri',
    message: 'A key name prefix must end with a slash: s3://bucket/model',
    taken: {
      PrimaryContainer: {
        Image: IMAGE,
        ModelDataSource: { S3DataSource: { ...PREFIX, S3Uri: 's3://bucket/model/' } },
      },
    },
  },
];
