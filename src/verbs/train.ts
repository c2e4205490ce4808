import { elapsed, followExecution } from '../apply/follow-execution.ts';
import { recordLineage } from '../apply/record-lineage.ts';
import { type RunIdentity, runToken, startOrAdopt } from '../apply/start-execution.ts';
import { upsertPipeline } from '../apply/upsert-pipeline.ts';
import { type Config, queryPosition } from '../config/index.ts';
import { packageSource, trainingPipeline } from '../desired/index.ts';
import { Failure } from '../failure.ts';
import { describeRun, isOver } from '../observed/describe-run.ts';
import { resourceTags } from '../observed/ownership.ts';
import type { Provenance, TrainingRun } from '../observed/training-run.ts';
import { sha256 } from '../pipeline/canonical.ts';
import type { Change } from '../plan/change.ts';
import { sampleNotReproducible } from '../plan/honesty/sample-not-reproducible.ts';
import type { Ports } from '../ports/index.ts';
import { missedGates } from '../report/missed-gates.ts';
import type { Result } from '../result.ts';
import { analyseSql } from '../sql/analyse-sql.ts';
import { type HeldTo, holdToPlan } from './hold-to-plan.ts';
import { intactPackage } from './pinned-package.ts';
import { openProject, type Project, type ProjectInput } from './project.ts';

export interface TrainInput extends ProjectInput {
  /** Commit and repository that this run belongs to. */
  commit?: string;
  repository?: string;
  /** Tells runs of the same commit apart: the date of a scheduled retraining. */
  runKey?: string;
  /** Runs the failed steps of an earlier, failed attempt again. */
  retry?: boolean;
  /** How long to wait at most, in milliseconds; the run goes on and a later call picks it up. */
  timeout?: number;
  /** Do only what this plan says, and nothing when anything of it moved. */
  plan?: HeldTo;
}

export interface TrainFacts {
  pipeline_change: Change;
  /** ClientRequestToken of the run. */
  token: string;
  execution_arn: string;
  /** True when an earlier attempt had started it. */
  adopted: boolean;
  /** Commit of an earlier run of the very same definition: this commit changed nothing that is trained, and started nothing. */
  same_as: string | null;
  run: TrainingRun | null;
}

const DEFAULT_TIMEOUT = 5 * 3600_000;

/**
 * Upserts the training pipeline, runs it once for this commit, and waits. Called again with the same commit, configuration,
 * environment and run key it picks the same execution up, whatever happened in between.
 * @throws Failure gate_failed, execution_failed, or what the configuration and AWS give reason for.
 */
export async function train(input: TrainInput, ports: Ports): Promise<Result<TrainFacts>> {
  const { clock, log } = ports;
  const project = await openProject(input, ports);
  const { config, environment, aws } = project;
  warnOfOtherRows(config, log);
  if (input.plan !== undefined) {
    await holdToPlan(input.plan, 'train', input, project, new Date(clock.now()).toISOString());
  }
  const provenance: Provenance = {
    commit: input.commit ?? null,
    repository: input.repository ?? null,
    environment: environment?.name ?? null,
    run_key: input.runKey ?? null,
  };
  const desired = trainingPipeline(config, {
    account: project.account,
    region: project.region,
    source: packageSource(project.sourceDir),
    ...(environment === undefined ? {} : { environment: environment.name }),
  });
  const pipeline = await upsertPipeline(aws, desired, {
    roleArn: config.aws.sagemaker_execution_role_arn,
    // No commit: a tag that changed at each commit would be a write at each commit.
    tags: resourceTags(desired.tags, { repository: provenance.repository, commit: null }),
    storage: `s3://${config.aws.s3_bucket}`,
    ...(config.aws.kms_key_id === undefined ? {} : { kmsKeyId: config.aws.kms_key_id }),
    log,
  });
  const identity: RunIdentity = { pipelineName: desired.name, definitionHash: desired.hash, provenance };
  const started = await startOrAdopt(aws.sagemaker, identity, {
    parameters: {
      DeployedModel: await deployedModel(project),
      // A scheduled run is about fresh data: with the same value as before, the step cache would keep the old rows.
      ...(input.runKey === undefined ? {} : { DataSnapshot: input.runKey }),
    },
    ...(pipeline.version === undefined ? {} : { pipelineVersion: pipeline.version }),
    // A run key asks for a run, whether anything changed or not.
    unlessSame: input.runKey === undefined && input.retry !== true,
  });
  if (started.sameAs !== undefined) return nothingToTrain(started.arn, started.sameAs, identity, pipeline.change);
  log.info(started.adopted ? `Picking up ${started.arn} (${started.status})` : `Started ${started.arn}`);
  const facts = {
    pipeline_change: pipeline.change,
    token: runToken(identity),
    execution_arn: started.arn,
    adopted: started.adopted,
    same_as: null,
  };
  let alreadyOver = isOver(started.status);
  if (input.retry === true && (started.status === 'Failed' || started.status === 'Stopped')) {
    const before = await aws.sagemaker.execution(started.arn);
    // One retry per failure: the time of the failure is part of the token.
    await aws.sagemaker.retryExecution(started.arn, sha256(`retry ${facts.token} ${before?.lastModifiedAt}`));
    log.info('Running its failed steps again');
    alreadyOver = false;
  }
  if (!alreadyOver) {
    const followed = await followExecution(aws.sagemaker, started.arn, {
      clock,
      log,
      timeout: input.timeout ?? DEFAULT_TIMEOUT,
    });
    if (!followed.over) return parked(facts, followed.why);
  }
  const run = await describeRun(aws, started.arn);
  if (run.outcome !== 'registered') throw unsuccessful(run, facts);
  await recordLineage(aws.sagemaker, run);
  return {
    schema_version: 1,
    verb: 'train',
    decision: alreadyOver ? 'unchanged' : 'done',
    reason_code: 'ok',
    summary: `Registered ${run.package?.group} version ${run.package?.version} in ${elapsed((run.execution.duration_seconds ?? 0) * 1000)}`,
    facts: { ...facts, run: await describeRun(aws, started.arn) },
  };
}

/** The rule that a plan shows, for who trains without one. */
function warnOfOtherRows(config: Config, log: Ports['log']): void {
  const { query, query_source } = config.training_step;
  const analysed = analyseSql(query);
  const found = sampleNotReproducible({
    config,
    training: analysed.ok ? analysed.analysis : null,
    sqlPlace: (_, { offset }) => queryPosition(query_source, query, { offset }),
  });
  for (const { severity, message, way_out, place } of found) {
    // Newer rows at each training may be what is wanted.
    if (severity === 'notice') continue;
    log.warn(`${message} ${way_out}`, place ?? undefined);
  }
}

function nothingToTrain(arn: string, commit: string, identity: RunIdentity, change: Change): Result<TrainFacts> {
  return {
    schema_version: 1,
    verb: 'train',
    decision: 'unchanged',
    reason_code: 'ok',
    summary: `Nothing that is trained changed since ${commit.slice(0, 12)}, whose run is ${arn}`,
    facts: {
      pipeline_change: change,
      token: runToken(identity),
      execution_arn: arn,
      adopted: true,
      same_as: commit,
      run: null,
    },
  };
}

/** Artifact of the model that runs in this environment, which the candidate is compared with; `none` without a pin. */
async function deployedModel(project: Project): Promise<string> {
  const endpoint = project.environment?.endpoint;
  if (!endpoint?.model) return 'none';
  return (await intactPackage(project, endpoint.model, endpoint.file)).model_data_uri;
}

function parked(facts: Omit<TrainFacts, 'run'>, why: string): Result<TrainFacts> {
  return {
    schema_version: 1,
    verb: 'train',
    decision: 'parked',
    reason_code: 'still_running',
    summary: `The training goes on (${why}): run the same command again to pick up ${facts.execution_arn}`,
    facts: { ...facts, run: null },
  };
}

function unsuccessful(run: TrainingRun, facts: Omit<TrainFacts, 'run'>): Failure {
  const all = { ...facts, run };
  const { failure } = run;
  if (run.outcome === 'gate_failed') {
    return new Failure('gate_failed', failure?.reason ?? 'The model did not pass its gates', {
      wayOut: `${missedGates(run).join(' ')} Nothing was registered. The whole report: mlops report ${run.execution.arn}`,
      facts: all,
    });
  }
  if (run.outcome === 'failed' && failure !== null) {
    const log =
      failure.log_tail.length === 0
        ? ''
        : `\n${failure.log_tail
            .slice(-10)
            .map((line) => `    ${line}`)
            .join('\n')}`;
    return new Failure('execution_failed', `${failure.step || 'The execution'} failed: ${failure.reason}${log}`, {
      wayOut: 'Correct it and merge, or run its failed steps again with --retry.',
      facts: all,
    });
  }
  return new Failure(
    'execution_failed',
    `${run.execution.arn} ended in ${run.execution.status} without a registered model`,
    {
      wayOut: 'Run its steps again with --retry.',
      facts: all,
    },
  );
}

/** The steps as a table: name, type, status, time. */
export function stepTable(run: TrainingRun): string {
  const rows = run.steps.map((step) => [
    step.name,
    step.type,
    step.cache_hit === null ? step.status : `${step.status} (cache)`,
    step.duration_seconds === null ? '' : elapsed(step.duration_seconds * 1000),
  ]);
  const table = [['Step', 'Type', 'Status', 'Time'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
