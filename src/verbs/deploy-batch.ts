import { followExecution } from '../apply/follow-execution.ts';
import { type RunIdentity, startOrAdopt } from '../apply/start-execution.ts';
import { upsertPipeline } from '../apply/upsert-pipeline.ts';
import { type BatchOutput, verifyBatch } from '../apply/verify-batch.ts';
import type { Environment } from '../config/index.ts';
import { batchPipeline, batchWindow, type DesiredPipeline, packageSource } from '../desired/index.ts';
import { Failure } from '../failure.ts';
import type { isOver } from '../observed/describe-run.ts';
import type { Provenance } from '../observed/training-run.ts';
import { sha256 } from '../pipeline/canonical.ts';
import type { Change } from '../plan/change.ts';
import { planPipeline } from '../plan/plan-pipeline.ts';
import type { Ports, Tags } from '../ports/index.ts';
import { approvedPackage } from './pinned-package.ts';
import type { Project } from './project.ts';

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
}

/** What batch-transform.yml asks for beside what is there. */
export async function planBatchDeploy(
  project: Project,
  environment: Environment,
  runs: boolean,
): Promise<PlannedBatch> {
  const { aws, config, account, region } = project;
  const { batch_transform } = environment;
  const facts: BatchFacts = { pipeline: batch_transform.pipeline_name, package: null, changes: [], run: null };
  if (batch_transform.model === null) return { facts, desired: undefined };
  const registered = await approvedPackage(project, batch_transform.model, batch_transform.file);
  const desired = batchPipeline(config, environment, {
    account,
    region,
    source: packageSource(project.sourceDir),
    environment: environment.name,
    model: { packageArn: registered.arn },
  });
  const roleArn = config.aws.sagemaker_execution_role_arn;
  const change = planPipeline(
    { name: desired.name, hash: desired.hash, roleArn },
    await aws.sagemaker.pipeline(desired.name),
  );
  const start: Change = {
    resource: `pipeline ${desired.name}`,
    action: 'start',
    from: null,
    to: null,
    why: `predictions by ${registered.group} version ${registered.version} for the last ${config.transform_step.num_hours_to_go_back} h`,
  };
  return {
    desired,
    facts: { ...facts, package: registered.arn, changes: runs ? [change, start] : [change] },
  };
}

export interface BatchRunInput {
  provenance: Provenance;
  tags: Tags;
  run: boolean;
  timeout: number;
}

/** Upserts the batch pipeline and, when asked, runs it once, waits, and holds its output against its input. */
export async function applyBatchDeploy(
  project: Project,
  environment: Environment,
  planned: PlannedBatch,
  input: BatchRunInput,
  ports: Ports,
): Promise<BatchFacts> {
  const { desired, facts } = planned;
  if (desired === undefined) return facts;
  const { aws, config } = project;
  const pipeline = await upsertPipeline(aws, desired, {
    roleArn: config.aws.sagemaker_execution_role_arn,
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
  if (started.status !== 'Succeeded') await follow(project, started.arn, input.timeout, ports);
  return { ...facts, run: await outcome(project, started) };
}

async function follow(project: Project, arn: string, timeout: number, { clock, log }: Ports): Promise<void> {
  const followed = await followExecution(project.aws.sagemaker, arn, { clock, log, timeout });
  if (!followed.over) {
    throw new Failure('still_running', `The batch transform goes on (${followed.why}): ${arn}`, {
      wayOut: 'Run the same command again to pick it up.',
      facts: { execution_arn: arn },
    });
  }
  if (followed.status !== 'Succeeded') {
    const steps = await project.aws.sagemaker.steps(arn);
    const failed = steps.find((step) => step.status === 'Failed');
    throw new Failure(
      'deployment_failed',
      `The batch transform ended in ${followed.status}${failed === undefined ? '' : ` at ${failed.name}: ${failed.failureReason ?? 'no reason was given'}`}`,
      { wayOut: 'Correct the cause and deploy again: the failed steps run again.', facts: { execution_arn: arn } },
    );
  }
}

async function outcome(
  { aws }: Project,
  started: { arn: string; adopted: boolean; status: Parameters<typeof isOver>[0] },
): Promise<NonNullable<BatchFacts['run']>> {
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
