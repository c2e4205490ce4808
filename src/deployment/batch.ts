import { followExecution } from '../apply/follow-execution.ts';
import type { PollOptions } from '../apply/poll.ts';
import { type RunIdentity, type StartedRun, startOrAdopt } from '../apply/start-execution.ts';
import { upsertPipeline } from '../apply/upsert-pipeline.ts';
import { type BatchOutput, verifyBatch } from '../apply/verify-batch.ts';
import { batchPipeline, batchWindow, type DesiredPipeline } from '../desired/index.ts';
import { Failure } from '../failure.ts';
import { foreignPipeline } from '../observed/owned-pipeline.ts';
import type { ForeignResource } from '../observed/ownership.ts';
import type { Provenance } from '../observed/training-run.ts';
import { sha256 } from '../pipeline/canonical.ts';
import { type Change, resourceOf } from '../plan/change.ts';
import { planPipeline } from '../plan/plan-pipeline.ts';
import type { Tags } from '../ports/index.ts';
import { pinFile } from '../project/environment-state.ts';
import { type Project, sourceOf } from '../project/open-project.ts';
import type { DeploymentContext } from './context.ts';

export interface BatchFacts {
  pipeline: string;
  /** Null when batch-transform.yml pins nothing. */
  package: string | null;
  changes: Change[];
  run: {
    execution_arn: string;
    adopted: boolean;
    /** True when it was over before this call. */
    already_over: boolean;
    parameters: Record<string, string>;
    transform_job: string;
    output: BatchOutput;
  } | null;
}

export interface PlannedBatch {
  facts: BatchFacts;
  desired: DesiredPipeline | undefined;
  /** The batch pipeline, when the project does not own it. */
  foreign: ForeignResource[];
}

/**
 * Compares what batch-transform.yml asks for with what is in the account.
 * @param options.run also run the batch transform once
 */
export async function planBatchDeploy(
  { project, environment, owner, packages }: DeploymentContext,
  { run }: { run: boolean },
): Promise<PlannedBatch> {
  const { aws, config, account, region } = project;
  const { batch_transform } = environment;
  const facts: BatchFacts = { pipeline: batch_transform.pipeline_name, package: null, changes: [], run: null };
  if (batch_transform.model === null) return { facts, desired: undefined, foreign: [] };
  const registered = await packages.approved(batch_transform.model, pinFile(project, 'batch_transform'));
  const desired = batchPipeline(config, environment, {
    account,
    region,
    source: sourceOf(project),
    environment: environment.name,
    model: { packageArn: registered.arn },
  });
  const roleArn = config.aws.sagemaker_execution_role_arn;
  const pipeline = await aws.sagemaker.pipeline(desired.name);
  const change = planPipeline({ ...desired, roleArn }, pipeline);
  const foreign = await foreignPipeline(aws.sagemaker, 'batch-pipeline', pipeline, owner);
  const start: Change = {
    ...resourceOf('batch-pipeline', desired.name),
    action: 'start',
    from: null,
    to: null,
    why: `predictions by ${registered.group} version ${registered.version} for the last ${config.transform_step.num_hours_to_go_back} h`,
  };
  return {
    desired,
    foreign: foreign === undefined ? [] : [foreign],
    facts: { ...facts, package: registered.arn, changes: run ? [change, start] : [change] },
  };
}

export interface BatchRunInput {
  provenance: Provenance;
  tags: Tags;
  run: boolean;
}

/**
 * Upserts the batch pipeline. When asked, it also runs the pipeline once, waits, and compares its output with its
 * input.
 */
export async function applyBatchDeploy(
  { project, environment, owner, ports, timeout }: DeploymentContext,
  planned: PlannedBatch,
  input: BatchRunInput,
): Promise<BatchFacts> {
  const { desired, facts } = planned;
  if (desired === undefined) return facts;
  const { aws, config } = project;
  const pipeline = await upsertPipeline(aws, desired, {
    roleArn: config.aws.sagemaker_execution_role_arn,
    owner,
    tags: input.tags,
    storage: `s3://${config.aws.s3_bucket}`,
    ...(config.aws.kms_key_id === undefined ? {} : { kmsKeyId: config.aws.kms_key_id }),
    log: ports.log,
  });
  if (!input.run) return facts;
  const identity: RunIdentity = {
    pipelineName: desired.name,
    definitionHash: desired.hash,
    provenance: input.provenance,
  };
  const started = await startOrAdopt(aws.sagemaker, identity, {
    parameters: {
      ...batchWindow(config, new Date(ports.clock.now())),
      OutputPrefix: environment.batch_transform.output_prefix,
    },
    ...(pipeline.version === undefined ? {} : { pipelineVersion: pipeline.version }),
  });
  ports.log.info(started.adopted ? `Picking up ${started.arn} (${started.status})` : `Started ${started.arn}`);
  if (started.status === 'Failed' || started.status === 'Stopped') {
    const before = await aws.sagemaker.execution(started.arn);
    await aws.sagemaker.retryExecution(started.arn, sha256(`retry ${started.arn} ${before?.lastModifiedAt}`));
    ports.log.info('Running its failed steps again');
  }
  if (started.status !== 'Succeeded')
    await waitForRun(project, started.arn, { clock: ports.clock, log: ports.log, timeout });
  return { ...facts, run: await runFacts(project, started) };
}

/**
 * @throws Failure `still_running` when the wait ends before the run, `deployment_failed` when the run does not succeed
 */
async function waitForRun(project: Project, arn: string, options: PollOptions): Promise<void> {
  const followed = await followExecution(project.aws.sagemaker, arn, options);
  if (!followed.over) {
    throw new Failure('still_running', `The batch transform goes on (${followed.why}): ${arn}`, {
      way_out: 'Run the same command again to pick it up.',
      facts: { execution_arn: arn },
    });
  }
  if (followed.status !== 'Succeeded') {
    const steps = await project.aws.sagemaker.steps(arn);
    const failed = steps.find((step) => step.status === 'Failed');
    const where =
      failed === undefined ? '' : ` at ${failed.name}: ${failed.failureReason ?? 'SageMaker gave no reason'}`;
    throw new Failure('deployment_failed', `The batch transform ended in ${followed.status}${where}`, {
      way_out: 'Correct the cause and deploy again: the failed steps run again.',
      facts: { execution_arn: arn },
    });
  }
}

/**
 * The facts of a run that succeeded, with its output compared with its input.
 * @throws Failure `inconclusive` when the run has no transform job, `deployment_failed` when rows are missing
 */
async function runFacts({ aws }: Project, started: StartedRun): Promise<NonNullable<BatchFacts['run']>> {
  const [steps, execution] = await Promise.all([
    aws.sagemaker.steps(started.arn),
    aws.sagemaker.execution(started.arn),
  ]);
  const arn = steps.find((step) => step.job?.kind === 'transform')?.job?.arn;
  if (arn === undefined) throw new Failure('inconclusive', `${started.arn} succeeded without a transform job`);
  const transformJob = arn.slice(arn.lastIndexOf('/') + 1);
  return {
    execution_arn: started.arn,
    adopted: started.adopted,
    already_over: started.status === 'Succeeded',
    parameters: execution?.parameters ?? {},
    transform_job: transformJob,
    output: await verifyBatch(aws, transformJob),
  };
}
