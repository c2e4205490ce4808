import type { AccountOperation } from '../../local/sagemaker/refusals/account-refusal.ts';
import { type AccountWorld, IMAGE } from './account-world.ts';
import type { Json } from './requests.ts';

const ARN = 'arn:aws:sagemaker:us-east-1:123456789012:';
const NO_ROLE = 'arn:aws:iam::123456789012:role/nobody';
const SOURCE = (uri: string) => ({
  S3DataSource: { S3DataType: 'S3Object', CompressionType: 'Gzip', S3Uri: uri },
});
const KEY = '11111111-2222-3333-4444-555555555555';
const SPECIFICATION = { Containers: [{ Image: IMAGE }] };
const FAST = { InstanceType: 'ml.c5.xlarge' };

/** A request that AWS refuses because of what is in the account, and one that differs from it as little as possible. */
export interface Prepared {
  readonly refused: object;
  readonly taken: object;
  readonly message: string | RegExp;
  /** What happens between the two. */
  between?(): Promise<void>;
  /** What another service says to the request that this one takes. */
  readonly answer?: RegExp;
}

export interface AccountCase {
  readonly rule: string;
  readonly operation: AccountOperation;
  prepare(world: AccountWorld): Promise<Prepared>;
}

const quota = (name: string, limit: number, used: number, delta: number, unit = 'Instances') =>
  `The account-level service limit '${name}' is ${limit} ${unit}, with current utilization of ${used} ${unit} and a request delta of ${delta} ${unit}. Please use AWS Service Quotas to request an increase for this quota. If AWS Service Quotas is not available, contact AWS support to request an increase for this quota.`;

const noObjects = (uri: string, role: string) =>
  `No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected region (us-east-1), that objects exist under that S3 prefix, and that the role "${role}" has "s3:ListBucket" permissions on bucket "${uri.split('/')[2]}".`;

const NAMES: readonly AccountCase[] = [
  {
    rule: 'model-name-in-use',
    operation: 'CreateModel',
    async prepare(world) {
      const name = await world.model();
      return {
        refused: world.request('CreateModel', { ModelName: name.toUpperCase() }),
        taken: world.request('CreateModel'),
        message: `Cannot create already existing model "${ARN}model/${name}".`,
      };
    },
  },
  {
    rule: 'endpoint-config-name-in-use',
    operation: 'CreateEndpointConfig',
    async prepare(world) {
      const variants = { ProductionVariants: [await world.variant()] };
      const name = await world.config(variants.ProductionVariants);
      return {
        refused: world.request('CreateEndpointConfig', { ...variants, EndpointConfigName: name }),
        taken: world.request('CreateEndpointConfig', variants),
        message: `Cannot create already existing endpoint configuration "${ARN}endpoint-config/${name}".`,
      };
    },
  },
  {
    rule: 'endpoint-name-in-use',
    operation: 'CreateEndpoint',
    async prepare(world) {
      const EndpointConfigName = await world.config([await world.variant()]);
      const name = await world.endpoint(EndpointConfigName);
      return {
        refused: world.request('CreateEndpoint', { EndpointName: name, EndpointConfigName }),
        taken: world.request('CreateEndpoint', { EndpointConfigName }),
        message: `Cannot create already existing endpoint "${ARN}endpoint/${name}".`,
      };
    },
  },
  {
    rule: 'group-name-in-use',
    operation: 'CreateModelPackageGroup',
    async prepare(world) {
      const name = await world.group();
      return {
        refused: world.request('CreateModelPackageGroup', { ModelPackageGroupName: name }),
        taken: world.request('CreateModelPackageGroup'),
        message: `Model Package Group already exists: ${ARN}model-package-group/${name}`,
      };
    },
  },
  {
    rule: 'package-name-in-use',
    operation: 'CreateModelPackage',
    async prepare(world) {
      const name = await world.unversioned();
      const named = (ModelPackageName: string) =>
        world.request('CreateModelPackage', {
          ModelPackageGroupName: null,
          ModelApprovalStatus: null,
          ModelPackageName,
        });
      return {
        refused: named(name),
        taken: named(world.name()),
        message: `ModelPackage already exists: ${ARN}model-package/${name}`,
      };
    },
  },
  {
    rule: 'pipeline-name-in-use',
    operation: 'CreatePipeline',
    async prepare(world) {
      const request = world.request('CreatePipeline');
      await world.call('CreatePipeline', request);
      return {
        refused: { ...request, ClientRequestToken: 'f'.repeat(32) },
        // The same request with the same token gets the pipeline that is there.
        taken: request,
        message: `Pipeline names must be unique within an AWS account and region. Pipeline with name (${request.PipelineName}) already exists.`,
      };
    },
  },
  ...(
    [
      ['training-job-name-in-use', 'CreateTrainingJob', 'training job'],
      ['processing-job-name-in-use', 'CreateProcessingJob', 'processing job'],
      ['transform-job-name-in-use', 'CreateTransformJob', 'transform job'],
      ['tuning-job-name-in-use', 'CreateHyperParameterTuningJob', 'tuning job'],
    ] as const
  ).map(
    ([rule, operation, noun]): AccountCase => ({
      rule,
      operation,
      async prepare(world) {
        const more: Record<string, Json> = operation === 'CreateTransformJob' ? { ModelName: await world.model() } : {};
        const request = world.request(operation, more);
        await world.call(operation, request);
        return {
          refused: request,
          taken: world.request(operation, more),
          message: new RegExp(
            `^Job name must be unique within an AWS account and region, and a ${noun} with this name already exists`,
          ),
        };
      },
    }),
  ),
];

const PIPELINES: readonly AccountCase[] = [
  ...(['UpdatePipeline', 'StartPipelineExecution', 'DeletePipeline'] as const).map(
    (operation): AccountCase => ({
      rule: 'pipeline-missing',
      operation,
      async prepare(world) {
        const pipeline = await world.pipeline();
        const token = operation === 'UpdatePipeline' ? {} : { ClientRequestToken: world.name().padEnd(32, '0') };
        return {
          refused: { PipelineName: 'nope', ...token },
          taken: { PipelineName: pipeline, ...token },
          message: `Pipeline '${ARN}pipeline/nope' does not exist.`,
        };
      },
    }),
  ),
  {
    rule: 'pipeline-in-use',
    operation: 'DeletePipeline',
    async prepare(world) {
      const [running, idle] = [await world.pipeline(), await world.pipeline()];
      const execution = await world.execution(running);
      const token = { ClientRequestToken: world.name().padEnd(32, '0') };
      return {
        refused: { PipelineName: running, ...token },
        taken: { PipelineName: idle, ...token },
        message: `Pipeline '${ARN}pipeline/${running}' cannot be deleted while executions are running: ${execution}. Stop them first.`,
      };
    },
  },
  {
    rule: 'selection-without-source',
    operation: 'StartPipelineExecution',
    async prepare(world) {
      const pipeline = await world.pipeline();
      const select = (step: string) => ({
        PipelineName: pipeline,
        ClientRequestToken: world.name().padEnd(32, '0'),
        SelectiveExecutionConfig: { SelectedSteps: [{ StepName: step }] },
      });
      return {
        refused: select('after'),
        taken: select('hangs'),
        message: 'Invalid SourcePipelineExecutionArn: null. The selected steps [after] have dependencies on [hangs]',
      };
    },
  },
];

const TAGS: readonly AccountCase[] = [
  {
    rule: 'tagged-resource-missing',
    operation: 'AddTags',
    async prepare(world) {
      const Tags = [{ Key: 'a', Value: 'b' }];
      return {
        refused: { ResourceArn: `${ARN}model/nope`, Tags },
        taken: { ResourceArn: `${ARN}model/${await world.model()}`, Tags },
        message: `Could not find resource ${ARN}model/nope.`,
      };
    },
  },
  {
    rule: 'too-many-tags',
    operation: 'AddTags',
    async prepare(world) {
      const ResourceArn = `${ARN}model/${await world.model({ Tags: null })}`;
      const tags = (prefix: string, length: number) =>
        Array.from({ length }, (_, index) => ({ Key: `${prefix}${index}`, Value: '' }));
      await world.call('AddTags', { ResourceArn, Tags: tags('a', 49) });
      return {
        refused: { ResourceArn, Tags: tags('b', 2) },
        taken: { ResourceArn, Tags: tags('b', 1) },
        message: 'The number of tags is greater than the limit of 50 tags per resource.',
      };
    },
  },
];

const ROLES: readonly AccountCase[] = [
  {
    rule: 'job-role',
    operation: 'CreateTrainingJob',
    async prepare(world) {
      return {
        refused: world.request('CreateTrainingJob', { RoleArn: NO_ROLE }),
        taken: world.request('CreateTrainingJob'),
        message: `Could not assume role ${NO_ROLE}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
      };
    },
  },
  {
    rule: 'job-role',
    operation: 'CreateProcessingJob',
    async prepare(world) {
      const role = await world.makeRole('lambda.amazonaws.com');
      return {
        refused: world.request('CreateProcessingJob', { RoleArn: role }),
        taken: world.request('CreateProcessingJob'),
        message: `Could not assume role ${role}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
      };
    },
  },
  {
    rule: 'tuning-role',
    operation: 'CreateHyperParameterTuningJob',
    async prepare(world) {
      return {
        refused: world.request('CreateHyperParameterTuningJob', { 'TrainingJobDefinition.RoleArn': NO_ROLE }),
        taken: world.request('CreateHyperParameterTuningJob'),
        message: /^Could not assume role /,
      };
    },
  },
  {
    rule: 'model-role',
    operation: 'CreateModel',
    async prepare(world) {
      return {
        refused: world.request('CreateModel', { ExecutionRoleArn: NO_ROLE }),
        taken: world.request('CreateModel'),
        message: `The execution role ARN "${NO_ROLE}" is invalid. Please ensure that the role exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com".`,
      };
    },
  },
];

const CHANNEL = 'InputDataConfig.0.DataSource.S3DataSource.S3Uri';
const INPUT = 'TransformInput.DataSource.S3DataSource.S3Uri';

const STORAGE: readonly AccountCase[] = [
  {
    rule: 'training-input-missing',
    operation: 'CreateTrainingJob',
    async prepare(world) {
      const uri = `s3://${world.bucket}/nothing`;
      return {
        refused: world.request('CreateTrainingJob', { [CHANNEL]: uri }),
        taken: world.request('CreateTrainingJob'),
        message: noObjects(uri, world.role),
      };
    },
  },
  {
    rule: 'training-input-missing',
    operation: 'CreateTrainingJob',
    async prepare(world) {
      const uri = `s3://${world.name()}/train`;
      return {
        refused: world.request('CreateTrainingJob', { [CHANNEL]: uri }),
        taken: world.request('CreateTrainingJob'),
        message: noObjects(uri, world.role),
      };
    },
  },
  {
    rule: 'training-input-region',
    operation: 'CreateTrainingJob',
    async prepare(world) {
      const uri = await world.putElsewhere('train.csv');
      return {
        refused: world.request('CreateTrainingJob', { [CHANNEL]: uri }),
        taken: world.request('CreateTrainingJob'),
        message: noObjects(uri, world.role),
      };
    },
  },
  {
    rule: 'transform-input-missing',
    operation: 'CreateTransformJob',
    async prepare(world) {
      const ModelName = await world.model();
      const uri = `s3://${world.bucket}/nothing`;
      return {
        refused: world.request('CreateTransformJob', { ModelName, [INPUT]: uri }),
        taken: world.request('CreateTransformJob', { ModelName }),
        message: noObjects(uri, world.role),
      };
    },
  },
  {
    rule: 'transform-input-region',
    operation: 'CreateTransformJob',
    async prepare(world) {
      const ModelName = await world.model();
      const uri = await world.putElsewhere('batch.csv');
      return {
        refused: world.request('CreateTransformJob', { ModelName, [INPUT]: uri }),
        taken: world.request('CreateTransformJob', { ModelName }),
        message: noObjects(uri, world.role),
      };
    },
  },
  {
    rule: 'transform-model-data',
    operation: 'CreateTransformJob',
    async prepare(world) {
      const source = SOURCE(`s3://${world.bucket}/model.tar.gz`);
      const model = await world.model({ PrimaryContainer: { Image: IMAGE, ModelDataSource: source } });
      return {
        refused: world.request('CreateTransformJob', { ModelName: model }),
        taken: world.request('CreateTransformJob', { ModelName: await world.model() }),
        message: 'A model with containers that use ModelDataSource is not supported for transform jobs.',
      };
    },
  },
];

const DATA = 'PrimaryContainer.ModelDataUrl';
const fromPackage = (ModelPackageName: string, more: { [name: string]: Json } = {}) => ({
  PrimaryContainer: { ModelPackageName, ...more },
});

const MODELS: readonly AccountCase[] = [
  {
    rule: 'model-data-missing',
    operation: 'CreateModel',
    async prepare(world) {
      const uri = `s3://${world.bucket}/other.tar.gz`;
      return {
        refused: world.request('CreateModel', { [DATA]: uri }),
        taken: world.request('CreateModel'),
        message: `Could not find model data at ${uri}.`,
      };
    },
  },
  {
    rule: 'model-data-missing',
    operation: 'CreateModel',
    async prepare(world) {
      return {
        refused: world.request('CreateModel', { [DATA]: `s3://${world.name()}/model.tar.gz` }),
        taken: world.request('CreateModel'),
        message: /^Could not access model data at /,
      };
    },
  },
  {
    rule: 'model-data-region',
    operation: 'CreateModel',
    async prepare(world) {
      const uri = await world.putElsewhere('model.tar.gz');
      return {
        refused: world.request('CreateModel', { [DATA]: uri }),
        taken: world.request('CreateModel'),
        message: `The model data at ${uri} must be in a bucket in the region of the model, which is us-east-1. The bucket is in eu-west-1.`,
      };
    },
  },
  {
    rule: 'package-missing',
    operation: 'CreateModel',
    async prepare(world) {
      const version = await world.version(await world.group(), { ModelApprovalStatus: 'Approved' });
      return {
        refused: world.request('CreateModel', fromPackage(`${ARN}model-package/nope/1`)),
        taken: world.request('CreateModel', fromPackage(version)),
        message: `ModelPackage ${ARN}model-package/nope/1 does not exist.`,
      };
    },
  },
  {
    rule: 'package-missing',
    operation: 'UpdateModelPackage',
    async prepare(world) {
      const version = await world.version(await world.group());
      return {
        refused: { ModelPackageArn: version.replace('us-east-1', 'eu-west-1'), ModelApprovalStatus: 'Approved' },
        taken: { ModelPackageArn: version, ModelApprovalStatus: 'Approved' },
        message: `ModelPackage ${version.replace('us-east-1', 'eu-west-1')} does not exist.`,
      };
    },
  },
  {
    rule: 'package-not-approved',
    operation: 'CreateModel',
    async prepare(world) {
      const group = await world.group();
      const [pending, approved] = [
        await world.version(group),
        await world.version(group, { ModelApprovalStatus: 'Approved' }),
      ];
      return {
        refused: world.request('CreateModel', fromPackage(pending)),
        taken: world.request('CreateModel', fromPackage(approved)),
        message: `Model package ${pending} has the approval status PendingManualApproval. It must be Approved.`,
      };
    },
  },
  {
    rule: 'package-not-completed',
    operation: 'CreateModel',
    async prepare(world) {
      const group = await world.group();
      const [failed, whole] = [
        await world.version(group, { ModelApprovalStatus: 'Approved' }),
        await world.version(group, { ModelApprovalStatus: 'Approved' }),
      ];
      const { store } = world.server.context;
      store.put('model-package', failed, { ...store.get('model-package', failed), ModelPackageStatus: 'Failed' });
      return {
        refused: world.request('CreateModel', fromPackage(failed)),
        taken: world.request('CreateModel', fromPackage(whole)),
        message: `Model package ${failed} is in status Failed.`,
      };
    },
  },
  {
    rule: 'package-specification-missing',
    operation: 'CreateModel',
    async prepare(world) {
      const version = await world.version(await world.group(), {
        ModelApprovalStatus: 'Approved',
        AdditionalInferenceSpecifications: [{ Name: 'small', ...SPECIFICATION }],
      });
      return {
        refused: world.request('CreateModel', fromPackage(version, { InferenceSpecificationName: 'large' })),
        taken: world.request('CreateModel', fromPackage(version, { InferenceSpecificationName: 'small' })),
        message: `Model package ${version} has no inference specification large.`,
      };
    },
  },
  {
    rule: 'model-missing',
    operation: 'CreateEndpointConfig',
    async prepare(world) {
      const variant = await world.variant();
      return {
        refused: world.request('CreateEndpointConfig', { ProductionVariants: [{ ...variant, ModelName: 'nope' }] }),
        taken: world.request('CreateEndpointConfig', { ProductionVariants: [variant] }),
        message: `Could not find model "${ARN}model/nope".`,
      };
    },
  },
  {
    rule: 'model-missing',
    operation: 'CreateTransformJob',
    async prepare(world) {
      return {
        refused: world.request('CreateTransformJob', { ModelName: 'nope' }),
        taken: world.request('CreateTransformJob', { ModelName: await world.model() }),
        message: `Could not find model "${ARN}model/nope".`,
      };
    },
  },
];

const REGISTRY: readonly AccountCase[] = [
  {
    rule: 'group-missing',
    operation: 'CreateModelPackage',
    async prepare(world) {
      const group = await world.group();
      const other = `arn:aws:sagemaker:us-east-1:210987654321:model-package-group/${group}`;
      return {
        refused: world.request('CreateModelPackage', { ModelPackageGroupName: other }),
        taken: world.request('CreateModelPackage', { ModelPackageGroupName: `${ARN}model-package-group/${group}` }),
        message: `ModelPackageGroup ${other} does not exist.`,
      };
    },
  },
  {
    rule: 'group-missing',
    operation: 'DeleteModelPackageGroup',
    async prepare(world) {
      return {
        refused: { ModelPackageGroupName: 'nope' },
        taken: { ModelPackageGroupName: await world.group() },
        message: `ModelPackageGroup ${ARN}model-package-group/nope does not exist.`,
      };
    },
  },
  {
    rule: 'group-in-use',
    operation: 'DeleteModelPackageGroup',
    async prepare(world) {
      const [full, empty] = [await world.group(), await world.group()];
      await world.version(full);
      return {
        refused: { ModelPackageGroupName: full },
        taken: { ModelPackageGroupName: empty },
        message: `Model Package Group ${ARN}model-package-group/${full} cannot be deleted because it still contains Model Packages. Delete them first.`,
      };
    },
  },
  {
    rule: 'approval-of-unversioned',
    operation: 'UpdateModelPackage',
    async prepare(world) {
      const [name, version] = [await world.unversioned(), await world.version(await world.group())];
      return {
        refused: { ModelPackageArn: `${ARN}model-package/${name}`, ModelApprovalStatus: 'Approved' },
        taken: { ModelPackageArn: version, ModelApprovalStatus: 'Approved' },
        message: 'ModelApprovalStatus can only be set for a model package that belongs to a model package group.',
      };
    },
  },
  {
    rule: 'package-metadata-full',
    operation: 'UpdateModelPackage',
    async prepare(world) {
      const entries = (prefix: string, length: number) =>
        Object.fromEntries(Array.from({ length }, (_, index) => [`${prefix}${index}`, 'v']));
      const version = await world.version(await world.group(), { CustomerMetadataProperties: entries('a', 49) });
      const update = { ModelPackageArn: version, CustomerMetadataProperties: entries('b', 2) };
      return {
        refused: update,
        taken: { ...update, CustomerMetadataPropertiesToRemove: ['a0'] },
        message: 'CustomerMetadataProperties of a model package are limited to 50 entries.',
      };
    },
  },
  {
    rule: 'additional-specifications-full',
    operation: 'UpdateModelPackage',
    async prepare(world) {
      const specifications = (prefix: string, length: number) =>
        Array.from({ length }, (_, index) => ({ Name: `${prefix}${index}`, ...SPECIFICATION }));
      const version = await world.version(await world.group(), {
        AdditionalInferenceSpecifications: specifications('a', 14),
      });
      const add = (length: number) => ({
        ModelPackageArn: version,
        AdditionalInferenceSpecificationsToAdd: specifications('b', length),
      });
      return {
        refused: add(2),
        taken: add(1),
        message: 'A model package has at most 15 additional inference specifications. It would have 16.',
      };
    },
  },
  {
    rule: 'additional-specification-in-use',
    operation: 'UpdateModelPackage',
    async prepare(world) {
      const version = await world.version(await world.group(), {
        AdditionalInferenceSpecifications: [{ Name: 'small', ...SPECIFICATION }],
      });
      const add = (Name: string) => ({
        ModelPackageArn: version,
        AdditionalInferenceSpecificationsToAdd: [{ Name, ...SPECIFICATION }],
      });
      return {
        refused: add('small'),
        taken: add('large'),
        message: `Model package ${version} has an additional inference specification small already.`,
      };
    },
  },
];

/** A serverless variant of a model that serverless endpoints do not take. */
const serverless = (
  rule: string,
  message: string,
  model: (world: AccountWorld) => Promise<Record<string, Json>> | Record<string, Json>,
): AccountCase => ({
  rule,
  operation: 'CreateEndpointConfig',
  async prepare(world) {
    const variant = await world.serverlessVariant();
    const excluded = { ...variant, ModelName: await world.model(await model(world)) };
    return {
      refused: world.request('CreateEndpointConfig', { ProductionVariants: [excluded] }),
      taken: world.request('CreateEndpointConfig', { ProductionVariants: [variant] }),
      message,
    };
  },
});

const SERVERLESS: readonly AccountCase[] = [
  serverless('serverless-vpc', 'VPC configuration is not supported for serverless endpoints.', () => ({
    VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] },
  })),
  serverless('serverless-isolation', 'network isolation is not supported for serverless endpoint', () => ({
    EnableNetworkIsolation: true,
  })),
  serverless('serverless-pipeline', 'Inference pipelines are not supported for serverless endpoints.', () => ({
    PrimaryContainer: null,
    Containers: [{ Image: IMAGE }, { Image: IMAGE }],
  })),
  serverless(
    'serverless-many-models',
    'Multi-model endpoints are not supported for serverless endpoints.',
    (world) => ({
      PrimaryContainer: { Image: IMAGE, Mode: 'MultiModel', ModelDataUrl: `s3://${world.bucket}/train/` },
    }),
  ),
  serverless(
    'serverless-model-data',
    'A model with containers that use ModelDataSource is not supported for serverless endpoints.',
    (world) => ({
      PrimaryContainer: { Image: IMAGE, ModelDataSource: SOURCE(`s3://${world.bucket}/model.tar.gz`) },
    }),
  ),
  serverless(
    'serverless-private-registry',
    'Private Docker registries are not supported for serverless endpoints.',
    () => ({ 'PrimaryContainer.ImageConfig': { RepositoryAccessMode: 'Vpc' } }),
  ),
];

const percent = (Value: number) => ({ Type: 'CAPACITY_PERCENT', Value });
const rolling = (size: Json) => ({
  DeploymentConfig: { RollingUpdatePolicy: { MaximumBatchSize: size, WaitIntervalInSeconds: 0 } },
});
const canary = (size: Json) => ({
  DeploymentConfig: {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: { Type: 'CANARY', WaitIntervalInSeconds: 0, CanarySize: size },
    },
  },
});

const ENDPOINTS: readonly AccountCase[] = [
  {
    rule: 'endpoint-missing',
    operation: 'UpdateEndpoint',
    async prepare(world) {
      const EndpointConfigName = await world.config([await world.variant()]);
      return {
        refused: { EndpointName: 'nope', EndpointConfigName },
        taken: { EndpointName: await world.endpoint(EndpointConfigName), EndpointConfigName },
        message: `Could not find endpoint "${ARN}endpoint/nope".`,
      };
    },
  },
  {
    rule: 'endpoint-missing',
    operation: 'DeleteEndpoint',
    async prepare(world) {
      const config = await world.config([await world.variant()]);
      return {
        refused: { EndpointName: 'nope' },
        taken: { EndpointName: await world.endpoint(config) },
        message: `Could not find endpoint "${ARN}endpoint/nope".`,
      };
    },
  },
  {
    rule: 'endpoint-in-progress',
    operation: 'DeleteEndpoint',
    async prepare(world) {
      const config = await world.config([await world.variant()]);
      const [changing, settled] = [await world.endpoint(config), await world.endpoint(config)];
      const { store } = world.server.context;
      store.put('endpoint', changing, { ...store.get('endpoint', changing), EndpointStatus: 'Updating' });
      return {
        refused: { EndpointName: changing },
        taken: { EndpointName: settled },
        message: `Cannot update in-progress endpoint "${ARN}endpoint/${changing}".`,
      };
    },
  },
  {
    rule: 'endpoint-failed',
    operation: 'UpdateEndpoint',
    async prepare(world) {
      const EndpointConfigName = await world.config([await world.variant()]);
      const [failed, serving] = [await world.endpoint(EndpointConfigName), await world.endpoint(EndpointConfigName)];
      const { store } = world.server.context;
      store.put('endpoint', failed, { ...store.get('endpoint', failed), EndpointStatus: 'Failed' });
      return {
        refused: { EndpointName: failed, EndpointConfigName },
        taken: { EndpointName: serving, EndpointConfigName },
        message: `Cannot update endpoint "${ARN}endpoint/${failed}" in status Failed: it can only be deleted.`,
      };
    },
  },
  {
    rule: 'endpoint-config-missing',
    operation: 'CreateEndpoint',
    async prepare(world) {
      const EndpointConfigName = await world.config([await world.variant()]);
      return {
        refused: world.request('CreateEndpoint', { EndpointConfigName: 'nope' }),
        taken: world.request('CreateEndpoint', { EndpointConfigName }),
        message: `Could not find endpoint configuration "${ARN}endpoint-config/nope".`,
      };
    },
  },
  {
    rule: 'endpoint-config-deleted',
    operation: 'UpdateEndpoint',
    async prepare(world) {
      const variant = await world.variant();
      const [deleted, kept] = [await world.config([variant]), await world.config([variant])];
      const [orphan, whole] = [await world.endpoint(deleted), await world.endpoint(kept)];
      await world.call('DeleteEndpointConfig', { EndpointConfigName: deleted });
      return {
        refused: { EndpointName: orphan, EndpointConfigName: kept },
        taken: { EndpointName: whole, EndpointConfigName: kept },
        message: `Could not find endpoint configuration "${ARN}endpoint-config/${deleted}".`,
      };
    },
  },
  {
    rule: 'variant-missing',
    operation: 'UpdateEndpointWeightsAndCapacities',
    async prepare(world) {
      const name = await world.endpoint(await world.config([await world.variant()]));
      const weights = (VariantName: string) => ({
        EndpointName: name,
        DesiredWeightsAndCapacities: [{ VariantName, DesiredWeight: 1 }],
      });
      return {
        refused: weights('nope'),
        taken: weights('AllTraffic'),
        message: `Could not find production variant "nope" of endpoint "${ARN}endpoint/${name}".`,
      };
    },
  },
  {
    rule: 'variant-names-differ',
    operation: 'UpdateEndpoint',
    async prepare(world) {
      const EndpointName = await world.endpoint(await world.config([await world.variant()]));
      const [other, same] = [
        await world.config([await world.variant({ VariantName: 'Other' })]),
        await world.config([await world.variant()]),
      ];
      return {
        refused: { EndpointName, EndpointConfigName: other, ...canary(percent(50)) },
        taken: { EndpointName, EndpointConfigName: same, ...canary(percent(50)) },
        message:
          'The new endpoint configuration must have the variant names of the old one in a blue/green or rolling deployment. The old one has AllTraffic, the new one Other.',
      };
    },
  },
  {
    rule: 'instance-type-scaled',
    operation: 'UpdateEndpoint',
    async prepare(world) {
      const EndpointName = await world.endpoint(await world.config([await world.variant()]));
      await world.scaled(EndpointName);
      const [other, same] = [
        await world.config([await world.variant({ InstanceType: 'ml.m5.xlarge' })]),
        await world.config([await world.variant()]),
      ];
      return {
        refused: { EndpointName, EndpointConfigName: other },
        taken: { EndpointName, EndpointConfigName: same },
        message:
          'The instance type of variant AllTraffic cannot change from ml.m5.large to ml.m5.xlarge while the variant is a scalable target. Deregister it first.',
      };
    },
  },
  {
    rule: 'update-to-serverless',
    operation: 'UpdateEndpoint',
    async prepare(world) {
      const instances = await world.config([await world.variant()]);
      const EndpointName = await world.endpoint(instances);
      return {
        refused: { EndpointName, EndpointConfigName: await world.config([await world.serverlessVariant()]) },
        taken: { EndpointName, EndpointConfigName: instances },
        message: 'An endpoint with instances cannot be updated to a serverless endpoint.',
      };
    },
  },
  {
    rule: 'rolling-serverless',
    operation: 'UpdateEndpoint',
    async prepare(world) {
      const EndpointConfigName = await world.config([await world.serverlessVariant()]);
      const EndpointName = await world.endpoint(EndpointConfigName);
      return {
        refused: { EndpointName, EndpointConfigName, ...rolling(percent(50)) },
        taken: { EndpointName, EndpointConfigName, ...canary(percent(50)) },
        message: 'RollingUpdatePolicy is not supported for serverless endpoints.',
      };
    },
  },
  {
    rule: 'rolling-variants',
    operation: 'UpdateEndpoint',
    async prepare(world) {
      const EndpointConfigName = await world.config([await world.variant(), await world.variant({ VariantName: 'B' })]);
      const EndpointName = await world.endpoint(EndpointConfigName);
      return {
        refused: { EndpointName, EndpointConfigName, ...rolling(percent(50)) },
        taken: { EndpointName, EndpointConfigName, ...canary(percent(50)) },
        message: 'RollingUpdatePolicy is not supported for endpoints with several production variants.',
      };
    },
  },
  {
    rule: 'deployment-instances',
    operation: 'UpdateEndpoint',
    async prepare(world) {
      const EndpointConfigName = await world.config([await world.variant({ InitialInstanceCount: 2 })]);
      const EndpointName = await world.endpoint(EndpointConfigName);
      const instances = (Value: number) => ({ Type: 'INSTANCE_COUNT', Value });
      return {
        refused: { EndpointName, EndpointConfigName, ...canary(instances(2)) },
        taken: { EndpointName, EndpointConfigName, ...canary(instances(1)) },
        message: "CanarySize must be at most 50% of the variant's total instance count, and is 100%.",
      };
    },
  },
  {
    rule: 'alarm-missing',
    operation: 'UpdateEndpoint',
    async prepare(world) {
      const EndpointConfigName = await world.config([await world.variant()]);
      const EndpointName = await world.endpoint(EndpointConfigName);
      const alarms = (...names: string[]) => ({
        EndpointName,
        EndpointConfigName,
        DeploymentConfig: {
          ...canary(percent(50)).DeploymentConfig,
          AutoRollbackConfiguration: { Alarms: names.map((AlarmName) => ({ AlarmName })) },
        },
      });
      const alarm = await world.makeAlarm();
      return {
        refused: alarms(alarm, 'typo'),
        taken: alarms(alarm),
        message: 'Could not find alarm(s) [typo] of AutoRollbackConfiguration.',
      };
    },
  },
];

const VOLUME_KEY = 'ResourceConfig.VolumeKmsKeyId';

const KEYS: readonly AccountCase[] = [
  ...(['id', 'alias', 'arn'] as const).map(
    (form): AccountCase => ({
      rule: 'volume-key-missing',
      operation: 'CreateTrainingJob',
      async prepare(world) {
        const key = await world.makeKey();
        const missing = {
          id: KEY,
          alias: `alias/${world.name()}`,
          arn: `arn:aws:kms:us-east-1:123456789012:key/${KEY}`,
        }[form];
        return {
          refused: world.request('CreateTrainingJob', { [VOLUME_KEY]: missing }),
          taken: world.request('CreateTrainingJob', { [VOLUME_KEY]: key[form] }),
          message: `The KMS key ${missing} does not exist.`,
        };
      },
    }),
  ),
  {
    rule: 'volume-key-missing',
    operation: 'CreateProcessingJob',
    async prepare(world) {
      const member = 'ProcessingResources.ClusterConfig.VolumeKmsKeyId';
      return {
        refused: world.request('CreateProcessingJob', { [member]: KEY }),
        // The policy of a key of another account may share it.
        taken: world.request('CreateProcessingJob', { [member]: `arn:aws:kms:us-east-1:210987654321:key/${KEY}` }),
        message: `The KMS key ${KEY} does not exist.`,
      };
    },
  },
  {
    rule: 'endpoint-key-missing',
    operation: 'CreateEndpoint',
    async prepare(world) {
      const variants = [await world.variant()];
      const key = await world.makeKey();
      const [lost, found] = [
        await world.config(variants, { KmsKeyId: KEY }),
        await world.config(variants, { KmsKeyId: key.arn }),
      ];
      return {
        refused: world.request('CreateEndpoint', { EndpointConfigName: lost }),
        taken: world.request('CreateEndpoint', { EndpointConfigName: found }),
        message: `The KMS key ${KEY} does not exist.`,
      };
    },
  },
  {
    rule: 'endpoint-key-region',
    operation: 'CreateEndpoint',
    async prepare(world) {
      const variants = [await world.variant()];
      const key = `arn:aws:kms:eu-west-1:123456789012:key/${KEY}`;
      const [far, near] = [
        await world.config(variants, { KmsKeyId: key }),
        await world.config(variants, { KmsKeyId: (await world.makeKey()).alias }),
      ];
      return {
        refused: world.request('CreateEndpoint', { EndpointConfigName: far }),
        taken: world.request('CreateEndpoint', { EndpointConfigName: near }),
        message: `The KMS key ${key} must be in the region us-east-1.`,
      };
    },
  },
];

const QUOTAS: readonly AccountCase[] = [
  {
    rule: 'training-quota',
    operation: 'CreateTrainingJob',
    async prepare(world) {
      const job = (count: number) =>
        world.request('CreateTrainingJob', {
          'ResourceConfig.InstanceType': 'ml.c5.xlarge',
          'ResourceConfig.InstanceCount': count,
        });
      await world.call('CreateTrainingJob', job(1));
      return {
        refused: job(3),
        taken: job(1),
        message: quota('ml.c5.xlarge for training job usage', 3, 1, 3),
      };
    },
  },
  {
    rule: 'tuning-quota',
    operation: 'CreateHyperParameterTuningJob',
    async prepare(world) {
      const job = (parallel: number, type = 'ml.c5.xlarge') =>
        world.request('CreateHyperParameterTuningJob', {
          'HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs': parallel,
          'TrainingJobDefinition.HyperParameterTuningResourceConfig.InstanceType': type,
        });
      return {
        refused: job(4),
        // Types without a quota have no limit.
        taken: job(4, 'ml.c5.2xlarge'),
        message:
          /^The account-level service limit 'ml.c5.xlarge for training job usage' is 3 .* delta of 4 Instances\./,
      };
    },
  },
  {
    rule: 'processing-quota',
    operation: 'CreateProcessingJob',
    async prepare(world) {
      const job = (count: number) =>
        world.request('CreateProcessingJob', {
          'ProcessingResources.ClusterConfig.InstanceType': 'ml.c5.xlarge',
          'ProcessingResources.ClusterConfig.InstanceCount': count,
        });
      return {
        refused: job(2),
        taken: job(1),
        message: quota('ml.c5.xlarge for processing job usage', 1, 0, 2),
      };
    },
  },
  {
    rule: 'transform-quota',
    operation: 'CreateTransformJob',
    async prepare(world) {
      const ModelName = await world.model();
      const job = (count: number) =>
        world.request('CreateTransformJob', { ModelName, TransformResources: { ...FAST, InstanceCount: count } });
      return {
        refused: job(2),
        taken: job(1),
        message: quota('ml.c5.xlarge for transform job usage', 1, 0, 2),
      };
    },
  },
  {
    rule: 'endpoint-quota',
    operation: 'CreateEndpoint',
    async prepare(world) {
      const config = async (count: number) =>
        world.config([await world.variant({ ...FAST, InitialInstanceCount: count })]);
      const [one, two] = [await config(1), await config(2)];
      await world.endpoint(one);
      return {
        refused: world.request('CreateEndpoint', { EndpointConfigName: two }),
        taken: world.request('CreateEndpoint', { EndpointConfigName: one }),
        message: quota('ml.c5.xlarge for endpoint usage', 2, 1, 2),
      };
    },
  },
  {
    rule: 'endpoint-total-quota',
    operation: 'CreateEndpoint',
    async prepare(world) {
      const config = async (count: number) => world.config([await world.variant({ InitialInstanceCount: count })]);
      return {
        refused: world.request('CreateEndpoint', { EndpointConfigName: await config(201) }),
        taken: world.request('CreateEndpoint', { EndpointConfigName: await config(1) }),
        message:
          /^The account-level service limit 'Number of instances across active endpoints' is 200 Instances, .* delta of 201 /,
      };
    },
  },
  {
    rule: 'serverless-memory-quota',
    operation: 'CreateEndpoint',
    async prepare(world) {
      const config = async (MemorySizeInMB: number) =>
        world.config([await world.serverlessVariant({ MemorySizeInMB })]);
      return {
        refused: world.request('CreateEndpoint', { EndpointConfigName: await config(4096) }),
        taken: world.request('CreateEndpoint', { EndpointConfigName: await config(3072) }),
        message: quota('Memory size in MB per serverless endpoint', 3072, 0, 4096, 'MBs'),
      };
    },
  },
  {
    rule: 'group-quota',
    operation: 'CreateModelPackageGroup',
    async prepare(world) {
      const groups = () => world.server.context.store.list('model-package-group').length;
      const last = await world.group();
      while (groups() < 60) await world.group();
      const request = world.request('CreateModelPackageGroup');
      return {
        refused: request,
        async between() {
          await world.call('DeleteModelPackageGroup', { ModelPackageGroupName: last });
        },
        taken: request,
        message: quota('Model package groups per account', 60, 60, 1, 'Model Package Groups'),
      };
    },
  },
];

const register = (target: { [name: string]: Json }) => ({ ...target, MinCapacity: 1, MaxCapacity: 3 });
const POLICY = {
  PolicyName: 'policy',
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 100,
    PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
  },
};
const ACTION = {
  ScheduledActionName: 'night',
  Schedule: 'cron(0 22 * * ? *)',
  ScalableTargetAction: { MinCapacity: 1, MaxCapacity: 1 },
};
const notFound = (word: string, endpoint: string) =>
  `No scalable target ${word} for service namespace: sagemaker, resource ID: endpoint/${endpoint}/variant/AllTraffic, scalable dimension: sagemaker:variant:DesiredInstanceCount`;
const serving = async (world: AccountWorld, more: { [name: string]: Json } = {}) =>
  world.endpoint(await world.config([await world.variant(more)]));

const SCALING: readonly AccountCase[] = [
  {
    rule: 'scaled-variant-missing',
    operation: 'RegisterScalableTarget',
    async prepare(world) {
      const target = world.scalable(await serving(world));
      return {
        refused: register(world.scalable('nope')),
        taken: register(target),
        message: 'Could not find endpoint "nope".',
      };
    },
  },
  {
    rule: 'scaled-variant-missing',
    operation: 'RegisterScalableTarget',
    async prepare(world) {
      const endpoint = await serving(world);
      const target = world.scalable(endpoint);
      return {
        refused: register({ ...target, ResourceId: `endpoint/${endpoint}/variant/nope` }),
        taken: register(target),
        message: `Could not find variant "nope" of endpoint "${ARN}endpoint/${endpoint}".`,
      };
    },
  },
  {
    rule: 'scaled-endpoint-in-progress',
    operation: 'RegisterScalableTarget',
    async prepare(world) {
      const [changing, settled] = [await serving(world), await serving(world)];
      const { store } = world.server.context;
      store.put('endpoint', changing, { ...store.get('endpoint', changing), EndpointStatus: 'Updating' });
      return {
        refused: register(world.scalable(changing)),
        taken: register(world.scalable(settled)),
        message: /The status should be in 'InService' to register it as a scalable target$/,
      };
    },
  },
  {
    rule: 'scaled-burstable-instances',
    operation: 'RegisterScalableTarget',
    async prepare(world) {
      return {
        refused: register(world.scalable(await serving(world, { InstanceType: 'ml.t2.medium' }))),
        taken: register(world.scalable(await serving(world))),
        message: 'The instance type ml.t2.medium is burstable. Its variants cannot be scaled.',
      };
    },
  },
  {
    rule: 'scaled-dimension',
    operation: 'RegisterScalableTarget',
    async prepare(world) {
      const target = world.scalable(await serving(world));
      return {
        refused: register({ ...target, ScalableDimension: 'sagemaker:variant:DesiredProvisionedConcurrency' }),
        taken: register(target),
        message: 'The scalable dimension of variant AllTraffic is sagemaker:variant:DesiredInstanceCount.',
      };
    },
  },
  {
    rule: 'scaled-without-concurrency',
    operation: 'RegisterScalableTarget',
    async prepare(world) {
      const target = async (config: { [name: string]: Json }) => ({
        ...world.scalable(await world.endpoint(await world.config([await world.serverlessVariant(config)]))),
        ScalableDimension: 'sagemaker:variant:DesiredProvisionedConcurrency',
      });
      return {
        refused: register(await target({})),
        taken: register(await target({ ProvisionedConcurrency: 2 })),
        message: 'Variant AllTraffic has no provisioned concurrency, which could be scaled.',
        // moto does not know the dimension.
        answer: /DesiredProvisionedConcurrency.*enum value set/,
      };
    },
  },
  {
    rule: 'capacity-missing',
    operation: 'RegisterScalableTarget',
    async prepare(world) {
      const [fresh, known] = [world.scalable(await serving(world)), await world.scaled(await serving(world))];
      return {
        refused: { ...fresh, MinCapacity: 1 },
        // An update names only what changes.
        taken: { ...known, MinCapacity: 2 },
        message: 'MaxCapacity is required when a scalable target is registered.',
      };
    },
  },
  {
    rule: 'policy-without-target',
    operation: 'PutScalingPolicy',
    async prepare(world) {
      const [bare, scaled] = [await serving(world), await serving(world)];
      return {
        refused: { ...world.scalable(bare), ...POLICY },
        taken: { ...(await world.scaled(scaled)), ...POLICY },
        message: notFound('registered', bare),
      };
    },
  },
  {
    rule: 'action-without-target',
    operation: 'PutScheduledAction',
    async prepare(world) {
      const [bare, scaled] = [await serving(world), await serving(world)];
      return {
        refused: { ...world.scalable(bare), ...ACTION },
        taken: { ...(await world.scaled(scaled)), ...ACTION },
        message: notFound('registered', bare),
      };
    },
  },
  {
    rule: 'target-missing',
    operation: 'DeregisterScalableTarget',
    async prepare(world) {
      const [bare, scaled] = [await serving(world), await serving(world)];
      return {
        refused: world.scalable(bare),
        taken: await world.scaled(scaled),
        message: notFound('found', bare),
      };
    },
  },
];

/** A case at least for each rule of the account. Quotas are last: they use up what the account has. */
export const ACCOUNT_CASES: readonly AccountCase[] = [
  ...NAMES,
  ...PIPELINES,
  ...TAGS,
  ...ROLES,
  ...STORAGE,
  ...MODELS,
  ...REGISTRY,
  ...SERVERLESS,
  ...ENDPOINTS,
  ...KEYS,
  ...SCALING,
  ...QUOTAS,
];
