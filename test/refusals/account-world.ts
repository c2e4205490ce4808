import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shape } from '../../local/sagemaker/context.ts';
import { pipelinesPart } from '../../local/sagemaker/pipelines/index.ts';
import { createSageMakerServer, type SageMakerServer } from '../../local/sagemaker/server.ts';
import { FakeJobs } from '../local/sagemaker/pipelines/fake-jobs.ts';
import { fakeModelServer } from '../local/sagemaker/runtime/fake-model-server.ts';
import { motoEnvironment, REGION } from '../support/moto.ts';
import { until } from '../support/processes.ts';
import { changed, type Json, REQUESTS } from './requests.ts';

export const ACCOUNT = '123456789012';
export const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
const OTHER_REGION = 'eu-west-1';
/** Jobs with this tag run until they are stopped. */
const HANGS = [{ Key: 'sagemaker:pipeline-step-name', Value: 'hangs' }];
const SCALING = ['RegisterScalableTarget', 'DeregisterScalableTarget', 'PutScalingPolicy', 'PutScheduledAction'];

/** The limits of the account in these tests. */
export const QUOTAS = {
  'ml.c5.xlarge for training job usage': 3,
  'ml.c5.xlarge for processing job usage': 1,
  'ml.c5.xlarge for transform job usage': 1,
  'ml.c5.xlarge for endpoint usage': 2,
  'Number of instances across active endpoints': 200,
  'Memory size in MB per serverless endpoint': 3072,
  'Model package groups per account': 60,
};

/** An error of a service, with its type. */
export class CallError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** A local SageMaker with real resources, endpoints and pipelines, whose other services are in moto. Its jobs only end or hang. */
export class AccountWorld {
  readonly #moto: string;
  readonly #dir = mkdtempSync(join(tmpdir(), 'account-'));
  readonly #run = randomBytes(4).toString('hex');
  #server: SageMakerServer | undefined;
  #names = 0;
  role = '';
  bucket = '';

  constructor(moto: string) {
    this.#moto = moto;
  }

  async start(): Promise<void> {
    this.#server = await createSageMakerServer({
      dir: this.#dir,
      region: REGION,
      account: ACCOUNT,
      parts: () => [new FakeJobs({ hangs: { takes: 'hang' } }).part, pipelinesPart],
      startModelServer: fakeModelServer,
      environment: motoEnvironment(this.#moto),
      quotas: QUOTAS,
      roles: 'enforced',
      strictOutputs: true,
    });
    this.role = await this.makeRole('sagemaker.amazonaws.com');
    this.bucket = this.name();
    await this.#ask('s3', `/${this.bucket}`, { method: 'PUT' });
    await this.put('train/rows.csv');
    await this.put('model.tar.gz');
  }

  async close(): Promise<void> {
    await this.#server?.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  get server(): SageMakerServer {
    if (this.#server === undefined) throw new Error('the world is not started');
    return this.#server;
  }

  /** A name that nothing has yet, in lower case. */
  name(): string {
    this.#names += 1;
    return `n${this.#run}-${this.#names}`;
  }

  /** Calls an operation as a client does. @throws CallError */
  async call(operation: string, input: object): Promise<Shape> {
    const target = SCALING.includes(operation) ? 'AnyScaleFrontendService' : 'SageMaker';
    const response = await fetch(this.server.url, {
      method: 'POST',
      body: JSON.stringify(input),
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `${target}.${operation}`,
        authorization: authorization(SCALING.includes(operation) ? 'application-autoscaling' : 'sagemaker'),
      },
    });
    const text = await response.text();
    const answer: Shape = text === '' ? {} : JSON.parse(text);
    if (!response.ok) throw new CallError(String(answer.__type), String(answer.message));
    return answer;
  }

  /** The plain request of an operation in this account, with other values at some paths. */
  request(operation: keyof typeof REQUESTS, changes: Record<string, Json> = {}): Shape {
    const uri = `s3://${this.bucket}`;
    const own: Partial<Record<keyof typeof REQUESTS, Record<string, Json>>> = {
      CreateModel: {
        ModelName: this.name(),
        ExecutionRoleArn: this.role,
        'PrimaryContainer.ModelDataUrl': `${uri}/model.tar.gz`,
      },
      CreateTrainingJob: {
        TrainingJobName: this.name(),
        RoleArn: this.role,
        'InputDataConfig.0.DataSource.S3DataSource.S3Uri': `${uri}/train`,
        Tags: HANGS,
      },
      CreateProcessingJob: { ProcessingJobName: this.name(), RoleArn: this.role, Tags: HANGS },
      CreateTransformJob: {
        TransformJobName: this.name(),
        'TransformInput.DataSource.S3DataSource.S3Uri': `${uri}/train`,
        Tags: HANGS,
      },
      CreateHyperParameterTuningJob: {
        HyperParameterTuningJobName: this.name(),
        'TrainingJobDefinition.RoleArn': this.role,
        Tags: HANGS,
      },
      CreateEndpointConfig: { EndpointConfigName: this.name() },
      CreateEndpoint: { EndpointName: this.name() },
      UpdateEndpoint: { DeploymentConfig: null },
      CreateModelPackageGroup: { ModelPackageGroupName: this.name() },
      CreatePipeline: { PipelineName: this.name(), RoleArn: this.role },
    };
    return changed(changed(REQUESTS[operation], own[operation] ?? {}), changes);
  }

  async put(key: string): Promise<string> {
    const uri = `s3://${this.bucket}/${key}`;
    await this.server.context.files.write(uri, 'text');
    return uri;
  }

  /** Makes a bucket in another region. @returns the address of an object in it */
  async putElsewhere(key: string): Promise<string> {
    const bucket = this.name();
    const body = `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${OTHER_REGION}</LocationConstraint></CreateBucketConfiguration>`;
    const headers = { 'content-type': 'application/xml' };
    await this.#ask('s3', `/${bucket}`, { method: 'PUT', body, headers }, OTHER_REGION);
    await this.server.context.files.write(`s3://${bucket}/${key}`, 'text');
    return `s3://${bucket}/${key}`;
  }

  /** Makes a role that a service may assume. @returns its ARN */
  async makeRole(service: string): Promise<string> {
    const name = this.name();
    const body = new URLSearchParams({
      Action: 'CreateRole',
      Version: '2010-05-08',
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Principal: { Service: [service] }, Action: 'sts:AssumeRole' },
      }),
    });
    await this.#ask('iam', '/', { method: 'POST', body: body.toString() });
    return `arn:aws:iam::${ACCOUNT}:role/${name}`;
  }

  /** Makes a KMS key with an alias. */
  async makeKey(): Promise<{ id: string; arn: string; alias: string }> {
    const create = await this.#json('kms', 'TrentService.CreateKey', {});
    const { KeyId: id, Arn: arn } = create.KeyMetadata as { KeyId: string; Arn: string };
    const alias = `alias/${this.name()}`;
    await this.#json('kms', 'TrentService.CreateAlias', { AliasName: alias, TargetKeyId: id });
    return { id, arn, alias };
  }

  /** Makes an alarm of CloudWatch. @returns its name */
  async makeAlarm(): Promise<string> {
    const name = this.name();
    const body = new URLSearchParams({
      Action: 'PutMetricAlarm',
      Version: '2010-08-01',
      AlarmName: name,
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocation5XXErrors',
      Statistic: 'Sum',
      Period: '60',
      EvaluationPeriods: '1',
      Threshold: '1',
      ComparisonOperator: 'GreaterThanThreshold',
    });
    await this.#ask('monitoring', '/', { method: 'POST', body: body.toString() });
    return name;
  }

  /** Makes a model. @returns its name */
  async model(changes: Record<string, Json> = {}): Promise<string> {
    const request = this.request('CreateModel', changes);
    await this.call('CreateModel', request);
    return request.ModelName;
  }

  /** A variant on one small instance, unless it says otherwise. */
  async variant(more: { [name: string]: Json } = {}): Promise<{ [name: string]: Json }> {
    return {
      VariantName: 'AllTraffic',
      ModelName: await this.model(),
      InstanceType: 'ml.m5.large',
      InitialInstanceCount: 1,
      ...more,
    };
  }

  async serverlessVariant(config: { [name: string]: Json } = {}): Promise<{ [name: string]: Json }> {
    return {
      VariantName: 'AllTraffic',
      ModelName: await this.model(),
      ServerlessConfig: { MemorySizeInMB: 1024, MaxConcurrency: 5, ...config },
    };
  }

  /** Makes a configuration of variants. @returns its name */
  async config(variants: Json[], more: { [name: string]: Json } = {}): Promise<string> {
    const request = this.request('CreateEndpointConfig', { ProductionVariants: variants, ...more });
    await this.call('CreateEndpointConfig', request);
    return request.EndpointConfigName;
  }

  /** Makes an endpoint and waits for its status. @returns its name */
  async endpoint(config: string, status = 'InService'): Promise<string> {
    const name = this.name();
    await this.call('CreateEndpoint', { EndpointName: name, EndpointConfigName: config });
    await until(
      async () => (await this.call('DescribeEndpoint', { EndpointName: name })).EndpointStatus === status,
      `endpoint ${name} to be ${status}`,
    );
    return name;
  }

  /** Makes a group. @returns its name */
  async group(): Promise<string> {
    const name = this.name();
    await this.call('CreateModelPackageGroup', { ModelPackageGroupName: name });
    return name;
  }

  /** Registers a version. @returns its ARN */
  async version(group: string, changes: Record<string, Json> = {}): Promise<string> {
    const request = this.request('CreateModelPackage', {
      ModelPackageGroupName: group,
      'InferenceSpecification.Containers.0.ModelDataUrl': `s3://${this.bucket}/model.tar.gz`,
      ...changes,
    });
    return (await this.call('CreateModelPackage', request)).ModelPackageArn;
  }

  /** Registers a package without a group. @returns its name */
  async unversioned(): Promise<string> {
    const request = this.request('CreateModelPackage', {
      ModelPackageGroupName: null,
      ModelApprovalStatus: null,
      ModelPackageName: this.name(),
    });
    await this.call('CreateModelPackage', request);
    return request.ModelPackageName;
  }

  /** Makes a pipeline of two training steps, of which the second waits for the first. Both hang. @returns its name */
  async pipeline(): Promise<string> {
    const { TrainingJobName: _name, Tags: _tags, ...Arguments } = this.request('CreateTrainingJob');
    const request = this.request('CreatePipeline', {
      PipelineDefinition: JSON.stringify({
        Version: '2020-12-01',
        Metadata: {},
        Parameters: [],
        Steps: [
          { Name: 'hangs', Type: 'Training', Arguments },
          { Name: 'after', Type: 'Training', Arguments, DependsOn: ['hangs'] },
        ],
      }),
    });
    await this.call('CreatePipeline', request);
    return request.PipelineName;
  }

  async execution(pipeline: string): Promise<string> {
    const token = this.name().padEnd(32, '0');
    const answer = await this.call('StartPipelineExecution', { PipelineName: pipeline, ClientRequestToken: token });
    return answer.PipelineExecutionArn;
  }

  /** Registers a variant with Application Auto Scaling. @returns the members that name it */
  async scaled(endpoint: string): Promise<{ [name: string]: Json }> {
    const target = this.scalable(endpoint);
    await this.call('RegisterScalableTarget', { ...target, MinCapacity: 1, MaxCapacity: 3 });
    return target;
  }

  /** The members that name the variant of an endpoint for Application Auto Scaling. */
  scalable(endpoint: string): { [name: string]: Json } {
    return {
      ServiceNamespace: 'sagemaker',
      ResourceId: `endpoint/${endpoint}/variant/AllTraffic`,
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    };
  }

  async #json(service: string, target: string, input: object): Promise<Shape> {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
    return JSON.parse(await this.#ask(service, '/', { method: 'POST', body: JSON.stringify(input), headers }));
  }

  /** Sends a request to moto. */
  async #ask(
    service: string,
    path: string,
    request: { method: string; body?: string; headers?: Record<string, string> },
    region = REGION,
  ): Promise<string> {
    const response = await fetch(this.#moto + path, {
      ...request,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...request.headers,
        authorization: authorization(service, region),
      },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`moto refused ${request.method} ${path}: ${response.status} ${text}`);
    return text;
  }
}

const authorization = (service: string, region = REGION): string =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
