import { type AdoptedResource, adoptOrRefuse } from '../apply/adopt.ts';
import { ensurePackageGroup } from '../apply/ensure-package-group.ts';
import { followExecution } from '../apply/follow-execution.ts';
import { recordLineage } from '../apply/record-lineage.ts';
import { type RunIdentity, runToken, type StartedRun, startOrAdopt } from '../apply/start-execution.ts';
import { type UpsertedPipeline, upsertPipeline } from '../apply/upsert-pipeline.ts';
import { queryPosition } from '../config/index.ts';
import type { DesiredPipeline } from '../desired/index.ts';
import { formatDuration } from '../duration.ts';
import { Failure } from '../failure.ts';
import { describeRun, isOver } from '../observed/describe-run.ts';
import { foreignPipeline } from '../observed/owned-pipeline.ts';
import { type ForeignResource, type Owner, resourceTags } from '../observed/ownership.ts';
import { readPackageGroup } from '../observed/package-group.ts';
import { PinnedPackages } from '../observed/pinned-package.ts';
import type { Provenance, TrainingRun } from '../observed/training-run.ts';
import { sha256 } from '../pipeline/canonical.ts';
import type { Change } from '../plan/change.ts';
import { sampleNotReproducible } from '../plan/rules/honesty/sample-not-reproducible.ts';
import { type PlanToVerify, verifyPlan } from '../planning/verify-plan.ts';
import type { Ports } from '../ports/index.ts';
import { pinFile } from '../project/environment-state.ts';
import { openProject, type Project, type ProjectInput, trainingPipelineOf } from '../project/open-project.ts';
import { projectOwner } from '../project/owner.ts';
import { missedGates } from '../report/missed-gates.ts';
import type { Result } from '../result.ts';
import { analyseSql } from '../sql/analyse-sql.ts';

export interface TrainInput extends ProjectInput {
  /** Commit and repository that this run belongs to. */
  commit?: string;
  repository?: string;
  /** Tells runs of the same commit apart: the date of a scheduled retraining. */
  runKey?: string;
  /** Runs the failed steps of an earlier, failed attempt again. */
  retry?: boolean;
  /** Take over the training pipeline and the model package group when they belong to another owner, or to nobody. */
  adopt?: boolean;
  /** Longest wait in milliseconds. The run goes on after it, and a later call picks it up. */
  timeout?: number;
  /** Plan to verify first. When anything of it moved, the verb refuses and changes nothing. */
  plan?: PlanToVerify;
}

export interface TrainFacts {
  pipeline_change: Change;
  /** What this call took over from another owner. */
  adopted_resources: AdoptedResource[];
  /** ClientRequestToken of the run. */
  token: string;
  execution_arn: string;
  /** True when an earlier attempt had started it. */
  adopted: boolean;
  /** Commit of an earlier run of the same definition. When it is set, this call started nothing. */
  same_as: string | null;
  run: TrainingRun | null;
}

const DEFAULT_TIMEOUT = 5 * 3600_000;

/**
 * Upserts the training pipeline, runs it once for this commit, and waits. Called again with the same commit, configuration,
 * environment and run key, it picks the same execution up, whatever happened in between.
 * @throws Failure `not_ours` when another owner has a pipeline or a group of that name, and `adopt` is not set;
 * `gate_failed`, `execution_failed`, and what reading the configuration, verifying the plan and AWS throw
 */
export async function train(input: TrainInput, ports: Ports): Promise<Result<TrainFacts>> {
  const project = await openProject(input, ports);
  warnOfIrreproducibleRows(project, ports.log);
  const packages = new PinnedPackages(project);
  if (input.plan !== undefined) {
    const now = new Date(ports.clock.now()).toISOString();
    await verifyPlan(input.plan, { verb: 'train', project, packages, repository: input.repository, now });
  }
  const provenance: Provenance = {
    commit: input.commit ?? null,
    repository: input.repository ?? null,
    environment: project.environment?.name ?? null,
    run_key: input.runKey ?? null,
  };
  const desired = trainingPipelineOf(project);
  const identity: RunIdentity = { pipelineName: desired.name, definitionHash: desired.hash, provenance };
  // All environments share the training pipeline.
  const owner: Owner = { ...projectOwner(project, input.repository), environment: null };
  const { sagemaker } = project.aws;
  const adopted_resources = await adoptOrRefuse(sagemaker, await foreignTo(project, desired, owner), {
    adopt: input.adopt === true,
    owner,
    log: ports.log,
  });
  const pipeline = await upsertTrainingPipeline(project, desired, owner, ports);
  await ensureGroup(project, owner);
  const started = await startRun(input, { project, packages, identity, pipeline });
  const facts: StartedFacts = {
    pipeline_change: pipeline.change,
    adopted_resources,
    token: runToken(identity),
    execution_arn: started.arn,
    adopted: started.adopted,
    same_as: started.sameAs ?? null,
  };
  if (started.sameAs !== undefined) return nothingToTrain(facts, started.sameAs);
  ports.log.info(started.adopted ? `Picking up ${started.arn} (${started.status})` : `Started ${started.arn}`);
  const retried = input.retry === true && (await retryFailedSteps(project, started, facts.token, ports));
  const alreadyOver = isOver(started.status) && !retried;
  if (!alreadyOver) {
    const { clock, log } = ports;
    const timeout = input.timeout ?? DEFAULT_TIMEOUT;
    const followed = await followExecution(project.aws.sagemaker, started.arn, { clock, log, timeout });
    if (!followed.over) return parked(facts, followed.why);
  }
  return await registered(project, facts, alreadyOver);
}

/** What is known about a run as soon as it is started. */
type StartedFacts = Omit<TrainFacts, 'run'>;

/** Logs the warnings of a rule that a plan shows, for a training without a plan. */
function warnOfIrreproducibleRows(project: Project, log: Ports['log']): void {
  const { sql, source } = project.query('training');
  const analysed = analyseSql(sql);
  const findings = sampleNotReproducible({
    config: project.config,
    training: analysed.ok ? analysed.analysis : null,
    sqlPlace: (_, { offset }) => queryPosition(source, sql, { offset }),
  });
  for (const { severity, message, way_out, place } of findings) {
    // A notice is about a clock in the query. Newer rows at each training may be what is wanted.
    if (severity === 'notice') continue;
    log.warn(`${message} ${way_out}`, place ?? undefined);
  }
}

/** The training pipeline and the model package group, as far as another owner has them. */
async function foreignTo(
  { aws, config }: Project,
  { name }: DesiredPipeline,
  owner: Owner,
): Promise<ForeignResource[]> {
  const { sagemaker } = aws;
  const [pipeline, group] = await Promise.all([
    sagemaker.pipeline(name).then((found) => foreignPipeline(sagemaker, 'training-pipeline', found, owner)),
    readPackageGroup(sagemaker, config.register_model_step.model_group, owner),
  ]);
  return [pipeline, group?.foreign].filter((each) => each !== undefined);
}

/** Makes the model package group before a run could register into it, so that it has an owner from the start. */
async function ensureGroup({ aws, config }: Project, owner: Owner): Promise<void> {
  const { model_group, tags } = config.register_model_step;
  await ensurePackageGroup(aws.sagemaker, model_group, {
    owner,
    tags: resourceTags([...config.pipeline.tags, ...(tags ?? [])], owner),
  });
}

async function upsertTrainingPipeline(
  { aws, config }: Project,
  desired: DesiredPipeline,
  owner: Owner,
  { log }: Ports,
): Promise<UpsertedPipeline> {
  return await upsertPipeline(aws, desired, {
    roleArn: config.aws.sagemaker_execution_role_arn,
    owner,
    // No commit: a tag that changed at each commit would be a write at each commit.
    tags: resourceTags(desired.tags, owner),
    storage: `s3://${config.aws.s3_bucket}`,
    ...(config.aws.kms_key_id === undefined ? {} : { kmsKeyId: config.aws.kms_key_id }),
    log,
  });
}

async function startRun(
  { runKey, retry }: TrainInput,
  run: { project: Project; packages: PinnedPackages; identity: RunIdentity; pipeline: UpsertedPipeline },
): Promise<StartedRun> {
  const { project, packages, identity, pipeline } = run;
  return await startOrAdopt(project.aws.sagemaker, identity, {
    parameters: {
      DeployedModel: await deployedModel(project, packages),
      // A scheduled run trains on fresh rows. With the value of an earlier run, the step cache would keep the old rows.
      ...(runKey === undefined ? {} : { DataSnapshot: runKey }),
    },
    ...(pipeline.version === undefined ? {} : { pipelineVersion: pipeline.version }),
    // A run key asks for a run, whether anything changed or not.
    skipIfSame: runKey === undefined && retry !== true,
  });
}

/** Returns the artifact of the model that this environment pins, or `none`. The candidate is compared with it. */
async function deployedModel(project: Project, packages: PinnedPackages): Promise<string> {
  const pin = project.environment?.endpoint.model;
  if (!pin) return 'none';
  return (await packages.intact(pin, pinFile(project, 'endpoint'))).model_data_uri;
}

/** Runs the failed steps of a failed or stopped execution again. Returns false for any other execution. */
async function retryFailedSteps(
  { aws }: Project,
  { arn, status }: StartedRun,
  token: string,
  { log }: Ports,
): Promise<boolean> {
  if (status !== 'Failed' && status !== 'Stopped') return false;
  const before = await aws.sagemaker.execution(arn);
  // One retry for each failure: the time of the failure is part of the token.
  await aws.sagemaker.retryExecution(arn, sha256(`retry ${token} ${before?.lastModifiedAt}`));
  log.info('Running its failed steps again');
  return true;
}

/** @throws Failure `gate_failed` or `execution_failed` for a run that registered no model */
async function registered({ aws }: Project, facts: StartedFacts, alreadyOver: boolean): Promise<Result<TrainFacts>> {
  const run = await describeRun(aws, facts.execution_arn);
  if (run.outcome !== 'registered') throw notRegistered(run, facts);
  await recordLineage(aws.sagemaker, run);
  return {
    schema_version: 1,
    verb: 'train',
    decision: alreadyOver && facts.adopted_resources.length === 0 ? 'unchanged' : 'done',
    reason_code: 'ok',
    summary: `Registered ${run.package?.group} version ${run.package?.version} in ${formatDuration(run.execution.duration_seconds ?? 0)}`,
    facts: { ...facts, run: await describeRun(aws, facts.execution_arn) },
  };
}

function nothingToTrain(facts: StartedFacts, commit: string): Result<TrainFacts> {
  return {
    schema_version: 1,
    verb: 'train',
    decision: facts.adopted_resources.length === 0 ? 'unchanged' : 'done',
    reason_code: 'ok',
    summary: `Nothing that is trained changed since ${commit.slice(0, 12)}, whose run is ${facts.execution_arn}`,
    facts: { ...facts, run: null },
  };
}

function parked(facts: StartedFacts, why: string): Result<TrainFacts> {
  return {
    schema_version: 1,
    verb: 'train',
    decision: 'parked',
    reason_code: 'still_running',
    summary: `The training goes on (${why}): run the same command again to pick up ${facts.execution_arn}`,
    facts: { ...facts, run: null },
  };
}

function notRegistered(run: TrainingRun, started: StartedFacts): Failure {
  const facts = { ...started, run };
  const { failure } = run;
  if (run.outcome === 'gate_failed') {
    return new Failure('gate_failed', failure?.reason ?? 'The model did not pass its gates', {
      way_out: `${missedGates(run).join(' ')} Nothing was registered. The whole report: mlops report ${run.execution.arn}`,
      facts,
    });
  }
  if (run.outcome === 'failed' && failure !== null) {
    const log = failure.log_tail.slice(-10).map((line) => `\n    ${line}`);
    return new Failure(
      'execution_failed',
      `${failure.step || 'The execution'} failed: ${failure.reason}${log.join('')}`,
      {
        way_out: 'Correct it and merge, or run its failed steps again with --retry.',
        facts,
      },
    );
  }
  return new Failure(
    'execution_failed',
    `${run.execution.arn} ended in ${run.execution.status} without a registered model`,
    { way_out: 'Run its steps again with --retry.', facts },
  );
}
