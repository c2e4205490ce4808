import type { InstanceUse } from '../../../config/instance-types.ts';
import { isStepType, type StepDefinition, type StepType } from '../../definition.ts';

/** What the rules must know about a type of step. Paths are dotted and start at the step's `Arguments`. */
export interface StepFacts {
  /** Members that hold an instance type or a list of them, each with its use. */
  readonly instanceTypes: readonly { readonly path: string; readonly use: InstanceUse }[];
  /** Lists whose members must have different names: the key of the name, and what a message calls the members. */
  readonly namedLists: readonly { readonly path: string; readonly key: string; readonly plural: string }[];
  /** The object of hyperparameters. */
  readonly hyperparameters?: string;
  /** Properties that other steps can use: members of the service's answer to the Describe call of the step's job. */
  readonly properties: readonly string[];
}

const TAGS = { path: 'Tags', key: 'Key', plural: 'tags' };

const STEP_FACTS: Readonly<Record<StepType, StepFacts>> = {
  Processing: {
    instanceTypes: [{ path: 'ProcessingResources.ClusterConfig.InstanceType', use: 'processing' }],
    namedLists: [
      { path: 'ProcessingInputs', key: 'InputName', plural: 'inputs' },
      { path: 'ProcessingOutputConfig.Outputs', key: 'OutputName', plural: 'outputs' },
      TAGS,
    ],
    properties: [
      'ProcessingOutputConfig',
      'ProcessingJobName',
      'ProcessingJobArn',
      'ProcessingJobStatus',
      'ExitMessage',
      'ProcessingInputs',
      'ProcessingResources',
      'AppSpecification',
      'CreationTime',
      'ProcessingStartTime',
      'ProcessingEndTime',
      'RoleArn',
      'Environment',
    ],
  },
  Training: {
    instanceTypes: [{ path: 'ResourceConfig.InstanceType', use: 'training' }],
    namedLists: [{ path: 'InputDataConfig', key: 'ChannelName', plural: 'channels' }, TAGS],
    hyperparameters: 'HyperParameters',
    properties: [
      'ModelArtifacts',
      'TrainingJobName',
      'TrainingJobArn',
      'TrainingJobStatus',
      'HyperParameters',
      'AlgorithmSpecification',
      'OutputDataConfig',
      'InputDataConfig',
      'ResourceConfig',
      'FinalMetricDataList',
      'TuningJobArn',
      'CheckpointConfig',
      'CreationTime',
      'TrainingStartTime',
      'TrainingEndTime',
      'BillableTimeInSeconds',
      'TrainingTimeInSeconds',
      'RoleArn',
      'Environment',
    ],
  },
  Tuning: {
    instanceTypes: [{ path: 'TrainingJobDefinition.HyperParameterTuningResourceConfig.InstanceType', use: 'training' }],
    namedLists: [{ path: 'TrainingJobDefinition.InputDataConfig', key: 'ChannelName', plural: 'channels' }, TAGS],
    hyperparameters: 'TrainingJobDefinition.StaticHyperParameters',
    properties: [
      'TrainingJobSummaries',
      'BestTrainingJob',
      'OverallBestTrainingJob',
      'HyperParameterTuningJobName',
      'HyperParameterTuningJobArn',
      'HyperParameterTuningJobStatus',
      'HyperParameterTuningJobConfig',
      'TrainingJobDefinition',
      'TrainingJobStatusCounters',
      'ObjectiveStatusCounters',
      'CreationTime',
      'HyperParameterTuningEndTime',
    ],
  },
  RegisterModel: {
    instanceTypes: [
      { path: 'InferenceSpecification.SupportedRealtimeInferenceInstanceTypes', use: 'hosting' },
      { path: 'InferenceSpecification.SupportedTransformInstanceTypes', use: 'transform' },
    ],
    namedLists: [TAGS],
    properties: [
      'ModelPackageArn',
      'ModelPackageName',
      'ModelPackageGroupName',
      'ModelPackageVersion',
      'ModelApprovalStatus',
      'InferenceSpecification',
      'ModelMetrics',
      'CustomerMetadataProperties',
      'CreationTime',
    ],
  },
  Model: {
    instanceTypes: [],
    namedLists: [TAGS],
    properties: ['ModelName', 'ModelArn', 'PrimaryContainer', 'Containers', 'ExecutionRoleArn', 'CreationTime'],
  },
  Transform: {
    instanceTypes: [{ path: 'TransformResources.InstanceType', use: 'transform' }],
    namedLists: [TAGS],
    properties: [
      'TransformOutput',
      'TransformJobName',
      'TransformJobArn',
      'TransformJobStatus',
      'ModelName',
      'TransformInput',
      'TransformResources',
      'CreationTime',
      'TransformStartTime',
      'TransformEndTime',
    ],
  },
  Condition: { instanceTypes: [], namedLists: [], properties: ['Outcome'] },
  Fail: { instanceTypes: [], namedLists: [], properties: [] },
};

const UNKNOWN_TYPE: StepFacts = { instanceTypes: [], namedLists: [], properties: [] };

/** Returns the facts about the type of a step. A definition may have a type that this project does not build. */
export function stepFacts(step: StepDefinition): StepFacts {
  return isStepType(step.Type) ? STEP_FACTS[step.Type] : UNKNOWN_TYPE;
}
