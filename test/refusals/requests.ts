import type { Operation } from '../../src/refusals/index.ts';

/** A value of a request. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type Request = { readonly [name: string]: Json };

const ROLE = 'arn:aws:iam::123456789012:role/mlops';
const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
const TAGS = [{ Key: 'team', Value: 'mlops' }];

const channel = {
  ChannelName: 'train',
  DataSource: {
    S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train', S3DataDistributionType: 'FullyReplicated' },
  },
};
const trainingResources = { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 };
const metrics = [{ Name: 'auc', Regex: 'auc (\\S+)' }];

/** For each operation, a request that AWS takes. A case changes one thing of it. */
export const REQUESTS: Readonly<Record<Operation, Request>> = {
  AddTags: { ResourceArn: 'arn:aws:sagemaker:us-east-1:123456789012:model/m', Tags: TAGS },
  CreateEndpoint: { EndpointName: 'endpoint', EndpointConfigName: 'config', Tags: TAGS },
  CreateEndpointConfig: {
    EndpointConfigName: 'config',
    ProductionVariants: [
      {
        VariantName: 'AllTraffic',
        ModelName: 'model',
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: 1,
        InitialVariantWeight: 1,
      },
    ],
    Tags: TAGS,
  },
  CreateHyperParameterTuningJob: {
    HyperParameterTuningJobName: 'tuning',
    HyperParameterTuningJobConfig: {
      Strategy: 'Bayesian',
      HyperParameterTuningJobObjective: { Type: 'Maximize', MetricName: 'auc' },
      ResourceLimits: { MaxNumberOfTrainingJobs: 4, MaxParallelTrainingJobs: 2 },
      ParameterRanges: {
        IntegerParameterRanges: [{ Name: 'max_depth', MinValue: '3', MaxValue: '20', ScalingType: 'Auto' }],
        ContinuousParameterRanges: [{ Name: 'min_share', MinValue: '0.1', MaxValue: '0.5', ScalingType: 'Auto' }],
        CategoricalParameterRanges: [{ Name: 'max_features', Values: ['"sqrt"', '"log2"'] }],
      },
    },
    TrainingJobDefinition: {
      StaticHyperParameters: { sagemaker_program: '"training.py"' },
      AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File', MetricDefinitions: metrics },
      RoleArn: ROLE,
      InputDataConfig: [channel],
      OutputDataConfig: { S3OutputPath: 's3://bucket/output' },
      HyperParameterTuningResourceConfig: trainingResources,
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    },
    Tags: TAGS,
  },
  CreateModel: {
    ModelName: 'model',
    ExecutionRoleArn: ROLE,
    PrimaryContainer: { Image: IMAGE, ModelDataUrl: 's3://bucket/model.tar.gz', Environment: { A: 'b' } },
    Tags: TAGS,
  },
  CreateModelPackage: {
    ModelPackageGroupName: 'group',
    InferenceSpecification: {
      Containers: [{ Image: IMAGE, ModelDataUrl: 's3://bucket/model.tar.gz' }],
      SupportedTransformInstanceTypes: ['ml.m5.large'],
      SupportedRealtimeInferenceInstanceTypes: ['ml.m5.large'],
      SupportedContentTypes: ['text/csv'],
      SupportedResponseMIMETypes: ['text/csv'],
    },
    ModelApprovalStatus: 'PendingManualApproval',
  },
  CreateModelPackageGroup: { ModelPackageGroupName: 'group', Tags: TAGS },
  CreatePipeline: {
    PipelineName: 'pipeline',
    PipelineDefinition: JSON.stringify({
      Version: '2020-12-01',
      Metadata: {},
      Parameters: [],
      Steps: [{ Name: 'Stop', Type: 'Fail', Arguments: { ErrorMessage: 'stopped' } }],
    }),
    ClientRequestToken: '0123456789abcdef0123456789abcdef',
    RoleArn: ROLE,
    Tags: TAGS,
  },
  CreateProcessingJob: {
    ProcessingJobName: 'processing',
    ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 } },
    AppSpecification: { ImageUri: IMAGE, ContainerEntrypoint: ['python3', '/opt/ml/processing/input/code/run.py'] },
    ProcessingInputs: [
      {
        InputName: 'code',
        S3Input: {
          S3Uri: 's3://bucket/code',
          LocalPath: '/opt/ml/processing/input/code',
          S3DataType: 'S3Prefix',
          S3InputMode: 'File',
        },
      },
    ],
    ProcessingOutputConfig: {
      Outputs: [
        {
          OutputName: 'train',
          S3Output: { S3Uri: 's3://bucket/train', LocalPath: '/opt/ml/processing/train', S3UploadMode: 'EndOfJob' },
        },
      ],
    },
    RoleArn: ROLE,
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    Tags: TAGS,
  },
  CreateTrainingJob: {
    TrainingJobName: 'training',
    HyperParameters: { sagemaker_program: '"training.py"' },
    AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File', MetricDefinitions: metrics },
    RoleArn: ROLE,
    InputDataConfig: [channel],
    OutputDataConfig: { S3OutputPath: 's3://bucket/output' },
    ResourceConfig: trainingResources,
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    Tags: TAGS,
  },
  CreateTransformJob: {
    TransformJobName: 'transform',
    ModelName: 'model',
    MaxPayloadInMB: 6,
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/batch' } },
      ContentType: 'text/csv',
      SplitType: 'Line',
    },
    TransformOutput: { S3OutputPath: 's3://bucket/predictions', AssembleWith: 'Line' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    Tags: TAGS,
  },
  PutScalingPolicy: {
    PolicyName: 'policy',
    ServiceNamespace: 'sagemaker',
    ResourceId: 'endpoint/endpoint/variant/AllTraffic',
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 100,
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
    },
  },
  PutScheduledAction: {
    ScheduledActionName: 'night',
    ServiceNamespace: 'sagemaker',
    ResourceId: 'endpoint/endpoint/variant/AllTraffic',
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    Schedule: 'cron(0 22 * * ? *)',
    ScalableTargetAction: { MinCapacity: 1, MaxCapacity: 1 },
  },
  RegisterScalableTarget: {
    ServiceNamespace: 'sagemaker',
    ResourceId: 'endpoint/endpoint/variant/AllTraffic',
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    MinCapacity: 1,
    MaxCapacity: 3,
  },
  StartPipelineExecution: {
    PipelineName: 'pipeline',
    ClientRequestToken: '0123456789abcdef0123456789abcdef',
    PipelineParameters: [{ Name: 'P', Value: 'v' }],
  },
  UpdateEndpoint: {
    EndpointName: 'endpoint',
    EndpointConfigName: 'config',
    DeploymentConfig: {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: {
          Type: 'CANARY',
          WaitIntervalInSeconds: 300,
          CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 },
        },
        TerminationWaitInSeconds: 60,
        MaximumExecutionTimeoutInSeconds: 3600,
      },
    },
  },
  UpdateEndpointWeightsAndCapacities: {
    EndpointName: 'endpoint',
    DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredWeight: 1, DesiredInstanceCount: 2 }],
  },
  UpdateModelPackage: {
    ModelPackageArn: 'arn:aws:sagemaker:us-east-1:123456789012:model-package/group/1',
    ModelApprovalStatus: 'Approved',
  },
  UpdatePipeline: {
    PipelineName: 'pipeline',
    PipelineDefinition: JSON.stringify({
      Version: '2020-12-01',
      Metadata: {},
      Parameters: [],
      Steps: [{ Name: 'Stop', Type: 'Fail', Arguments: { ErrorMessage: 'stopped' } }],
    }),
  },
};

/**
 * A copy of a request with other values at some paths.
 * @param changes values by path, with dots between names and positions; `null` removes the member
 */
export function changed(request: Request, changes: Readonly<Record<string, Json>>): Request {
  const copy = structuredClone(request) as Record<string, Json>;
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let parent: Record<string, Json> = copy;
    for (const name of names) {
      parent[name] ??= {};
      parent = parent[name] as Record<string, Json>;
    }
    if (value === null) delete parent[last];
    else parent[last] = structuredClone(value) as Json;
  }
  return copy;
}
