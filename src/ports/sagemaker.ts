/**
 * What the verbs need of Amazon SageMaker, in our own terms. Times are ISO 8601 in UTC. A read of one resource returns
 * undefined when it does not exist; every list is read over all its pages; any other refusal is a `Failure` (see
 * src/adapters/aws/errors.ts).
 */
export interface SageMaker {
  pipeline(name: string): Promise<PipelineState | undefined>;
  /** Creates a pipeline; a repeated call with the same token (32–128 characters) returns the first one. */
  createPipeline(input: PipelineInput & { token: string; tags: Tags }): Promise<{ arn: string; version?: number }>;
  updatePipeline(input: PipelineInput): Promise<{ arn: string; version?: number }>;
  /** Deletes a pipeline with the history of its executions; true when it existed. */
  deletePipeline(name: string): Promise<boolean>;
  /** Newest first. */
  executions(pipelineName: string): Promise<ExecutionSummary[]>;
  startExecution(input: {
    pipelineName: string;
    /** Starts this version even if the pipeline is updated in between; omitted: the latest. */
    pipelineVersion?: number;
    /** A second call with the same token returns the first execution (32–128 characters). */
    token: string;
    /** At most 82 characters of [a-zA-Z0-9-]. */
    displayName: string;
    /** At most 3,072 characters. */
    description: string;
    parameters: Record<string, string>;
  }): Promise<string>;
  /** Runs the failed steps of a Failed or Stopped execution again, under the same ARN. */
  retryExecution(arn: string, token: string): Promise<void>;
  stopExecution(arn: string, token: string): Promise<void>;
  execution(arn: string): Promise<ExecutionState | undefined>;
  /** The definition that this execution runs (JSON text), which may be older than the pipeline's. */
  executionDefinition(arn: string): Promise<string>;
  /** In the order in which they started; steps that have not started are not listed. */
  steps(executionArn: string): Promise<StepState[]>;

  /** A job is also found by the name in its ARN, which is in lower case; the result has the job's own name. */
  processingJob(name: string): Promise<ProcessingJob | undefined>;
  trainingJob(name: string): Promise<TrainingJob | undefined>;
  tuningJob(name: string): Promise<TuningJob | undefined>;
  tuningTrials(name: string): Promise<TuningTrial[]>;
  transformJob(name: string): Promise<TransformJob | undefined>;

  modelPackageGroup(name: string): Promise<{ name: string; arn: string } | undefined>;
  createModelPackageGroup(input: { name: string; tags: Tags }): Promise<'created' | 'exists'>;
  /** By ARN. */
  modelPackage(arn: string): Promise<ModelPackage | undefined>;
  /** Versions of a group, newest first; an unknown group has none. */
  modelPackages(group: string): Promise<ModelPackageSummary[]>;
  updateModelPackage(input: {
    arn: string;
    approval?: { status: ApprovalStatus; description: string };
    /** Pairs to add or change; the others stay (≤ 50 pairs, key ≤ 128, value ≤ 256 characters). */
    metadata?: Record<string, string>;
  }): Promise<void>;
  deleteModelPackage(arn: string): Promise<boolean>;
  deleteModelPackageGroup(name: string): Promise<boolean>;

  model(name: string): Promise<Model | undefined>;
  models(nameContains: string): Promise<NamedResource[]>;
  /** `exists` when there is a model of that name: names are content-addressed, so it is the same model. */
  createModel(input: ModelInput): Promise<'created' | 'exists'>;
  deleteModel(name: string): Promise<boolean>;
  endpointConfig(name: string): Promise<EndpointConfig | undefined>;
  endpointConfigs(nameContains: string): Promise<NamedResource[]>;
  createEndpointConfig(input: EndpointConfigInput): Promise<'created' | 'exists'>;
  deleteEndpointConfig(name: string): Promise<boolean>;
  endpoint(name: string): Promise<Endpoint | undefined>;
  createEndpoint(input: {
    name: string;
    configName: string;
    rollout?: Rollout;
    tags: Tags;
  }): Promise<'created' | 'exists'>;
  updateEndpoint(input: {
    name: string;
    configName: string;
    retainInstanceCounts: boolean;
    rollout?: Rollout;
  }): Promise<void>;
  deleteEndpoint(name: string): Promise<boolean>;

  tags(arn: string): Promise<Tags>;
  addTags(arn: string, tags: Tags): Promise<void>;

  invokeEndpoint(input: {
    endpointName: string;
    body: Uint8Array;
    contentType: string;
    accept?: string;
  }): Promise<{ body: Uint8Array; contentType: string; variant: string | undefined }>;
}

export type Tags = Readonly<Record<string, string>>;
export type ApprovalStatus = 'Approved' | 'Rejected' | 'PendingManualApproval';

export interface PipelineInput {
  name: string;
  roleArn: string;
  description?: string;
  /** The text itself (up to 100 KiB), or where it lies in S3 (up to 1 MiB). */
  definition: { text: string } | { bucket: string; key: string };
}

export interface PipelineState {
  name: string;
  arn: string;
  definition: string;
  roleArn: string;
  description: string | undefined;
}

export type ExecutionStatus = 'Executing' | 'Stopping' | 'Stopped' | 'Failed' | 'Succeeded' | 'CompletedWithFailures';

export interface ExecutionSummary {
  arn: string;
  status: ExecutionStatus;
  displayName: string | undefined;
  description: string | undefined;
  startedAt: string | undefined;
}

export interface ExecutionState extends ExecutionSummary {
  pipelineArn: string;
  pipelineVersion: number | undefined;
  /** Name of the step that failed and its reason, as SageMaker words it. */
  failureReason: string | undefined;
  lastModifiedAt: string | undefined;
  /** Only the parameters that were given at the start; the others have the definition's default. */
  parameters: Record<string, string>;
}

export type StepStatus = 'Starting' | 'Executing' | 'Stopping' | 'Stopped' | 'Failed' | 'Succeeded';
export type JobKind = 'processing' | 'training' | 'tuning' | 'transform';

export interface StepState {
  name: string;
  status: StepStatus;
  startedAt: string | undefined;
  endedAt: string | undefined;
  failureReason: string | undefined;
  attempts: number | undefined;
  /** ARN of the execution whose result was reused, when the cache was hit. */
  cacheHit: string | undefined;
  job: { kind: JobKind; arn: string } | undefined;
  modelArn: string | undefined;
  modelPackageArn: string | undefined;
  conditionOutcome: string | undefined;
  failMessage: string | undefined;
}

interface Job {
  name: string;
  arn: string;
  status: string;
  failureReason: string | undefined;
  startedAt: string | undefined;
  endedAt: string | undefined;
  instanceType: string | undefined;
  instanceCount: number | undefined;
}

export interface ProcessingJob extends Job {
  image: string | undefined;
  inputs: Array<{ name: string; uri: string }>;
  outputs: Array<{ name: string; uri: string }>;
}

export interface TrainingJob extends Job {
  artifactUri: string | undefined;
  billableSeconds: number | undefined;
  hyperparameters: Record<string, string>;
  metrics: Record<string, number>;
}

export interface TuningJob extends Job {
  objective: { name: string; type: 'Maximize' | 'Minimize' } | undefined;
  strategy: string | undefined;
  bestTrainingJob: string | undefined;
  counts: { completed: number; stopped: number; failed: number; inProgress: number };
}

export interface TuningTrial {
  trainingJob: string;
  arn: string;
  status: string;
  /** The hyperparameters that were tuned, as text, without the JSON quotes of strings. */
  hyperparameters: Record<string, string>;
  objective: number | undefined;
  startedAt: string | undefined;
  endedAt: string | undefined;
  failureReason: string | undefined;
}

export interface TransformJob extends Job {
  modelName: string | undefined;
  inputUri: string;
  outputUri: string;
}

export interface ModelPackageSummary {
  arn: string;
  group: string | undefined;
  version: number | undefined;
  approval: ApprovalStatus | undefined;
  createdAt: string | undefined;
}

export interface ModelPackage extends ModelPackageSummary {
  status: string;
  approvalDescription: string | undefined;
  image: string | undefined;
  modelDataUri: string | undefined;
  environment: Record<string, string>;
  metadata: Record<string, string>;
  /** `s3://` address of the model quality statistics that the registration step recorded. */
  metricsUri: string | undefined;
  lastModifiedAt: string | undefined;
}

export interface NamedResource {
  name: string;
  arn: string;
  createdAt: string | undefined;
}

export interface Vpc {
  subnets: string[];
  securityGroupIds: string[];
}

export interface ModelInput {
  name: string;
  roleArn: string;
  image: string;
  modelDataUri: string;
  environment: Record<string, string>;
  networkIsolation: boolean;
  vpc?: Vpc;
  tags: Tags;
}

export interface Model extends NamedResource {
  image: string | undefined;
  modelDataUri: string | undefined;
}

/** A variant without instances (AWS: ServerlessConfig). */
export interface ServerlessCapacity {
  memoryInMb: number;
  maxConcurrency: number;
  provisionedConcurrency?: number;
}

export interface EndpointConfigInput {
  name: string;
  variant: { name: string; modelName: string } & (
    | { instanceType: string; initialInstanceCount: number; serverless?: never }
    | { serverless: ServerlessCapacity; instanceType?: never }
  );
  kmsKeyId?: string;
  capture?: DataCapture;
  tags: Tags;
}

/** Which calls of an endpoint are kept, and where. */
export interface DataCapture {
  percentage: number;
  modes: readonly ('Input' | 'Output')[];
  /** `s3://bucket/prefix`; the service adds the endpoint, the variant and the hour. */
  destination: string;
  kmsKeyId?: string;
}

export interface EndpointConfig extends NamedResource {
  variants: Array<{
    name: string;
    modelName: string | undefined;
    instanceType: string | undefined;
    serverless: boolean;
  }>;
}

export type EndpointStatus =
  | 'OutOfService'
  | 'Creating'
  | 'Updating'
  | 'SystemUpdating'
  | 'RollingBack'
  | 'InService'
  | 'Deleting'
  | 'Failed'
  | 'UpdateRollbackFailed';

export interface Endpoint {
  name: string;
  arn: string;
  status: EndpointStatus;
  /** The configuration in service; absent when the endpoint never came up. */
  configName: string | undefined;
  failureReason: string | undefined;
  variants: Array<{ name: string; currentInstanceCount: number | undefined; desiredInstanceCount: number | undefined }>;
}

/** How traffic moves to the new instances, and which alarms move it back (AWS: DeploymentConfig). */
export interface Rollout {
  type: 'ALL_AT_ONCE' | 'CANARY' | 'LINEAR';
  /** Share of the first (canary) or each (linear) step, in percent of capacity. */
  stepPercent?: number;
  /** Time between steps. */
  waitSeconds: number;
  /** Names of the CloudWatch alarms that roll the deployment back (1–10). Without alarms there is no rollback. */
  alarms: string[];
  terminationWaitSeconds?: number;
  timeoutSeconds?: number;
}
