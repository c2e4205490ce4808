import type { RecordKind, Shape } from '../context.ts';
import { pick } from '../members.ts';

/** A type of step that creates a resource with an operation of this service. */
export interface CreatingStepType {
  /** Operation that creates the resource, and the one that describes it. */
  readonly create: string;
  readonly describe: string;
  /** Member of the request that names the resource; absent for a model package, which the service names. */
  readonly nameMember?: string;
  /** Maximum length of the name. */
  readonly maxName: number;
  /** Member of the output with the ARN. */
  readonly arnMember: string;
  readonly kind: RecordKind;
  /** Member of PipelineExecutionStepMetadata that shows the ARN. */
  readonly metadata: string;
  /** Only for jobs: the Describe member with the status, and the operation that stops the job. */
  readonly job?: { readonly statusMember: string; readonly stop: string };
  /** Whether the request takes an ExperimentConfig. */
  readonly experiment: boolean;
  /**
   * Gives the attributes that decide whether an earlier run may be reused (developer guide, "Default cache key
   * attributes by pipeline step type"). Absent when the service has no caching for the type.
   */
  readonly cacheKey?: (args: Shape) => unknown;
}

/** The members of a tuning job's training job definition that decide about reuse. */
const TUNED_MEMBERS = [
  'AlgorithmSpecification',
  'HyperParameterRanges',
  'InputDataConfig',
  'StaticHyperParameters',
  'TuningObjective',
];

export const CREATING_STEP_TYPES: Readonly<Record<string, CreatingStepType>> = {
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
      TrainingJobDefinition: args.TrainingJobDefinition && pick(args.TrainingJobDefinition, TUNED_MEMBERS),
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

/** Step types of the service that this machine cannot run. */
export const UNSUPPORTED_STEP_TYPES: readonly string[] = [
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

export const STEP_TYPES: readonly string[] = [...Object.keys(CREATING_STEP_TYPES), 'Condition', 'Fail'];
