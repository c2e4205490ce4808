import { Failure } from '../failure.ts';
import type { Aws, ExecutionState, SageMaker, StepState } from '../ports/index.ts';
import { redact } from '../redact.ts';
import { artifactDigest } from './artifact-digest.ts';
import { type DefinedStep, definitionFacts } from './definition-facts.ts';
import { readProvenance } from './provenance.ts';
import { describeSteps, seconds } from './step-runs.ts';
import type { RegisteredPackage, StepRun, TrainingRun } from './training-run.ts';
import { describeTuning } from './tuning.ts';

type RunReader = Pick<Aws, 'sagemaker' | 'objects' | 'jobLogs'>;

/** Lines of the failed job's log that a failure shows. */
const LOG_LINES = 40;

/**
 * Reads everything about one execution of a training pipeline, from its ARN alone. It takes a handful of calls and one
 * read of model.tar.gz: the digest is that of the object that is in S3 now.
 * @throws Failure `not_found` when the execution does not exist
 */
export async function describeRun(aws: RunReader, executionArn: string): Promise<TrainingRun> {
  const execution = await aws.sagemaker.execution(executionArn);
  if (execution === undefined) {
    throw new Failure('not_found', `There is no pipeline execution ${executionArn}`, {
      way_out: 'Check the ARN, the region and the account.',
    });
  }
  const [definitionText, states] = await Promise.all([
    aws.sagemaker.executionDefinition(executionArn),
    aws.sagemaker.steps(executionArn),
  ]);
  const definition = definitionFacts(definitionText);
  const steps = await describeSteps(aws.sagemaker, definition.steps, states);
  const evaluation = await readEvaluation(aws, definition.steps, states);
  const packageArn = states.find((step) => step.modelPackageArn !== undefined)?.modelPackageArn;
  const registered = packageArn === undefined ? null : await describePackage(aws, packageArn);
  const tuningJob = steps.find((step) => step.job?.kind === 'tuning')?.job;
  const outcome = outcomeOf(execution, steps, registered);
  const hasFailed = outcome === 'failed' || outcome === 'gate_failed';
  return {
    schema_version: 1,
    ...arnParts(executionArn),
    pipeline: {
      name: executionArn.split('/').at(-3) ?? '',
      arn: execution.pipelineArn,
      version: execution.pipelineVersion ?? null,
    },
    execution: describeExecution(execution, executionArn, definition.defaults),
    provenance: readProvenance(execution.description),
    lineage: {
      definition_hash: definition.hash,
      query_sha256: definition.querySha256,
      data_digest: dataDigest(evaluation?.report),
      source_sha256: definition.sourceSha256,
      image: definition.image,
    },
    steps,
    outcome,
    failure: hasFailed ? await describeFailure(aws, execution, steps, states) : null,
    tuning: tuningJob ? await describeTuning(aws.sagemaker, tuningJob.name) : null,
    evaluation,
    package: registered,
  };
}

function describeExecution(
  execution: ExecutionState,
  arn: string,
  defaults: Record<string, string>,
): TrainingRun['execution'] {
  const ended = isOver(execution.status) ? (execution.lastModifiedAt ?? null) : null;
  return {
    arn,
    id: arn.slice(arn.lastIndexOf('/') + 1),
    display_name: execution.displayName ?? null,
    status: execution.status,
    failure_reason: execution.failureReason ?? null,
    started_at: execution.startedAt ?? null,
    ended_at: ended,
    duration_seconds: seconds(execution.startedAt, ended ?? undefined),
    parameters: { ...defaults, ...execution.parameters },
  };
}

/** Whether an execution has ended. */
export const isOver = (status: ExecutionState['status']): boolean => status !== 'Executing' && status !== 'Stopping';

/**
 * Reads a registered model package and computes the digest of its artifact.
 * @throws Failure `not_found` when the package does not exist, `inconclusive` when it lacks a group, version, image or
 * artifact
 */
export async function describePackage(
  aws: Pick<Aws, 'sagemaker' | 'objects'>,
  arn: string,
): Promise<RegisteredPackage> {
  const modelPackage = await aws.sagemaker.modelPackage(arn);
  if (modelPackage === undefined) {
    throw new Failure('not_found', `There is no model package ${arn}`, {
      way_out: 'It was deleted from the registry: train again, or pin a version that exists.',
    });
  }
  const { group, version, image, modelDataUri } = modelPackage;
  if (group === undefined || version === undefined || image === undefined || modelDataUri === undefined) {
    throw new Failure('inconclusive', `The model package ${arn} has no group, version, image or artifact`);
  }
  return {
    arn: modelPackage.arn,
    group,
    version,
    // A status that cannot be read is not an approval.
    approval_status: modelPackage.approval ?? 'PendingManualApproval',
    approval_description: modelPackage.approvalDescription ?? null,
    created_at: modelPackage.createdAt ?? null,
    last_modified_at: modelPackage.lastModifiedAt ?? null,
    image,
    model_data_uri: modelDataUri,
    artifact_digest: (await artifactDigest(aws.objects, modelDataUri)) ?? null,
    environment: modelPackage.environment,
    metadata: modelPackage.metadata,
  };
}

/** Returns the ARN of a version of a model package group, as SageMaker forms it. */
export function packageArn(
  { partition = 'aws', region, account }: { partition?: string; region: string; account: string },
  group: string,
  version: number,
): string {
  return `arn:${partition}:sagemaker:${region}:${account}:model-package/${group}/${version}`;
}

/**
 * Returns the ARN of the newest execution of a pipeline that a commit started; undefined when there is no such
 * execution.
 */
export async function findRun(
  sagemaker: Pick<SageMaker, 'executions'>,
  pipelineName: string,
  commit: string,
): Promise<string | undefined> {
  const executions = await sagemaker.executions(pipelineName);
  return executions.find((execution) => readProvenance(execution.description).commit === commit)?.arn;
}

function outcomeOf(
  execution: ExecutionState,
  steps: StepRun[],
  registered: RegisteredPackage | null,
): TrainingRun['outcome'] {
  if (!isOver(execution.status)) return 'running';
  if (execution.status === 'Stopped') return 'stopped';
  if (execution.status === 'Succeeded' && registered !== null) return 'registered';
  const failed = steps.filter((step) => step.status === 'Failed');
  return failed.length > 0 && failed.every((step) => step.type === 'Fail') ? 'gate_failed' : 'failed';
}

/** Reads the evaluation report: the first property file of the definition, when its step succeeded. */
async function readEvaluation(
  aws: RunReader,
  defined: DefinedStep[],
  states: StepState[],
): Promise<TrainingRun['evaluation']> {
  const step = defined.find((candidate) => candidate.propertyFiles.length > 0);
  const file = step?.propertyFiles[0];
  const state = states.find((candidate) => candidate.name === step?.name);
  if (file === undefined || state?.job?.kind !== 'processing' || state.status !== 'Succeeded') return null;
  const job = await aws.sagemaker.processingJob(state.job.arn.slice(state.job.arn.lastIndexOf('/') + 1));
  const output = job?.outputs.find((candidate) => candidate.name === file.output);
  if (output === undefined) return null;
  const uri = `${output.uri.replace(/\/$/, '')}/${file.path}`;
  const bytes = await aws.objects.read(uri);
  return { uri, report: bytes === undefined ? null : parseReport(bytes) };
}

function parseReport(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function dataDigest(report: Record<string, unknown> | null | undefined): string | null {
  const data = report?.data as { digest?: unknown } | undefined;
  return typeof data?.digest === 'string' ? data.digest : null;
}

async function describeFailure(
  aws: RunReader,
  execution: ExecutionState,
  steps: StepRun[],
  states: StepState[],
): Promise<TrainingRun['failure']> {
  const failed = steps.find((step) => step.status === 'Failed');
  if (failed === undefined) {
    return { step: '', reason: execution.failureReason ?? `The execution ended in ${execution.status}`, log_tail: [] };
  }
  const state = states.find((candidate) => candidate.name === failed.name);
  return {
    step: failed.name,
    reason: state?.failMessage ?? failed.failure_reason ?? execution.failureReason ?? 'no reason was given',
    log_tail: await logTail(aws, failed),
  };
}

/** The last lines of the failed job's log. A log that cannot be read must not hide the failure itself. */
async function logTail(aws: RunReader, step: StepRun): Promise<string[]> {
  if (step.job === null) return [];
  try {
    const { kind, name } = step.job;
    const job = kind === 'tuning' ? await failedTrial(aws.sagemaker, name) : { kind, name };
    return job === undefined ? [] : (await aws.jobLogs.tail(job, LOG_LINES)).map(redact);
  } catch (error) {
    if (error instanceof Failure) return [`(the log could not be read: ${error.message})`];
    throw error;
  }
}

/** The first failed training job of a tuning job. */
async function failedTrial(sagemaker: SageMaker, tuningJob: string) {
  const trials = await sagemaker.tuningTrials(tuningJob);
  const trial = trials.find((candidate) => candidate.status === 'Failed');
  return trial && { kind: 'training' as const, name: trial.trainingJob };
}

function arnParts(arn: string): { region: string; account: string } {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
}
