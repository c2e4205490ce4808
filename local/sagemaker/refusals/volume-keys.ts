import type { AccountOperation } from './account-refusal.ts';

/** Operations whose jobs have volumes that a key can encrypt. */
export const VOLUME_OPERATIONS: readonly AccountOperation[] = [
  'CreateHyperParameterTuningJob',
  'CreateProcessingJob',
  'CreateTrainingJob',
  'CreateTransformJob',
];

/** Where their requests name the key. */
export const VOLUME_KEYS = [
  'ResourceConfig.VolumeKmsKeyId',
  'TrainingJobDefinition.ResourceConfig.VolumeKmsKeyId',
  'TrainingJobDefinition.HyperParameterTuningResourceConfig.VolumeKmsKeyId',
  'ProcessingResources.ClusterConfig.VolumeKmsKeyId',
  'TransformResources.VolumeKmsKeyId',
] as const;
