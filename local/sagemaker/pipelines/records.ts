import { createHash } from 'node:crypto';
import { type Context, ServiceError, type Shape } from '../context.ts';
import { type Definition, parseDefinition } from './definition.ts';
import type { ParameterValue } from './evaluate.ts';

/** A version of a pipeline; its definition is kept once per content, apart. */
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
  /** Digest of the request that created it: the same token with another request is refused. */
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

/** What happened to a step in one execution. A step without a state has not started; Skipped is never shown. */
export interface StepState {
  status: StepStatus;
  /** Position in the order in which steps started. */
  order: number;
  startedAt: number;
  endedAt?: number;
  attempt: number;
  /** The request of the current attempt with its name and token. Kept before the call is made: after a crash the same request is found again, never a second one made. */
  request?: Shape;
  resourceName?: string;
  arn?: string;
  cacheKey?: string;
  cacheHit?: string;
  reusedFrom?: string;
  outcome?: boolean;
  errorMessage?: string;
  failureReason?: string;
  /** Retries so far, by exception type, and when the next attempt is due (epoch seconds). */
  retries?: Record<string, number>;
  retryAt?: number;
  /** What later steps read: the Describe answer of what the step made. */
  properties?: Shape;
}

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
  /** Tokens of RetryPipelineExecution that took effect. */
  retryTokens: string[];
  steps: Record<string, StepState>;
}

export const FINAL: readonly ExecutionStatus[] = ['Stopped', 'Failed', 'Succeeded'];

/** Definitions share the kind of the pipelines; no pipeline can be called like this. */
const DEFINITION = 'definition:';

export function getPipeline(context: Context, nameOrArn: string): PipelineRecord | undefined {
  const name = nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1) : nameOrArn;
  const record = context.store.get('pipeline', name) as PipelineRecord | undefined;
  return nameOrArn.startsWith('arn:') && record?.PipelineArn !== nameOrArn ? undefined : record;
}

/** @throws ServiceError ResourceNotFound */
export function pipelineOrRefuse(context: Context, nameOrArn: string): PipelineRecord {
  const found = getPipeline(context, nameOrArn);
  if (found) return found;
  const arn = nameOrArn.startsWith('arn:') ? nameOrArn : context.arn(`pipeline/${nameOrArn}`);
  throw new ServiceError('ResourceNotFound', `Pipeline '${arn}' does not exist.`);
}

export function listPipelines(context: Context): PipelineRecord[] {
  return context.store.list('pipeline').filter((record) => record.PipelineName !== undefined) as PipelineRecord[];
}

export function putPipeline(context: Context, record: PipelineRecord): void {
  context.store.put('pipeline', record.PipelineName, record);
}

/** Keeps a definition's text; the answer is how to find it again. */
export function keepDefinition(context: Context, text: string): string {
  const digest = createHash('sha256').update(text).digest('hex');
  if (!context.store.get('pipeline', DEFINITION + digest)) context.store.put('pipeline', DEFINITION + digest, { text });
  return digest;
}

export function definitionText(context: Context, digest: string): string {
  const text = context.store.get('pipeline', DEFINITION + digest)?.text;
  if (typeof text !== 'string') throw new ServiceError('InternalFailure', `The definition ${digest} is lost`, 500);
  return text;
}

const parsed = new Map<string, Definition>();

export function definitionOf(context: Context, digest: string): Definition {
  const known = parsed.get(digest) ?? parseDefinition(definitionText(context, digest));
  parsed.set(digest, known);
  return known;
}

/** Forgets definitions that neither a pipeline nor an execution uses. */
export function sweepDefinitions(context: Context, candidates: readonly string[]): void {
  const used = new Set([
    ...listPipelines(context).flatMap((pipeline) => pipeline.versions.map((version) => version.definition)),
    ...listExecutions(context).map((execution) => execution.definition),
  ]);
  for (const digest of new Set(candidates))
    if (!used.has(digest)) context.store.delete('pipeline', DEFINITION + digest);
}

export function listExecutions(context: Context): ExecutionRecord[] {
  return context.store.list('pipeline-execution') as ExecutionRecord[];
}

export function getExecution(context: Context, id: string): ExecutionRecord | undefined {
  return context.store.get('pipeline-execution', id) as ExecutionRecord | undefined;
}

/** @throws ServiceError ResourceNotFound */
export function executionOrRefuse(context: Context, arn: string): ExecutionRecord {
  const found = getExecution(context, arn.slice(arn.lastIndexOf('/') + 1));
  if (found?.PipelineExecutionArn === arn) return found;
  throw new ServiceError('ResourceNotFound', `Pipeline execution with ARN ${arn} does not exist.`);
}

/** Reads, changes and keeps an execution in one go: nothing can come between, and the change is on disk afterwards. */
export function updateExecution(
  context: Context,
  id: string,
  change: (execution: ExecutionRecord) => void,
): ExecutionRecord | undefined {
  const execution = getExecution(context, id);
  if (!execution) return undefined;
  change(execution);
  execution.modifiedAt = context.now();
  context.store.put('pipeline-execution', id, execution);
  return execution;
}
