import { createHash } from 'node:crypto';
import { type Context, ServiceError, type Shape } from '../context.ts';
import { parseDefinition } from './definition.ts';
import type { Definition } from './definition-types.ts';
import type { ParameterValue } from './evaluate.ts';

/** A version of a pipeline. `definition` is the digest of its text, which is stored once for each content. */
export interface PipelineVersion {
  readonly id: number;
  readonly definition: string;
  readonly createdAt: number;
  displayName?: string;
  description?: string;
  lastExecutionArn?: string;
}

export interface PipelineRecord {
  readonly PipelineName: string;
  readonly PipelineArn: string;
  readonly createdAt: number;
  readonly clientRequestToken: string;
  /** Digest of the request that created the pipeline. The same token with another request is refused. */
  readonly request: string;
  displayName?: string;
  description?: string;
  roleArn: string;
  parallelism?: Shape;
  modifiedAt: number;
  lastRunAt?: number;
  versions: PipelineVersion[];
}

export type StepStatus = 'Starting' | 'Executing' | 'Stopping' | 'Stopped' | 'Failed' | 'Succeeded' | 'Skipped';

/** The state of a step in one execution. A step without a state has not started. Clients never see Skipped. */
export interface StepState {
  status: StepStatus;
  /** Position in the order in which steps started. */
  order: number;
  startedAt: number;
  endedAt?: number;
  /** Number of the current attempt, from 1. */
  attempt: number;
  /**
   * The request of the current attempt with its name and token. It is stored before the call: after a crash the same
   * request is found again, and no second one is made.
   */
  request?: Shape;
  resourceName?: string;
  arn?: string;
  cacheKey?: string;
  cacheHit?: string;
  reusedFrom?: string;
  outcome?: boolean;
  errorMessage?: string;
  failureReason?: string;
  /** Retries so far, by exception type, and the time of the next attempt (epoch seconds). */
  retries?: Record<string, number>;
  retryAt?: number;
  /** What later steps read: the Describe output of the resource that the step created. */
  properties?: Shape;
}

/** The state of a step that does not run. */
export const SKIPPED: Readonly<StepState> = { status: 'Skipped', order: -1, startedAt: 0, attempt: 0 };

export type ExecutionStatus = 'Executing' | 'Stopping' | 'Stopped' | 'Failed' | 'Succeeded';

export interface ExecutionRecord {
  readonly id: string;
  readonly PipelineExecutionArn: string;
  readonly PipelineArn: string;
  readonly pipelineName: string;
  readonly versionId: number;
  readonly definition: string;
  readonly clientRequestToken: string;
  readonly request: string;
  readonly createdAt: number;
  readonly parameters: Record<string, ParameterValue>;
  /** The parameters of the request. */
  readonly given: ReadonlyArray<{ Name: string; Value: string }>;
  readonly experiment?: { ExperimentName?: string; TrialName?: string };
  readonly selective?: Shape;
  readonly roleArn: string;
  displayName: string;
  description?: string;
  parallelism?: Shape;
  status: ExecutionStatus;
  failureReason?: string;
  modifiedAt: number;
  /** Tokens of the RetryPipelineExecution requests that had an effect. */
  retryTokens: string[];
  steps: Record<string, StepState>;
}

const FINAL_STATUSES: readonly ExecutionStatus[] = ['Stopped', 'Failed', 'Succeeded'];

/** Tells whether an execution has ended. */
export function hasEnded(execution: ExecutionRecord): boolean {
  return FINAL_STATUSES.includes(execution.status);
}

/**
 * Prefix of a definition's name. Definitions are records of the kind `pipeline`; a pipeline's name cannot have a colon.
 */
const DEFINITION_PREFIX = 'definition:';

export function findPipeline(context: Context, nameOrArn: string): PipelineRecord | undefined {
  const name = nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1) : nameOrArn;
  const record = context.store.get('pipeline', name) as PipelineRecord | undefined;
  return nameOrArn.startsWith('arn:') && record?.PipelineArn !== nameOrArn ? undefined : record;
}

/** Gives a pipeline by name or ARN. @throws ServiceError ResourceNotFound */
export function requirePipeline(context: Context, nameOrArn: string): PipelineRecord {
  const pipeline = findPipeline(context, nameOrArn);
  if (pipeline) return pipeline;
  const arn = nameOrArn.startsWith('arn:') ? nameOrArn : context.arn(`pipeline/${nameOrArn}`);
  throw new ServiceError('ResourceNotFound', `Pipeline '${arn}' does not exist.`);
}

/** Gives a version of a pipeline by its number; without a number, the latest. @throws ServiceError ResourceNotFound */
export function requireVersion(record: PipelineRecord, id: number | undefined): PipelineVersion {
  const version = id === undefined ? record.versions.at(-1) : record.versions.find((each) => each.id === id);
  if (version) return version;
  throw new ServiceError(
    'ResourceNotFound',
    `Pipeline version ${id} of pipeline '${record.PipelineArn}' does not exist.`,
  );
}

export function listPipelines(context: Context): PipelineRecord[] {
  return context.store.list('pipeline').filter((record) => record.PipelineName !== undefined) as PipelineRecord[];
}

export function storePipeline(context: Context, record: PipelineRecord): void {
  context.store.put('pipeline', record.PipelineName, record);
}

/** Stores a definition's text. @returns its digest, by which it is read */
export function storeDefinition(context: Context, text: string): string {
  const digest = createHash('sha256').update(text).digest('hex');
  const name = DEFINITION_PREFIX + digest;
  if (!context.store.get('pipeline', name)) context.store.put('pipeline', name, { text });
  return digest;
}

/** Reads a definition's text. @throws ServiceError InternalFailure when it is not in the store */
export function readDefinitionText(context: Context, digest: string): string {
  const text = context.store.get('pipeline', DEFINITION_PREFIX + digest)?.text;
  if (typeof text !== 'string') throw new ServiceError('InternalFailure', `The definition ${digest} is lost`, 500);
  return text;
}

const parsedDefinitions = new Map<string, Definition>();

/** Reads a definition; each one is parsed once. */
export function readDefinition(context: Context, digest: string): Definition {
  const definition = parsedDefinitions.get(digest) ?? parseDefinition(readDefinitionText(context, digest));
  parsedDefinitions.set(digest, definition);
  return definition;
}

/** Deletes those of some definitions that neither a pipeline nor an execution uses. */
export function deleteUnusedDefinitions(context: Context, digests: readonly string[]): void {
  const used = new Set([
    ...listPipelines(context).flatMap((pipeline) => pipeline.versions.map((version) => version.definition)),
    ...listExecutions(context).map((execution) => execution.definition),
  ]);
  for (const digest of new Set(digests))
    if (!used.has(digest)) context.store.delete('pipeline', DEFINITION_PREFIX + digest);
}

export function listExecutions(context: Context): ExecutionRecord[] {
  return context.store.list('pipeline-execution') as ExecutionRecord[];
}

export function findExecution(context: Context, id: string): ExecutionRecord | undefined {
  return context.store.get('pipeline-execution', id) as ExecutionRecord | undefined;
}

/** Gives an execution by ARN. @throws ServiceError ResourceNotFound */
export function requireExecution(context: Context, arn: string): ExecutionRecord {
  const execution = findExecution(context, arn.slice(arn.lastIndexOf('/') + 1));
  if (execution?.PipelineExecutionArn === arn) return execution;
  throw new ServiceError('ResourceNotFound', `Pipeline execution with ARN ${arn} does not exist.`);
}

/**
 * Reads, changes and stores an execution without an interruption. The change is on disk when it returns.
 * @returns undefined when the execution does not exist
 */
export function updateExecution(
  context: Context,
  id: string,
  change: (execution: ExecutionRecord) => void,
): ExecutionRecord | undefined {
  const execution = findExecution(context, id);
  if (!execution) return undefined;
  change(execution);
  execution.modifiedAt = context.now();
  context.store.put('pipeline-execution', id, execution);
  return execution;
}
