import type { Get, Value } from './expression.ts';
import {
  type CachedOptions,
  type NetworkOptions,
  type RetriedOptions,
  type Step,
  type StepOptions,
  stepDefinition,
  type TaggedOptions,
  undefinedIfEmpty,
  withoutUndefined,
} from './step.ts';

export interface Channel {
  name: string;
  s3Uri: Value<string>;
  contentType?: string;
  distribution?: 'FullyReplicated' | 'ShardedByS3Key';
}

export interface MetricDefinition {
  readonly Name: string;
  /** The first group captures the value. */
  readonly Regex: string;
}

/** What a training job is made of, and also each trial of a tuning job. */
export interface TrainingJobOptions {
  role: Value<string>;
  image: Value<string>;
  channels: readonly Channel[];
  metricDefinitions?: readonly MetricDefinition[] | undefined;
  /**
   * JSON texts, which the training toolkit decodes: `"\"sqrt\""`, `"10"`. At most 100, each of at most 2,500 characters.
   */
  hyperparameters: Readonly<Record<string, Value<string>>>;
  outputPath: Value<string>;
  outputKmsKeyId?: string | undefined;
  instanceType: Value<string>;
  instanceCount: Value<number>;
  volumeSizeInGb: Value<number>;
  volumeKmsKeyId?: string | undefined;
  maxRuntimeInSeconds: Value<number>;
  network?: NetworkOptions | undefined;
  environment?: Readonly<Record<string, Value<string>>> | undefined;
  /** How often SageMaker tries again after an internal error. */
  maximumRetryAttempts?: number | undefined;
}

export interface TrainingOptions
  extends TrainingJobOptions,
    StepOptions,
    RetriedOptions,
    CachedOptions,
    TaggedOptions {}

export interface TrainingStep extends Step {
  readonly modelArtifacts: Get<string>;
  readonly trainingJobName: Get<string>;
}

/** Builds a Training step (CreateTrainingJob). */
export function training(options: TrainingOptions): TrainingStep {
  const { algorithm, resources, ...common } = trainingJob(options);
  return {
    definition: stepDefinition('Training', options, {
      AlgorithmSpecification: algorithm,
      HyperParameters: undefinedIfEmpty(options.hyperparameters),
      ResourceConfig: resources,
      ...common,
      Tags: undefinedIfEmpty(options.tags),
    }),
    modelArtifacts: { Get: `Steps.${options.name}.ModelArtifacts.S3ModelArtifacts` },
    trainingJobName: { Get: `Steps.${options.name}.TrainingJobName` },
  };
}

/** Builds the members that CreateTrainingJob and the TrainingJobDefinition of a tuning job have in common. */
export function trainingJob(options: TrainingJobOptions) {
  return {
    algorithm: withoutUndefined({
      TrainingInputMode: 'File',
      TrainingImage: options.image,
      MetricDefinitions: undefinedIfEmpty(options.metricDefinitions),
    }),
    resources: withoutUndefined({
      InstanceCount: options.instanceCount,
      InstanceType: options.instanceType,
      VolumeSizeInGB: options.volumeSizeInGb,
      VolumeKmsKeyId: options.volumeKmsKeyId,
    }),
    ...withoutUndefined({
      RoleArn: options.role,
      InputDataConfig: undefinedIfEmpty(
        options.channels.map((channel) => ({
          ChannelName: channel.name,
          DataSource: {
            S3DataSource: {
              S3DataType: 'S3Prefix',
              S3Uri: channel.s3Uri,
              S3DataDistributionType: channel.distribution ?? 'FullyReplicated',
            },
          },
          ...withoutUndefined({ ContentType: channel.contentType }),
        })),
      ),
      OutputDataConfig: withoutUndefined({ S3OutputPath: options.outputPath, KmsKeyId: options.outputKmsKeyId }),
      StoppingCondition: { MaxRuntimeInSeconds: options.maxRuntimeInSeconds },
      VpcConfig: options.network?.vpc,
      EnableNetworkIsolation: options.network?.isolated,
      EnableInterContainerTrafficEncryption: options.network?.encryptBetweenInstances,
      Environment: undefinedIfEmpty(options.environment),
      RetryStrategy:
        options.maximumRetryAttempts === undefined ? undefined : { MaximumRetryAttempts: options.maximumRetryAttempts },
    }),
  };
}
