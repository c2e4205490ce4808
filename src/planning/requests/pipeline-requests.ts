import type { DesiredPipeline } from '../../desired/index.ts';
import type { PipelineDefinition, StepDefinition, StepType } from '../../pipeline/definition.ts';
import { allSteps } from '../../pipeline/lint/helpers/walk.ts';
import type { EnvironmentState } from '../../project/environment-state.ts';
import type { Operation } from '../../refusals/index.ts';
import type { MemberSetting, SentRequest } from './sent-request.ts';

/** The operation that a step of each type calls with its arguments. */
const OPERATIONS: Readonly<Record<StepType, Operation | null>> = {
  Processing: 'CreateProcessingJob',
  Training: 'CreateTrainingJob',
  Tuning: 'CreateHyperParameterTuningJob',
  RegisterModel: 'CreateModelPackage',
  Model: 'CreateModel',
  Transform: 'CreateTransformJob',
  Condition: null,
  Fail: null,
};

/** The requests that create the pipelines of an environment, and those that their steps send. */
export function pipelineRequests(state: EnvironmentState): SentRequest[] {
  return [state.training, state.batch].flatMap((pipeline) =>
    pipeline === null ? [] : [createRequest(pipeline, state), ...stepRequests(pipeline, state)],
  );
}

function createRequest(pipeline: DesiredPipeline, { config, environment }: EnvironmentState): SentRequest {
  const name =
    pipeline.kind === 'training'
      ? 'pipeline.training_pipeline_name'
      : environment === null
        ? 'pipeline.transform_pipeline_name'
        : 'environment.batch_transform.pipeline_name';
  return {
    operation: 'CreatePipeline',
    request: {
      PipelineName: pipeline.name,
      // The rules of src/pipeline/lint have checked the definition. In S3 it is the same definition.
      PipelineDefinitionS3Location: { Bucket: config.aws.s3_bucket, ObjectKey: pipeline.name },
      RoleArn: config.aws.sagemaker_execution_role_arn,
      Tags: pipeline.tags,
    },
    sender: `the ${pipeline.kind} pipeline`,
    settings: [
      ['PipelineName', name],
      ['RoleArn', ROLE],
      ...tagSettings(pipeline.tags, config, 'pipeline'),
      ['', name],
    ],
  };
}

function stepRequests({ kind, definition }: DesiredPipeline, state: EnvironmentState): SentRequest[] {
  return allSteps(definition).flatMap(({ step }) => {
    const operation = OPERATIONS[step.Type];
    if (operation === null) return [];
    const { Tags, ...others } = withDefaults(step.Arguments, definition) as Readonly<Record<string, unknown>>;
    // Pipelines takes tags of a RegisterModel step, as the SageMaker SDK writes them. A direct call with tags is refused.
    const request = step.Type === 'RegisterModel' ? others : { ...others, Tags };
    return [{ operation, request, sender: `step ${step.Name}`, settings: stepSettings(kind, step, request, state) }];
  });
}

/** Replaces each parameter by its default. Other expressions stay: their values are known only at run time. */
function withDefaults(value: unknown, definition: PipelineDefinition): unknown {
  if (Array.isArray(value)) return value.map((each) => withDefaults(each, definition));
  if (typeof value !== 'object' || value === null) return value;
  const name = 'Get' in value && typeof value.Get === 'string' ? /^Parameters\.(.+)$/.exec(value.Get)?.[1] : undefined;
  const parameter = definition.Parameters.find(({ Name }) => Name === name);
  if (parameter?.DefaultValue !== undefined) return parameter.DefaultValue;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withDefaults(each, definition)]));
}

const ROLE = 'aws.sagemaker_execution_role_arn';
const NETWORK = 'aws.network_config';
const IMAGE = 'training_step.sklearn_framework_version';
const BUCKET = 'aws.s3_bucket';
const KEY = 'aws.kms_key_id';

/** The settings behind the arguments of a step. */
function stepSettings(
  kind: DesiredPipeline['kind'],
  step: StepDefinition,
  request: Readonly<Record<string, unknown>>,
  { config, environment }: EnvironmentState,
): readonly MemberSetting[] {
  switch (step.Type) {
    case 'Processing': {
      const evaluates = kind === 'training' && step.Name === config.evaluation_step.step_name;
      const section = evaluates ? 'evaluation_step' : 'data_processing_step';
      return processingSettings(
        section,
        evaluates ? 'instance_type' : 'processing_instance_type',
        tagsOf(request),
        config,
      );
    }
    case 'Tuning':
      return [...rangeSettings(request), ...tuningSettings(tagsOf(request), config)];
    case 'RegisterModel':
      return [
        ['InferenceSpecification.SupportedTransformInstanceTypes', 'register_model_step.transform_instance_types'],
        [
          'InferenceSpecification.SupportedRealtimeInferenceInstanceTypes',
          'register_model_step.inference_instance_types',
        ],
        ['ModelPackageGroupName', 'register_model_step.model_group'],
        ['ModelApprovalStatus', 'register_model_step.approval_status'],
        ['InferenceSpecification.Containers', IMAGE],
        ...tagSettings(tagsOf(request), config, 'register_model_step'),
        ['', 'register_model_step.step_name'],
      ];
    case 'Model':
      return [
        ['ExecutionRoleArn', ROLE],
        ['VpcConfig.Subnets', `${NETWORK}.subnets`],
        ['VpcConfig.SecurityGroupIds', `${NETWORK}.security_group_ids`],
        ['EnableNetworkIsolation', `${NETWORK}.enable_network_isolation`],
        ...tagSettings(tagsOf(request), config, 'register_model_step'),
        ['', 'register_model_step.model_name'],
      ];
    case 'Transform': {
      const own = environment === null ? 'transform_step' : 'environment.batch_transform';
      return [
        ['TransformResources.InstanceType', `${own}.instance_type`],
        ['TransformResources.InstanceCount', `${own}.instance_count`],
        ['TransformResources.VolumeKmsKeyId', KEY],
        ['TransformOutput.KmsKeyId', KEY],
        ['TransformOutput.S3OutputPath', `${own}.output_prefix`],
        ['MaxPayloadInMB', 'transform_step.max_payload_in_mb'],
        ['MaxConcurrentTransforms', 'transform_step.max_concurrent_transforms'],
        ['BatchStrategy', 'transform_step.strategy'],
        ['DataProcessing', 'transform_step.key_column'],
        ...tagSettings(tagsOf(request), config, 'transform_step'),
        ['', 'transform_step.step_name'],
      ];
    }
    default:
      return [];
  }
}

function processingSettings(
  section: 'evaluation_step' | 'data_processing_step',
  instanceType: string,
  tags: readonly Tag[],
  config: EnvironmentState['config'],
): MemberSetting[] {
  return [
    ['ProcessingResources.ClusterConfig.InstanceType', `${section}.${instanceType}`],
    ['ProcessingResources.ClusterConfig.InstanceCount', `${section}.instance_count`],
    ['ProcessingResources.ClusterConfig.VolumeKmsKeyId', KEY],
    ['ProcessingResources', `${section}.${instanceType}`],
    ['ProcessingOutputConfig.KmsKeyId', KEY],
    ['ProcessingOutputConfig', BUCKET],
    ['ProcessingInputs', BUCKET],
    ['AppSpecification.ImageUri', IMAGE],
    ['RoleArn', ROLE],
    ['NetworkConfig.VpcConfig.Subnets', `${NETWORK}.subnets`],
    ['NetworkConfig.VpcConfig.SecurityGroupIds', `${NETWORK}.security_group_ids`],
    ['NetworkConfig', NETWORK],
    ...tagSettings(tags, config, section === 'data_processing_step' ? section : 'pipeline'),
    ['', `${section}.step_name`],
  ];
}

function tuningSettings(tags: readonly Tag[], config: EnvironmentState['config']): MemberSetting[] {
  const job = 'HyperParameterTuningJobConfig';
  const training = 'TrainingJobDefinition';
  const resources = `${training}.HyperParameterTuningResourceConfig`;
  return [
    [`${job}.ResourceLimits.MaxNumberOfTrainingJobs`, 'tuning_step.maximum_training_jobs'],
    [`${job}.ResourceLimits.MaxParallelTrainingJobs`, 'tuning_step.maximum_parallel_training_jobs'],
    [`${job}.ParameterRanges`, 'tuning_step.hyperparam_ranges'],
    [`${job}.HyperParameterTuningJobObjective`, 'tuning_step.objective_metric_name'],
    [`${job}.TrainingJobEarlyStoppingType`, 'tuning_step.early_stopping'],
    [`${job}.Strategy`, 'tuning_step.strategy'],
    [`${training}.AlgorithmSpecification.MetricDefinitions`, 'tuning_step.metric_definitions'],
    [`${training}.AlgorithmSpecification.TrainingImage`, IMAGE],
    [`${training}.StaticHyperParameters`, 'training_step'],
    [`${resources}.InstanceType`, 'training_step.instance_type'],
    [`${resources}.InstanceCount`, 'training_step.instance_count'],
    [`${resources}.VolumeSizeInGB`, 'training_step.volume_size_in_gb'],
    [`${resources}.VolumeKmsKeyId`, KEY],
    [`${training}.StoppingCondition`, 'training_step.max_runtime_in_seconds'],
    [`${training}.OutputDataConfig.KmsKeyId`, KEY],
    [`${training}.OutputDataConfig`, BUCKET],
    [`${training}.RoleArn`, ROLE],
    [`${training}.VpcConfig.Subnets`, `${NETWORK}.subnets`],
    [`${training}.VpcConfig.SecurityGroupIds`, `${NETWORK}.security_group_ids`],
    [`${training}.EnableNetworkIsolation`, `${NETWORK}.enable_network_isolation`],
    ...tagSettings(tags, config, 'training_step'),
    ['', 'tuning_step.step_name'],
  ];
}

/** Each range by its name: the request lists them by kind. */
function rangeSettings(request: Readonly<Record<string, unknown>>): MemberSetting[] {
  const base = 'HyperParameterTuningJobConfig.ParameterRanges';
  const job = request.HyperParameterTuningJobConfig as
    | { ParameterRanges?: Record<string, { Name: string }[]> }
    | undefined;
  return Object.entries(job?.ParameterRanges ?? {}).flatMap(([kind, ranges]) =>
    ranges.map(
      ({ Name }, index): MemberSetting => [`${base}.${kind}.${index}`, `tuning_step.hyperparam_ranges.${Name}`],
    ),
  );
}

interface Tag {
  readonly Key: string;
}

const tagsOf = (request: Readonly<Record<string, unknown>>): readonly Tag[] => (request.Tags ?? []) as readonly Tag[];

type TaggedSection = {
  [Section in keyof EnvironmentState['config'] & string]: 'tags' extends keyof EnvironmentState['config'][Section]
    ? Section
    : never;
}[keyof EnvironmentState['config'] & string];

/** Each tag by its key: a request has the tags of the pipeline and those of its own section, sorted. */
function tagSettings(
  tags: readonly Tag[],
  config: EnvironmentState['config'],
  section: TaggedSection,
): MemberSetting[] {
  const own = config[section].tags;
  return [
    ...tags.map(({ Key }, index): MemberSetting => {
      const at = own.findIndex((tag) => tag.Key === Key);
      const [from, position] =
        at === -1 ? ['pipeline', config.pipeline.tags.findIndex((tag) => tag.Key === Key)] : [section, at];
      return [`Tags.${index}`, `${from}.tags.${position}`];
    }),
    ['Tags', 'pipeline.tags'],
  ];
}
