import type { Get, Value } from './expression.ts';
import {
  type CachedOptions,
  type NetworkOptions,
  nonEmpty,
  present,
  type RetriedOptions,
  type Step,
  type StepOptions,
  stepDefinition,
  type TaggedOptions,
} from './step.ts';

export interface Channel {
  name: string;
  s3Uri: Value<string>;
  contentType?: string;
  distribution?: 'FullyReplicated' | 'ShardedByS3Key';
}

export interface MetricDefinition {
  readonly Name: string;
  /** The first group is the value. */
  readonly Regex: string;
}

/** What a training job is made of, whether it is one or a trial of a tuning job. */
export interface TrainingJobOptions {
  role: Value<string>;
  image: Value<string>;
  channels: readonly Channel[];
  metricDefinitions?: readonly MetricDefinition[] | undefined;
  /** JSON-encoded texts, as the training toolkit decodes them: `"\"sqrt\""`, `"10"`. At most 100 of 2,500 characters each. */
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
  /** Attempts of SageMaker itself after an error of its own. */
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

/** A Training step (CreateTrainingJob). */
export function training(options: TrainingOptions): TrainingStep {
  const { algorithm, resources, ...common } = trainingJob(options);
  return {
    definition: stepDefinition('Training', options, {
      AlgorithmSpecification: algorithm,
      HyperParameters: Object.keys(options.hyperparameters).length > 0 ? options.hyperparameters : undefined,
      ResourceConfig: resources,
      ...common,
      Tags: nonEmpty(options.tags),
    }),
    modelArtifacts: { Get: `Steps.${options.name}.ModelArtifacts.S3ModelArtifacts` },
    trainingJobName: { Get: `Steps.${options.name}.TrainingJobName` },
  };
}

/** The members that CreateTrainingJob and a tuning job's TrainingJobDefinition share. */
export function trainingJob(options: TrainingJobOptions) {
  return {
    algorithm: present({
      TrainingInputMode: 'File',
      TrainingImage: options.image,
      MetricDefinitions: nonEmpty(options.metricDefinitions),
    }),
    resources: present({
      InstanceCount: options.instanceCount,
      InstanceType: options.instanceType,
      VolumeSizeInGB: options.volumeSizeInGb,
      VolumeKmsKeyId: options.volumeKmsKeyId,
    }),
    ...present({
      RoleArn: options.role,
      InputDataConfig: nonEmpty(
        options.channels.map((channel) => ({
          ChannelName: channel.name,
          DataSource: {
            S3DataSource: {
              S3DataType: 'S3Prefix',
              S3Uri: channel.s3Uri,
              S3DataDistributionType: channel.distribution ?? 'FullyReplicated',
            },
          },
          ...present({ ContentType: channel.contentType }),
        })),
      ),
      OutputDataConfig: present({ S3OutputPath: options.outputPath, KmsKeyId: options.outputKmsKeyId }),
      StoppingCondition: { MaxRuntimeInSeconds: options.maxRuntimeInSeconds },
      VpcConfig: options.network?.vpc,
      EnableNetworkIsolation: options.network?.isolated,
      EnableInterContainerTrafficEncryption: options.network?.encryptBetweenInstances,
      Environment: options.environment && Object.keys(options.environment).length > 0 ? options.environment : undefined,
      RetryStrategy:
        options.maximumRetryAttempts === undefined ? undefined : { MaximumRetryAttempts: options.maximumRetryAttempts },
    }),
  };
}
