import type { RefusalCase } from '../refusal-case.ts';
import type { Json } from '../requests.ts';

const CLUSTER = 'ProcessingResources.ClusterConfig';
const TUNING_RESOURCES = 'TrainingJobDefinition.HyperParameterTuningResourceConfig';
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef';
const KEY_ELSEWHERE = 'arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef';

/** Resources with preferences instead of one instance type. */
const preferring = (preferences: Json, more: Record<string, Json> = {}): Json => ({
  VolumeSizeInGB: 30,
  InstancePreferences: preferences,
  ...more,
});
const counted = (...types: string[]): Json => types.map((InstanceType) => ({ InstanceType, InstanceCount: 1 }));

export const commonCases: readonly RefusalCase[] = [
  {
    rule: 'role-of-other-account',
    operation: 'CreateProcessingJob',
    refused: { RoleArn: 'arn:aws:iam::999999999999:role/mlops' },
    at: 'RoleArn',
    message: 'RoleArn: Cross-account pass role is not allowed.',
    taken: { RoleArn: 'arn:aws:iam::123456789012:role/service-role/mlops' },
  },
  {
    rule: 'role-of-other-account',
    operation: 'CreateHyperParameterTuningJob',
    refused: { 'TrainingJobDefinition.RoleArn': 'arn:aws:iam::999999999999:role/mlops' },
    at: 'TrainingJobDefinition.RoleArn',
    message: 'RoleArn: Cross-account pass role is not allowed.',
    taken: { 'TrainingJobDefinition.RoleArn': 'arn:aws:iam::123456789012:role/mlops' },
  },
  {
    rule: 'role-of-other-account',
    operation: 'CreateModel',
    refused: { ExecutionRoleArn: 'arn:aws:iam::999999999999:role/mlops' },
    at: 'ExecutionRoleArn',
    message: 'ExecutionRoleArn: Cross-account pass role is not allowed.',
    taken: { ExecutionRoleArn: 'arn:aws:iam::123456789012:role/mlops' },
  },
  {
    rule: 'tag-key-reserved',
    operation: 'AddTags',
    refused: { 'Tags.0.Key': 'aws:team' },
    at: 'Tags.0.Key',
    message: 'aws: prefixed tag key names are not allowed for external use.',
    taken: { 'Tags.0.Key': 'awsome' },
  },
  {
    rule: 'tag-key-reserved',
    operation: 'CreateModelPackageGroup',
    refused: { 'Tags.0.Key': 'AWS:team' },
    at: 'Tags.0.Key',
    message: 'aws: prefixed tag key names are not allowed for external use.',
    taken: { 'Tags.0.Key': 'team:aws:' },
  },
  {
    rule: 'tag-key-twice',
    operation: 'CreatePipeline',
    refused: { 'Tags.1': { Key: 'team', Value: 'other' } },
    at: 'Tags.1.Key',
    message: 'Duplicate tag keys found. Please note that Tag keys are case sensitive.',
    taken: { 'Tags.1': { Key: 'Team', Value: 'other' } },
  },
  {
    rule: 'volume-key-on-local-disk',
    operation: 'CreateTrainingJob',
    refused: { 'ResourceConfig.InstanceType': 'ml.g5.xlarge', 'ResourceConfig.VolumeKmsKeyId': KEY },
    at: 'ResourceConfig.VolumeKmsKeyId',
    message: 'VolumeKmsKeyId is not supported for ml.g5.xlarge, which has local storage.',
    taken: { 'ResourceConfig.VolumeKmsKeyId': KEY },
  },
  {
    rule: 'volume-key-on-local-disk',
    operation: 'CreateHyperParameterTuningJob',
    refused: {
      [`${TUNING_RESOURCES}.InstanceType`]: 'ml.r5d.large',
      [`${TUNING_RESOURCES}.VolumeKmsKeyId`]: 'alias/own',
    },
    at: `${TUNING_RESOURCES}.VolumeKmsKeyId`,
    message: /ml\.r5d\.large, which has local storage/,
    taken: { [`${TUNING_RESOURCES}.InstanceType`]: 'ml.r5d.large' },
  },
  {
    rule: 'volume-key-on-local-disk',
    operation: 'CreateProcessingJob',
    refused: { [`${CLUSTER}.InstanceType`]: 'ml.g4dn.xlarge', [`${CLUSTER}.VolumeKmsKeyId`]: KEY },
    at: `${CLUSTER}.VolumeKmsKeyId`,
    message: /ml\.g4dn\.xlarge, which has local storage/,
    taken: { [`${CLUSTER}.VolumeKmsKeyId`]: KEY },
  },
  {
    rule: 'volume-key-on-local-disk',
    operation: 'CreateTransformJob',
    refused: { 'TransformResources.InstanceType': 'ml.g5.xlarge', 'TransformResources.VolumeKmsKeyId': KEY },
    at: 'TransformResources.VolumeKmsKeyId',
    message: /ml\.g5\.xlarge, which has local storage/,
    taken: { 'TransformResources.InstanceType': 'ml.g5.xlarge' },
  },
  {
    rule: 'volume-above-local-disk',
    operation: 'CreateProcessingJob',
    refused: { [`${CLUSTER}.InstanceType`]: 'ml.g5.4xlarge', [`${CLUSTER}.VolumeSizeInGB`]: 700 },
    at: `${CLUSTER}.VolumeSizeInGB`,
    message: 'VolumeSizeInGB 700 is more than the 600 GB of the disks of ml.g5.4xlarge.',
    taken: { [`${CLUSTER}.InstanceType`]: 'ml.g5.4xlarge', [`${CLUSTER}.VolumeSizeInGB`]: 600 },
  },
  {
    rule: 'volume-above-local-disk',
    operation: 'CreateHyperParameterTuningJob',
    refused: { [`${TUNING_RESOURCES}.InstanceType`]: 'ml.r5d.large', [`${TUNING_RESOURCES}.VolumeSizeInGB`]: 76 },
    at: `${TUNING_RESOURCES}.VolumeSizeInGB`,
    message: /more than the 75 GB/,
    taken: { [`${TUNING_RESOURCES}.VolumeSizeInGB`]: 76 },
  },
  {
    rule: 'volume-key-region',
    operation: 'CreateTransformJob',
    refused: { 'TransformResources.VolumeKmsKeyId': KEY_ELSEWHERE },
    at: 'TransformResources.VolumeKmsKeyId',
    message: `The KMS key ${KEY_ELSEWHERE} must be in the region us-east-1.`,
    // The bucket of the output can be in another region, with its key.
    taken: { 'TransformResources.VolumeKmsKeyId': KEY, 'TransformOutput.KmsKeyId': KEY_ELSEWHERE },
  },
  {
    rule: 'key-form',
    operation: 'CreateTrainingJob',
    refused: { 'OutputDataConfig.KmsKeyId': 'my-key' },
    at: 'OutputDataConfig.KmsKeyId',
    message: 'my-key is not the id, the alias or the ARN of a KMS key.',
    taken: { 'OutputDataConfig.KmsKeyId': 'alias/my-key' },
  },
  {
    rule: 'key-form',
    operation: 'CreateProcessingJob',
    refused: { 'ProcessingOutputConfig.KmsKeyId': 'arn:aws:kms:us-east-1:123456789012:role/x' },
    at: 'ProcessingOutputConfig.KmsKeyId',
    message: /is not the id, the alias or the ARN/,
    taken: { 'ProcessingOutputConfig.KmsKeyId': 'mrk-0123456789abcdef0123456789abcdef' },
  },
  {
    rule: 'key-form',
    operation: 'CreateEndpointConfig',
    refused: { KmsKeyId: 'key' },
    at: 'KmsKeyId',
    message: /^key is not the id/,
    taken: { KmsKeyId: KEY },
  },
  {
    rule: 'instance-preference-twice',
    operation: 'CreateTrainingJob',
    refused: { ResourceConfig: preferring(counted('ml.m5.large', 'ml.m5.large')) },
    at: 'ResourceConfig.InstancePreferences.1.InstanceType',
    message: 'The instance type ml.m5.large can appear only once in InstancePreferences.',
    taken: { ResourceConfig: preferring(counted('ml.m5.large', 'ml.m5.xlarge')) },
  },
  {
    rule: 'instance-preferences-count',
    operation: 'CreateTrainingJob',
    refused: {
      ResourceConfig: preferring([{ InstanceType: 'ml.m5.large', InstanceCount: 1 }, { InstanceType: 'ml.m5.xlarge' }]),
    },
    at: 'ResourceConfig.InstancePreferences',
    message: /1 of 2 preferences have it/,
    taken: {
      ResourceConfig: preferring([{ InstanceType: 'ml.m5.large' }, { InstanceType: 'ml.m5.xlarge' }], {
        InstanceCount: 1,
      }),
    },
  },
  {
    rule: 'instance-preferences-count',
    operation: 'CreateProcessingJob',
    refused: { [CLUSTER]: preferring(counted('ml.m5.large'), { InstanceCount: 1 }) },
    at: `${CLUSTER}.InstancePreferences`,
    message: /and the job has it too/,
    taken: { [CLUSTER]: preferring(counted('ml.m5.large')) },
  },
  {
    rule: 'instance-preferences-alone',
    operation: 'CreateProcessingJob',
    refused: { [CLUSTER]: preferring(counted('ml.m5.large'), { InstanceType: 'ml.m5.large' }) },
    at: `${CLUSTER}.InstanceType`,
    message: 'InstancePreferences cannot be specified with InstanceType.',
    taken: { [CLUSTER]: preferring(counted('ml.m5.large')) },
  },
  {
    rule: 'instance-preferences-alone',
    operation: 'CreateTrainingJob',
    refused: {
      ResourceConfig: preferring(counted('ml.m5.large')),
      EnableManagedSpotTraining: true,
      'StoppingCondition.MaxWaitTimeInSeconds': 3600,
    },
    at: 'EnableManagedSpotTraining',
    message: 'InstancePreferences cannot be specified with EnableManagedSpotTraining.',
    taken: { ResourceConfig: preferring(counted('ml.m5.large')) },
  },
  {
    rule: 'selected-instance-in-request',
    operation: 'CreateTrainingJob',
    refused: { 'ResourceConfig.SelectedInstanceType': 'ml.m5.large' },
    at: 'ResourceConfig.SelectedInstanceType',
    message: 'SelectedInstanceType is read-only and cannot be specified in a request.',
    taken: { 'ResourceConfig.InstanceType': 'ml.m5.xlarge' },
  },
  {
    rule: 'selected-instance-in-request',
    operation: 'CreateProcessingJob',
    refused: { [`${CLUSTER}.SelectedInstanceCount`]: 1 },
    at: `${CLUSTER}.SelectedInstanceCount`,
    message: 'SelectedInstanceCount is read-only and cannot be specified in a request.',
    taken: { [`${CLUSTER}.InstanceCount`]: 2 },
  },
];
