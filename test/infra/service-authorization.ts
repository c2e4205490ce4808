import type { AwsCall } from './aws-calls.ts';

/**
 * Facts of IAM, from the Service Authorization Reference (reference_policies_actions-resources-contextkeys.html) and, where
 * it says so, from the guides of the services.
 */

/** What a call needs where that is not the action of its own name. */
const OTHER_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  // S3: HeadObject is authorised as GetObject, ListObjectsV2 as ListBucket.
  's3:HeadObject': ['s3:GetObject'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  // boto3 looks at the object's size first; both are the same action.
  's3:download_file': ['s3:GetObject'],
  'secretsmanager:get_secret_value': ['secretsmanager:GetSecretValue'],
  // Needs no permission, and cannot be denied.
  'sts:GetCallerIdentity': [],
  // "Dependent actions" of the reference: what is passed and what is tagged at creation.
  'sagemaker:CreatePipeline': ['sagemaker:CreatePipeline', 'sagemaker:AddTags', 'iam:PassRole'],
  'sagemaker:UpdatePipeline': ['sagemaker:UpdatePipeline', 'iam:PassRole'],
  'sagemaker:CreateModel': ['sagemaker:CreateModel', 'sagemaker:AddTags', 'iam:PassRole'],
  'sagemaker:CreateEndpointConfig': ['sagemaker:CreateEndpointConfig', 'sagemaker:AddTags'],
  'sagemaker:CreateEndpoint': ['sagemaker:CreateEndpoint', 'sagemaker:AddTags'],
  // SageMaker guide, "Auto scaling prerequisites": asked of whoever calls Application Auto Scaling.
  'application-autoscaling:RegisterScalableTarget': [
    'application-autoscaling:RegisterScalableTarget',
    'iam:CreateServiceLinkedRole',
    'sagemaker:DescribeEndpoint',
    'sagemaker:DescribeEndpointConfig',
    'sagemaker:UpdateEndpointWeightsAndCapacities',
  ],
  // It removes the alarms of the policy.
  'application-autoscaling:DeleteScalingPolicy': [
    'application-autoscaling:DeleteScalingPolicy',
    'cloudwatch:DeleteAlarms',
  ],
  'application-autoscaling:PutScalingPolicy': [
    'application-autoscaling:PutScalingPolicy',
    'cloudwatch:PutMetricAlarm',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:DeleteAlarms',
  ],
};

export function actionsFor({ service, operation }: Pick<AwsCall, 'service' | 'operation'>): readonly string[] {
  const name = `${service}:${operation}`;
  return OTHER_ACTIONS[name] ?? [name];
}

/** With a key of one's own: S3 reads and writes by it, SageMaker checks it and takes a grant for volumes. */
export const KEY_ACTIONS = ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'];

const TRIAL_ACTIONS = ['sagemaker:DescribeTrainingJob', 'sagemaker:ListTrainingJobsForHyperParameterTuningJob'];
const job = (kind: string) => ['Create', 'Describe', 'Stop'].map((verb) => `sagemaker:${verb}${kind}`);

/** What the role of a pipeline does itself for a step of that type. The trials of a tuning job are started by the service. */
export const STEP_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  Processing: [...job('ProcessingJob'), 'sagemaker:AddTags', 'iam:PassRole'],
  Tuning: [...job('HyperParameterTuningJob'), ...TRIAL_ACTIONS, 'sagemaker:AddTags', 'iam:PassRole'],
  Transform: [...job('TransformJob'), 'sagemaker:AddTags'],
  Model: ['sagemaker:CreateModel', 'sagemaker:DescribeModel', 'sagemaker:AddTags', 'iam:PassRole'],
  RegisterModel: [
    'sagemaker:CreateModelPackageGroup',
    'sagemaker:DescribeModelPackageGroup',
    'sagemaker:CreateModelPackage',
    'sagemaker:DescribeModelPackage',
    'sagemaker:AddTags',
  ],
  Condition: [],
  Fail: [],
};

/** What SageMaker does under the role of any job or model (SageMaker guide, "How to use SageMaker execution roles"). */
export const CONTAINER_ACTIONS = [
  'cloudwatch:PutMetricData',
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetAuthorizationToken',
  'ecr:GetDownloadUrlForLayer',
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  's3:GetObject',
  's3:ListBucket',
  's3:PutObject',
  // Rollouts with alarms.
  'cloudwatch:DescribeAlarms',
];

/** … and additionally in a VPC (the same guide). */
export const NETWORK_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:CreateNetworkInterfacePermission',
  'ec2:DeleteNetworkInterface',
  'ec2:DeleteNetworkInterfacePermission',
  'ec2:DescribeDhcpOptions',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];

/** Actions without a resource in IAM: they take no other Resource than `*`. */
export const WITHOUT_RESOURCE = new Set([
  'application-autoscaling:DescribeScalableTargets',
  'application-autoscaling:DescribeScalingPolicies',
  'application-autoscaling:DescribeScheduledActions',
  'cloudwatch:PutMetricData',
  'ec2:DescribeDhcpOptions',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'ecr:GetAuthorizationToken',
  'sagemaker:ListEndpointConfigs',
  'sagemaker:ListHyperParameterTuningJobs',
  'sagemaker:ListModels',
  'sagemaker:ListProcessingJobs',
  'sagemaker:ListTrainingJobs',
  'sagemaker:ListTransformJobs',
]);

/** Types of resource that an action must be allowed on, all of them, where its name does not tell. */
const RESOURCE_TYPES: Readonly<Record<string, readonly string[]>> = {
  'application-autoscaling:DeleteScalingPolicy': ['scalable-target'],
  'application-autoscaling:DeleteScheduledAction': ['scalable-target'],
  'application-autoscaling:DeregisterScalableTarget': ['scalable-target'],
  'application-autoscaling:PutScalingPolicy': ['scalable-target'],
  'application-autoscaling:PutScheduledAction': ['scalable-target'],
  'application-autoscaling:RegisterScalableTarget': ['scalable-target'],
  'cloudwatch:DeleteAlarms': ['alarm'],
  'cloudwatch:DescribeAlarms': ['alarm'],
  'cloudwatch:PutMetricAlarm': ['alarm'],
  'ec2:CreateNetworkInterface': ['network-interface', 'subnet', 'security-group'],
  'ec2:CreateNetworkInterfacePermission': ['network-interface'],
  'ec2:DeleteNetworkInterface': ['network-interface'],
  'ec2:DeleteNetworkInterfacePermission': ['network-interface'],
  'ecr:BatchCheckLayerAvailability': ['repository'],
  'ecr:BatchGetImage': ['repository'],
  'ecr:GetDownloadUrlForLayer': ['repository'],
  'iam:CreateServiceLinkedRole': ['role'],
  'iam:PassRole': ['role'],
  'kms:CreateGrant': ['key'],
  'kms:Decrypt': ['key'],
  'kms:DescribeKey': ['key'],
  'kms:GenerateDataKey': ['key'],
  'logs:CreateLogGroup': ['log-group'],
  'logs:CreateLogStream': ['log-group'],
  'logs:DescribeLogStreams': ['log-group'],
  'logs:GetLogEvents': ['log-group'],
  'logs:PutLogEvents': ['log-group'],
  's3:GetObject': ['object'],
  's3:ListBucket': ['bucket'],
  's3:PutObject': ['object'],
  'secretsmanager:GetSecretValue': ['secret'],
  'sagemaker:CreateEndpoint': ['endpoint', 'endpoint-config'],
  'sagemaker:CreateModelPackage': ['model-package', 'model-package-group'],
  'sagemaker:DescribePipelineDefinitionForExecution': ['pipeline-execution'],
  'sagemaker:InvokeEndpoint': ['endpoint'],
  // The reference has no required type; the guide's cross-account policy names the versions of the group.
  'sagemaker:ListModelPackages': ['model-package'],
  'sagemaker:ListPipelineExecutions': ['pipeline'],
  'sagemaker:ListPipelineExecutionSteps': ['pipeline-execution'],
  'sagemaker:ListPipelineParametersForExecution': ['pipeline-execution'],
  'sagemaker:ListTrainingJobsForHyperParameterTuningJob': ['hyper-parameter-tuning-job'],
  'sagemaker:StartPipelineExecution': ['pipeline'],
  'sagemaker:UpdateEndpoint': ['endpoint', 'endpoint-config'],
  'sagemaker:UpdateEndpointWeightsAndCapacities': ['endpoint'],
};

/** Any resource has tags. */
const OF_ANY_TYPE = new Set(['sagemaker:AddTags', 'sagemaker:ListTags']);

/** Types of resource that an action must be allowed on; undefined when it takes any. */
export function resourceTypes(action: string): readonly string[] | undefined {
  if (OF_ANY_TYPE.has(action)) return undefined;
  const known = RESOURCE_TYPES[action];
  if (known !== undefined) return known;
  // sagemaker:DescribeProcessingJob acts on processing-job, as its name says.
  const name = /^sagemaker:(?:Create|Delete|Describe|Retry|Stop|Update)(\w+)$/.exec(action)?.[1];
  if (name === undefined) throw new Error(`On what does ${action} act? See the Service Authorization Reference.`);
  return [name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()];
}

/** Type of the resources that an ARN or a pattern of one names. */
export function typeOf(arn: string): string {
  const [, , service, , , ...rest] = arn.split(':');
  const name = rest.join(':');
  if (service === 's3') return name.includes('/') ? 'object' : 'bucket';
  if (service === 'sagemaker' && name.includes('/execution/')) return 'pipeline-execution';
  return /^[a-z-]+/.exec(name)?.[0] ?? '';
}
