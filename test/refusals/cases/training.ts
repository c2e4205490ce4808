import type { RefusalCase } from '../refusal-case.ts';
import type { Json } from '../requests.ts';

const IMAGE = 'AlgorithmSpecification.TrainingImage';
const TUNED = 'TrainingJobDefinition';
const ECR = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
const VPC = { SecurityGroupIds: ['sg-0123'], Subnets: ['subnet-0123'] };
const SPOT = { EnableManagedSpotTraining: true, 'StoppingCondition.MaxWaitTimeInSeconds': 3600 };
const GROUPS = [{ InstanceType: 'ml.m5.large', InstanceCount: 1, InstanceGroupName: 'a' }];
const PLAN = 'arn:aws:sagemaker:us-east-1:123456789012:training-plan/plan';
const KEY = '01234567-89ab-cdef-0123-456789abcdef';

const channel = (ChannelName: string, source: Record<string, Json> = {}, more: Record<string, Json> = {}): Json => ({
  ChannelName,
  DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train', ...source } },
  ...more,
});
const fileSystem: Json = {
  ChannelName: 'train',
  DataSource: {
    FileSystemDataSource: {
      FileSystemId: 'fs-0123456789',
      FileSystemAccessMode: 'ro',
      FileSystemType: 'EFS',
      DirectoryPath: '/data',
    },
  },
};
const debugRule = (RuleConfigurationName: string): Json => ({ RuleConfigurationName, RuleEvaluatorImage: ECR });

export const trainingCases: readonly RefusalCase[] = [
  {
    rule: 'algorithm-named-twice',
    operation: 'CreateTrainingJob',
    refused: { 'AlgorithmSpecification.AlgorithmName': 'algorithm' },
    at: 'AlgorithmSpecification',
    message: 'AlgorithmName and TrainingImage cannot be specified together.',
    taken: { 'AlgorithmSpecification.AlgorithmName': 'algorithm', [IMAGE]: null },
  },
  {
    rule: 'algorithm-not-named',
    operation: 'CreateTrainingJob',
    refused: { [IMAGE]: null },
    at: 'AlgorithmSpecification',
    message: 'AlgorithmSpecification needs AlgorithmName or TrainingImage.',
    taken: {},
  },
  {
    rule: 'training-job-incomplete',
    operation: 'CreateTrainingJob',
    refused: { ResourceConfig: null },
    at: '',
    message: 'ResourceConfig is required.',
    taken: {},
  },
  {
    rule: 'spot-wait-without-spot',
    operation: 'CreateTrainingJob',
    refused: { 'StoppingCondition.MaxWaitTimeInSeconds': 3600 },
    at: 'StoppingCondition.MaxWaitTimeInSeconds',
    message: 'Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to true',
    taken: SPOT,
  },
  {
    rule: 'spot-wait-without-spot',
    operation: 'CreateHyperParameterTuningJob',
    refused: { [`${TUNED}.StoppingCondition.MaxWaitTimeInSeconds`]: 3600 },
    at: `${TUNED}.StoppingCondition.MaxWaitTimeInSeconds`,
    message: /only supported when EnableManagedSpotTraining/,
    taken: {
      [`${TUNED}.StoppingCondition.MaxWaitTimeInSeconds`]: 3600,
      [`${TUNED}.EnableManagedSpotTraining`]: true,
    },
  },
  {
    rule: 'spot-without-wait',
    operation: 'CreateTrainingJob',
    refused: { EnableManagedSpotTraining: true },
    at: 'StoppingCondition',
    message: 'MaxWaitTimeInSeconds is required for managed spot training.',
    taken: SPOT,
  },
  {
    rule: 'spot-wait-too-short',
    operation: 'CreateTrainingJob',
    refused: { ...SPOT, 'StoppingCondition.MaxRuntimeInSeconds': 3601 },
    at: 'StoppingCondition.MaxWaitTimeInSeconds',
    message: 'MaxWaitTimeInSeconds 3600 must be equal to or greater than MaxRuntimeInSeconds 3601.',
    taken: SPOT,
  },
  {
    rule: 'spot-wait-too-short',
    operation: 'CreateTrainingJob',
    refused: { ...SPOT, 'StoppingCondition.MaxRuntimeInSeconds': null },
    at: 'StoppingCondition.MaxWaitTimeInSeconds',
    message: /MaxRuntimeInSeconds 86400/,
    taken: { EnableManagedSpotTraining: true, StoppingCondition: { MaxWaitTimeInSeconds: 86_400 } },
  },
  {
    rule: 'training-runtime-limit',
    operation: 'CreateTrainingJob',
    refused: { 'StoppingCondition.MaxRuntimeInSeconds': 2_419_201 },
    at: 'StoppingCondition.MaxRuntimeInSeconds',
    message: /maximum of 28 days/,
    taken: { 'StoppingCondition.MaxRuntimeInSeconds': 2_419_200 },
  },
  {
    rule: 'volume-size-missing',
    operation: 'CreateTrainingJob',
    refused: { 'ResourceConfig.VolumeSizeInGB': null },
    at: 'ResourceConfig',
    message: 'VolumeSizeInGB is required for ml.m5.large, which has EBS only.',
    taken: { 'ResourceConfig.VolumeSizeInGB': null, 'ResourceConfig.InstanceType': 'ml.g5.xlarge' },
  },
  {
    rule: 'instance-groups-with-type',
    operation: 'CreateTrainingJob',
    refused: { 'ResourceConfig.InstanceGroups': GROUPS },
    at: 'ResourceConfig.InstanceGroups',
    message: 'InstanceType or InstanceCount cannot be specified with InstanceGroups',
    taken: { ResourceConfig: { InstanceGroups: GROUPS, VolumeSizeInGB: 30 } },
  },
  {
    rule: 'channel-without-group',
    operation: 'CreateTrainingJob',
    refused: {
      ResourceConfig: { InstanceGroups: GROUPS, VolumeSizeInGB: 30 },
      InputDataConfig: [channel('train', { InstanceGroupNames: ['a'] }), channel('test'), channel('code')],
    },
    at: 'InputDataConfig',
    message: 'Some channels have assigned instance groups: [train] while others not: [test, code]',
    taken: {
      ResourceConfig: { InstanceGroups: GROUPS, VolumeSizeInGB: 30 },
      InputDataConfig: [channel('train', { InstanceGroupNames: ['a'] })],
    },
  },
  {
    rule: 'channel-name-twice',
    operation: 'CreateTrainingJob',
    refused: { 'InputDataConfig.1': channel('train') },
    at: 'InputDataConfig.1.ChannelName',
    message: 'The channel name train is used more than once in InputDataConfig.',
    taken: { 'InputDataConfig.1': channel('test') },
  },
  {
    rule: 'augmented-manifest-mode',
    operation: 'CreateTrainingJob',
    refused: { InputDataConfig: [channel('train', { S3DataType: 'AugmentedManifestFile' })] },
    at: 'InputDataConfig.0.DataSource.S3DataSource.S3DataType',
    message: 'AugmentedManifestFile can only be used with the input mode Pipe, not with File.',
    taken: { InputDataConfig: [channel('train', { S3DataType: 'AugmentedManifestFile' }, { InputMode: 'Pipe' })] },
  },
  {
    rule: 'file-system-without-vpc',
    operation: 'CreateTrainingJob',
    refused: { InputDataConfig: [fileSystem] },
    at: 'InputDataConfig.0.DataSource.FileSystemDataSource',
    message: 'FileSystemDataSource needs VpcConfig.',
    taken: { InputDataConfig: [fileSystem], VpcConfig: VPC },
  },
  {
    rule: 'warm-pool-with-spot',
    operation: 'CreateTrainingJob',
    refused: { ...SPOT, 'ResourceConfig.KeepAlivePeriodInSeconds': 600 },
    at: 'ResourceConfig.KeepAlivePeriodInSeconds',
    message: 'KeepAlivePeriodInSeconds cannot be used with managed spot training.',
    taken: { 'ResourceConfig.KeepAlivePeriodInSeconds': 600 },
  },
  {
    rule: 'warm-pool-with-groups',
    operation: 'CreateTrainingJob',
    refused: { ResourceConfig: { InstanceGroups: GROUPS, VolumeSizeInGB: 30, KeepAlivePeriodInSeconds: 600 } },
    at: 'ResourceConfig.KeepAlivePeriodInSeconds',
    message: 'KeepAlivePeriodInSeconds cannot be used with a heterogeneous cluster.',
    taken: { ResourceConfig: { InstanceGroups: GROUPS, VolumeSizeInGB: 30, KeepAlivePeriodInSeconds: 0 } },
  },
  {
    rule: 'training-plan-twice',
    operation: 'CreateTrainingJob',
    refused: {
      ResourceConfig: {
        TrainingPlanArn: PLAN,
        VolumeSizeInGB: 30,
        InstancePreferences: [{ InstanceType: 'ml.p5.48xlarge', InstanceCount: 1, TrainingPlanArns: [PLAN] }],
      },
    },
    at: 'ResourceConfig.InstancePreferences.0.TrainingPlanArns',
    message: 'TrainingPlanArns cannot be specified with TrainingPlanArn of ResourceConfig.',
    taken: {
      ResourceConfig: {
        VolumeSizeInGB: 30,
        InstancePreferences: [{ InstanceType: 'ml.p5.48xlarge', InstanceCount: 1, TrainingPlanArns: [PLAN] }],
      },
    },
  },
  {
    rule: 'debug-rule-twice',
    operation: 'CreateTrainingJob',
    refused: { DebugRuleConfigurations: [debugRule('a')], ProfilerRuleConfigurations: [debugRule('a')] },
    at: 'ProfilerRuleConfigurations.0.RuleConfigurationName',
    message: 'The RuleConfigurationName a must be unique.',
    taken: { DebugRuleConfigurations: [debugRule('a')], ProfilerRuleConfigurations: [debugRule('b')] },
  },
  {
    rule: 'debug-collection-twice',
    operation: 'CreateTrainingJob',
    refused: {
      DebugHookConfig: {
        S3OutputPath: 's3://bucket/debug',
        CollectionConfigurations: [{ CollectionName: 'losses' }, { CollectionName: 'losses' }],
      },
    },
    at: 'DebugHookConfig.CollectionConfigurations.1.CollectionName',
    message: 'The CollectionName losses must be unique.',
    taken: {
      DebugHookConfig: {
        S3OutputPath: 's3://bucket/debug',
        CollectionConfigurations: [{ CollectionName: 'losses' }, { CollectionName: 'weights' }],
      },
    },
  },
  {
    rule: 'profiling-interval',
    operation: 'CreateTrainingJob',
    refused: { ProfilerConfig: { S3OutputPath: 's3://bucket/profile', ProfilingIntervalInMilliseconds: 300 } },
    at: 'ProfilerConfig.ProfilingIntervalInMilliseconds',
    message: /^ProfilingIntervalInMilliseconds 300 is not available/,
    taken: { ProfilerConfig: { S3OutputPath: 's3://bucket/profile', ProfilingIntervalInMilliseconds: 500 } },
  },
  {
    rule: 'metric-regex',
    operation: 'CreateTrainingJob',
    refused: { 'AlgorithmSpecification.MetricDefinitions.0.Regex': 'auc ([0-9.+' },
    at: 'AlgorithmSpecification.MetricDefinitions.0.Regex',
    message: /^The regular expression of metric auc is invalid: /,
    // JavaScript refuses a possessive quantifier, Java takes it.
    taken: { 'AlgorithmSpecification.MetricDefinitions.0.Regex': 'auc ([0-9.]++)' },
  },
  {
    rule: 'express-output-key',
    operation: 'CreateTrainingJob',
    refused: { OutputDataConfig: { S3OutputPath: 's3://own--use1-az4--x-s3/output', KmsKeyId: KEY } },
    at: 'OutputDataConfig.KmsKeyId',
    message: 'KMS key is not supported for Amazon S3 Express One Zone.',
    taken: { OutputDataConfig: { S3OutputPath: 's3://own/x--x-s3x', KmsKeyId: KEY } },
  },
  {
    rule: 'training-image-address',
    operation: 'CreateTrainingJob',
    refused: { [IMAGE]: 'docker.io/library/python:3.11' },
    at: IMAGE,
    message:
      'Invalid training image. Please provide a valid Amazon Elastic Container Registry path of the Docker image to run.',
    taken: {
      [IMAGE]: 'registry.example.com/train:1',
      'AlgorithmSpecification.TrainingImageConfig': { TrainingRepositoryAccessMode: 'Vpc' },
      VpcConfig: VPC,
    },
  },
  {
    rule: 'training-image-region',
    operation: 'CreateTrainingJob',
    refused: {},
    at: IMAGE,
    message:
      "Invalid DNS suffix 'amazonaws.com' for region 'us-east-1' in training image. Please provide the valid <region>.<dns-suffix>: 'eu-central-1.amazonaws.com'",
    taken: { [IMAGE]: ECR.replace('us-east-1', 'eu-central-1') },
    region: 'eu-central-1',
  },
  {
    rule: 'training-image-region',
    operation: 'CreateHyperParameterTuningJob',
    refused: { [`${TUNED}.${IMAGE}`]: ECR.replace('us-east-1', 'eu-west-1') },
    at: `${TUNED}.${IMAGE}`,
    message: /for region 'eu-west-1' in training image/,
    taken: {},
  },
  {
    rule: 'private-image-without-vpc',
    operation: 'CreateTrainingJob',
    refused: { 'AlgorithmSpecification.TrainingImageConfig': { TrainingRepositoryAccessMode: 'Vpc' } },
    at: 'AlgorithmSpecification.TrainingImageConfig.TrainingRepositoryAccessMode',
    message: 'TrainingRepositoryAccessMode Vpc needs VpcConfig.',
    taken: {
      'AlgorithmSpecification.TrainingImageConfig': { TrainingRepositoryAccessMode: 'Vpc' },
      VpcConfig: VPC,
    },
  },
];
