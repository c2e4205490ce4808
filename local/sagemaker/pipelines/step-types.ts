import type { Kind, Shape } from '../context.ts';

/** A step that creates something through an operation of this service. */
export interface CreatingStep {
  /** Operation that creates the resource, and the one that describes it. */
  readonly create: string;
  readonly describe: string;
  /** Member of the request that names the resource; absent for a model package, which the service names. */
  readonly nameMember?: string;
  /** Longest name that the operation accepts. */
  readonly maxName: number;
  /** Member of the answer that holds the ARN. */
  readonly arnMember: string;
  readonly kind: Kind;
  /** Member of PipelineExecutionStepMetadata that shows the ARN. */
  readonly metadata: string;
  /** Only for jobs: the Describe member that holds the status, and the operation that stops the job. */
  readonly job?: { readonly statusMember: string; readonly stop: string };
  /** Whether the request takes an ExperimentConfig. */
  readonly experiment: boolean;
  /**
   * Attributes that decide whether an earlier run may be reused (developer guide, "Default cache key attributes by
   * pipeline step type"); absent where the service has no caching.
   */
  readonly cacheKey?: (args: Shape) => unknown;
}

const pick = (value: Shape | undefined, names: readonly string[]): Shape | undefined =>
  value && Object.fromEntries(names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]));

/** Of a tuning job's training job definition only these lead to a rerun. */
const TUNED = [
  'AlgorithmSpecification',
  'HyperParameterRanges',
  'InputDataConfig',
  'StaticHyperParameters',
  'TuningObjective',
];

export const CREATING_STEPS: Readonly<Record<string, CreatingStep>> = {
  Processing: {
    create: 'CreateProcessingJob',
    describe: 'DescribeProcessingJob',
    nameMember: 'ProcessingJobName',
    maxName: 63,
    arnMember: 'ProcessingJobArn',
    kind: 'processing-job',
    metadata: 'ProcessingJob',
    job: { statusMember: 'ProcessingJobStatus', stop: 'StopProcessingJob' },
    experiment: true,
    cacheKey: (args) => pick(args, ['AppSpecification', 'Environment', 'ProcessingInputs']),
  },
  Training: {
    create: 'CreateTrainingJob',
    describe: 'DescribeTrainingJob',
    nameMember: 'TrainingJobName',
    maxName: 63,
    arnMember: 'TrainingJobArn',
    kind: 'training-job',
    metadata: 'TrainingJob',
    job: { statusMember: 'TrainingJobStatus', stop: 'StopTrainingJob' },
    experiment: true,
    cacheKey: (args) =>
      pick(args, [
        'AlgorithmSpecification',
        'CheckpointConfig',
        'DebugHookConfig',
        'DebugRuleConfigurations',
        'Environment',
        'HyperParameters',
        'InputDataConfig',
      ]),
  },
  Tuning: {
    create: 'CreateHyperParameterTuningJob',
    describe: 'DescribeHyperParameterTuningJob',
    nameMember: 'HyperParameterTuningJobName',
    maxName: 32,
    arnMember: 'HyperParameterTuningJobArn',
    kind: 'tuning-job',
    metadata: 'TuningJob',
    job: { statusMember: 'HyperParameterTuningJobStatus', stop: 'StopHyperParameterTuningJob' },
    experiment: false,
    cacheKey: (args) => ({
      HyperParameterTuningJobConfig: args.HyperParameterTuningJobConfig,
      TrainingJobDefinition: pick(args.TrainingJobDefinition, TUNED),
      TrainingJobDefinitions: args.TrainingJobDefinitions,
    }),
  },
  Transform: {
    create: 'CreateTransformJob',
    describe: 'DescribeTransformJob',
    nameMember: 'TransformJobName',
    maxName: 63,
    arnMember: 'TransformJobArn',
    kind: 'transform-job',
    metadata: 'TransformJob',
    job: { statusMember: 'TransformJobStatus', stop: 'StopTransformJob' },
    experiment: true,
    cacheKey: (args) => pick(args, ['DataProcessing', 'Environment', 'ModelName', 'TransformInput']),
  },
  Model: {
    create: 'CreateModel',
    describe: 'DescribeModel',
    nameMember: 'ModelName',
    maxName: 63,
    arnMember: 'ModelArn',
    kind: 'model',
    metadata: 'Model',
    experiment: false,
  },
  RegisterModel: {
    create: 'CreateModelPackage',
    describe: 'DescribeModelPackage',
    maxName: 63,
    arnMember: 'ModelPackageArn',
    kind: 'model-package',
    metadata: 'RegisterModel',
    experiment: false,
  },
};

/** Step types of the service that need something this machine does not have. */
export const UNSUPPORTED_STEPS: readonly string[] = [
  'Athena',
  'AutoML',
  'BedrockCustomModel',
  'BedrockCustomModelDeployment',
  'BedrockModelImport',
  'BedrockProvisionedModelThroughput',
  'Callback',
  'ClarifyCheck',
  'Cleanup',
  'EMR',
  'EMRServerless',
  'Endpoint',
  'EndpointConfig',
  'ForEach',
  'HubContent',
  'InferenceComponent',
  'Job',
  'Lambda',
  'Lineage',
  'NotebookJob',
  'QualityCheck',
];

export const STEP_TYPES: readonly string[] = [...Object.keys(CREATING_STEPS), 'Condition', 'Fail'];
