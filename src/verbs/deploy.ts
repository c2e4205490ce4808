import { type AdoptedResource, adoptOrRefuse, notOurs, refuseWithoutRepository } from '../apply/adopt.ts';
import {
  applyBatchDeploy,
  type BatchFacts,
  type BatchRunInput,
  type PlannedBatch,
  planBatchDeploy,
} from '../deployment/batch.ts';
import type { DeploymentContext } from '../deployment/context.ts';
import {
  applyEndpointDeploy,
  type EndpointFacts,
  type PlannedEndpoint,
  planEndpointDeploy,
} from '../deployment/endpoint.ts';
import { Failure } from '../failure.ts';
import { type ForeignResource, foreignText, resourceTags } from '../observed/ownership.ts';
import { PinnedPackages } from '../observed/pinned-package.ts';
import type { Provenance } from '../observed/training-run.ts';
import type { Change } from '../plan/change.ts';
import { type PlanToVerify, verifyPlan } from '../planning/verify-plan.ts';
import { plural } from '../plural.ts';
import type { Ports } from '../ports/index.ts';
import { openProject, type ProjectInput } from '../project/open-project.ts';
import { projectOwner } from '../project/owner.ts';
import type { Result } from '../result.ts';

export interface DeployInput extends ProjectInput {
  environment: string;
  commit?: string;
  repository?: string;
  /** Tells batch runs of the same commit apart: the date of a scheduled run. */
  runKey?: string;
  /** Also run the batch transform once, and wait for it. */
  runBatch?: boolean;
  /** Take over the endpoint and the batch pipeline when they belong to another owner, or to nobody. */
  adopt?: boolean;
  /** Show what would be done, and do nothing. */
  dryRun?: boolean;
  /** Longest wait for the endpoint, and for the batch transform, in milliseconds. */
  timeout?: number;
  /** Plan to verify first. When anything of it moved, the verb refuses and changes nothing. */
  plan?: PlanToVerify;
}

export interface DeployFacts {
  environment: string;
  account: string;
  dry_run: boolean;
  /** What was, or would be, taken over from another owner. */
  adopted_resources: AdoptedResource[];
  /** Everything that was, or would be, done. */
  changes: Change[];
  endpoint: EndpointFacts;
  batch: BatchFacts;
}

const DEFAULT_TIMEOUT = 2 * 3600_000;

/**
 * Brings endpoint and batch transform of an environment to what its folder says: the pinned model, when it is approved and
 * its artifact is the pinned one. Both are planned before either is changed. May be repeated and killed at any point.
 * @throws Failure `not_ours` when another owner has an endpoint or a pipeline of that name, and `adopt` is not set
 */
export async function deploy(input: DeployInput, ports: Ports): Promise<Result<DeployFacts>> {
  const context = await openDeployment(input, ports);
  const { project, environment, packages } = context;
  if (input.plan !== undefined) {
    const now = new Date(ports.clock.now()).toISOString();
    await verifyPlan(input.plan, { verb: 'deploy', project, packages, repository: input.repository, now });
  }
  const planned = await planOwnDeploy(context, input);
  const { facts } = planned;
  if (planned.endpoint.plan === undefined && planned.batch.desired === undefined) {
    return result('unchanged', `Nothing is pinned in ${environment.name}: no model to deploy`, facts);
  }
  const changes = facts.changes.filter(({ action }) => action !== 'keep');
  if (input.dryRun === true) {
    const count = plural(changes.length, 'change');
    const adopting = planned.foreign.map((each) => `. ${foreignText(each)} and would be adopted`).join('');
    return result('unchanged', `${count} in ${environment.name}${adopting}`, facts);
  }
  const deployed = await applyDeploy(context, planned, input);
  const onlyAnOldRun = changes.every(({ action }) => action === 'start') && deployed.batch.run?.already_over === true;
  const nothingDone = facts.adopted_resources.length === 0 && (changes.length === 0 || onlyAnOldRun);
  const decision = nothingDone ? 'unchanged' : 'done';
  return result(decision, summaryOf(environment.name, deployed), deployed);
}

async function openDeployment(input: DeployInput, ports: Ports): Promise<DeploymentContext> {
  const project = await openProject(input, ports);
  const { environment } = project;
  if (environment === null) throw new Failure('usage', 'deploy needs --environment');
  const packages = new PinnedPackages(project);
  const owner = projectOwner(project, input.repository);
  return { project, environment, owner, packages, ports, timeout: input.timeout ?? DEFAULT_TIMEOUT };
}

interface PlannedDeploy {
  endpoint: PlannedEndpoint;
  batch: PlannedBatch;
  /** What the project does not own. A dry run with `adopt` has some. */
  foreign: ForeignResource[];
  facts: DeployFacts;
}

/**
 * Plans a deploy of what the project owns. With `adopt` it takes over what belongs to another owner, and plans again.
 * @throws Failure `not_ours`
 */
async function planOwnDeploy(context: DeploymentContext, input: DeployInput): Promise<PlannedDeploy> {
  const { project, owner, ports } = context;
  const planned = await planDeploy(context, input);
  const { foreign } = planned;
  if (foreign.length === 0) return planned;
  if (input.adopt === true && input.dryRun === true) {
    refuseWithoutRepository(owner);
    const adopted_resources = foreign.map(({ kind, name, arn, owner: from }) => ({ kind, name, arn, from }));
    return { ...planned, facts: { ...planned.facts, adopted_resources } };
  }
  const adopt = input.adopt === true;
  const adopted_resources = await adoptOrRefuse(project.aws.sagemaker, foreign, { adopt, owner, log: ports.log });
  const own = await planDeploy(context, input);
  if (own.foreign.length > 0) throw notOurs(own.foreign, owner);
  return { ...own, facts: { ...own.facts, adopted_resources } };
}

async function planDeploy(context: DeploymentContext, input: DeployInput): Promise<PlannedDeploy> {
  const { project, environment, owner } = context;
  const tags = resourceTags(project.config.pipeline.tags, owner, input.commit ?? null);
  const endpoint = await planEndpointDeploy(context, { tags, settle: input.dryRun !== true });
  const batch = await planBatchDeploy(context, { run: input.runBatch === true });
  return {
    endpoint,
    batch,
    foreign: [...endpoint.foreign, ...batch.foreign],
    facts: {
      environment: environment.name,
      account: project.account,
      dry_run: input.dryRun === true,
      adopted_resources: [],
      changes: [...endpoint.facts.changes, ...batch.facts.changes],
      endpoint: endpoint.facts,
      batch: batch.facts,
    },
  };
}

async function applyDeploy(
  context: DeploymentContext,
  planned: PlannedDeploy,
  input: DeployInput,
): Promise<DeployFacts> {
  const endpoint = await applyEndpointDeploy(context, planned.endpoint);
  try {
    const batch = await applyBatchDeploy(context, planned.batch, batchRunInput(context, input));
    return { ...planned.facts, endpoint, batch };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // The answer also says what was done before the failure.
    throw new Failure(error.code, error.message, {
      ...(error.way_out === undefined ? {} : { way_out: error.way_out }),
      facts: { ...planned.facts, endpoint, ...error.facts },
      cause: error,
    });
  }
}

function batchRunInput({ project, environment, owner }: DeploymentContext, input: DeployInput): BatchRunInput {
  const provenance: Provenance = {
    commit: input.commit ?? null,
    repository: input.repository ?? null,
    environment: environment.name,
    run_key: input.runKey ?? null,
  };
  // No commit in a pipeline's tags: it would be a write at each commit.
  return { provenance, tags: resourceTags(project.config.pipeline.tags, owner), run: input.runBatch === true };
}

function result(decision: Result['decision'], summary: string, facts: DeployFacts): Result<DeployFacts> {
  return { schema_version: 1, verb: 'deploy', decision, reason_code: 'ok', summary, facts };
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
