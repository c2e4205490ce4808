import { Failure } from '../failure.ts';
import { resourceTags } from '../observed/ownership.ts';
import type { Provenance } from '../observed/training-run.ts';
import type { Change } from '../plan/change.ts';
import type { Ports } from '../ports/index.ts';
import type { Result } from '../result.ts';
import { applyBatchDeploy, type BatchFacts, planBatchDeploy } from './deploy-batch.ts';
import { applyEndpointDeploy, type EndpointFacts, planEndpointDeploy } from './deploy-endpoint.ts';
import { type HeldTo, holdToPlan } from './hold-to-plan.ts';
import { openProject, type ProjectInput } from './project.ts';

export interface DeployInput extends ProjectInput {
  environment: string;
  commit?: string;
  repository?: string;
  /** Tells batch runs of the same commit apart: the date of a scheduled run. */
  runKey?: string;
  /** Also run the batch transform once, and wait for it. */
  runBatch?: boolean;
  /** Say what would be done, and do nothing. */
  dryRun?: boolean;
  /** Longest wait for the endpoint, and for the batch transform, in milliseconds. */
  timeout?: number;
  /** Do only what this plan says, and nothing when anything of it moved. */
  plan?: HeldTo;
}

export interface DeployFacts {
  environment: string;
  account: string;
  dry_run: boolean;
  /** Everything that was, or would be, done. */
  changes: Change[];
  endpoint: EndpointFacts;
  batch: BatchFacts;
}

const DEFAULT_TIMEOUT = 2 * 3600_000;

/**
 * Brings endpoint and batch transform of an environment to what its folder says: the pinned model, when it is approved and
 * its artifact is the pinned one. Both are planned before either is changed. May be repeated and killed at any point.
 */
export async function deploy(input: DeployInput, ports: Ports): Promise<Result<DeployFacts>> {
  const project = await openProject(input, ports);
  const { environment } = project;
  if (environment === undefined) throw new Failure('usage', 'deploy needs --environment');
  if (input.plan !== undefined) {
    await holdToPlan(input.plan, 'deploy', input, project, new Date(ports.clock.now()).toISOString());
  }
  const timeout = input.timeout ?? DEFAULT_TIMEOUT;
  const runs = input.runBatch === true;
  const provenance: Provenance = {
    commit: input.commit ?? null,
    repository: input.repository ?? null,
    environment: environment.name,
    run_key: input.runKey ?? null,
  };
  const owner = { environment: environment.name, repository: provenance.repository };
  const configured = project.config.pipeline.tags;
  const tags = resourceTags(configured, { ...owner, commit: provenance.commit });
  const endpointPlan = await planEndpointDeploy(
    project,
    environment,
    tags,
    ports,
    input.dryRun ? undefined : { timeout },
  );
  const batchPlan = await planBatchDeploy(project, environment, runs);
  const changes = [...endpointPlan.facts.changes, ...batchPlan.facts.changes];
  const facts: DeployFacts = {
    environment: environment.name,
    account: project.account,
    dry_run: input.dryRun === true,
    changes,
    endpoint: endpointPlan.facts,
    batch: batchPlan.facts,
  };
  const result = (decision: Result['decision'], summary: string, now: DeployFacts): Result<DeployFacts> => ({
    schema_version: 1,
    verb: 'deploy',
    decision,
    reason_code: 'ok',
    summary,
    facts: now,
  });
  if (endpointPlan.plan === undefined && batchPlan.desired === undefined) {
    return result('unchanged', `Nothing is pinned in ${environment.name}: no model to deploy`, facts);
  }
  const work = changes.filter(({ action }) => action !== 'keep');
  if (input.dryRun === true) {
    return result('unchanged', `${work.length} change${work.length === 1 ? '' : 's'} in ${environment.name}`, facts);
  }
  const endpoint = await applyEndpointDeploy(project, endpointPlan, ports, timeout);
  // No commit in a pipeline's tags: it would be a write at each commit.
  const batchRun = { provenance, tags: resourceTags(configured, { ...owner, commit: null }), run: runs, timeout };
  const batch = await applyBatchDeploy(project, environment, batchPlan, batchRun, ports).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    // What was done before it failed belongs to the answer.
    const known = { ...facts, endpoint, ...error.facts };
    const wayOut = error.wayOut === undefined ? {} : { wayOut: error.wayOut };
    throw new Failure(error.code, error.message, { ...wayOut, facts: known, cause: error });
  });
  const done: DeployFacts = { ...facts, endpoint, batch };
  const onlyAnOldRun = work.every(({ action }) => action === 'start') && done.batch.run?.already_over === true;
  return result(work.length === 0 || onlyAnOldRun ? 'unchanged' : 'done', summaryOf(environment.name, done), done);
}

function summaryOf(name: string, { endpoint, batch }: DeployFacts): string {
  const parts: string[] = [];
  if (endpoint.package !== null) {
    parts.push(
      `endpoint ${endpoint.name} serves ${endpoint.package.group} version ${endpoint.package.version} (${endpoint.status})`,
    );
  }
  if (batch.package !== null) parts.push(`batch pipeline ${batch.pipeline} is in place`);
  if (batch.run !== null) parts.push(`${batch.run.output.rows} predictions in ${batch.run.output.output_uri}`);
  return `${name}: ${parts.join('; ')}`;
}
