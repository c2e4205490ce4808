import { dirname, relative, resolve } from 'node:path';
import { openOrUpdatePullRequest } from '../apply/offer-pull-request.ts';
import { durationSeconds, type Environment, type Pin, pinName, samePin, setPin } from '../config/index.ts';
import { decidePromotion, type PromotionFacts } from '../decisions/promotion.ts';
import { Failure } from '../failure.ts';
import { artifactDigest } from '../observed/artifact-digest.ts';
import { packageArn } from '../observed/describe-run.ts';
import { foreignText, foreignWayOut } from '../observed/ownership.ts';
import { readPackageGroup } from '../observed/package-group.ts';
import { startPlan } from '../planning/start-plan.ts';
import type { GitHub, Ports } from '../ports/index.ts';
import { loadProject, openProject, type Project, type ProjectInput } from '../project/open-project.ts';
import { type Owner, projectOwner } from '../project/owner.ts';
import { promotionOffer } from '../report/promotion-offer.ts';
import type { Result } from '../result.ts';

export interface PromoteInput extends ProjectInput {
  /** The environment that gets the model. */
  environment: string;
  /** Version in the package group. Default: what the environment before it pins, or the newest approved version. */
  version?: number;
  /** Folder of the repository on this machine. It contains config.yml. */
  repositoryRoot: string;
  /** File name of the workflow that plans a pull request by its number. Without it no workflow is started. */
  planWorkflow?: string;
}

export interface PromoteFacts {
  environment: string;
  from: Pin | null;
  to: Pin | null;
  pull_request: { number: number; url: string } | null;
}

/** Branch of the offer to an environment. The role that plans are made under trusts these branches (infra/roles.yml). */
export const promotionBranch = (environment: string): string => `mlops/promote/${environment}`;

const PIN_FILES = ['endpoint.yml', 'batch-transform.yml'] as const;

/**
 * Offers a model to an environment: a pull request that moves the pin in the environment's folder. Its merge deploys the model.
 * There is one pull request for each environment: a newer offer replaces the older one in it.
 * @throws Failure with the reason code of a refused decision, `not_ours` for a group of another owner, `not_found` when there is no model or no folder to pin it in
 */
export async function promote(input: PromoteInput, ports: Ports, github: GitHub): Promise<Result<PromoteFacts>> {
  const project = await openProject(input, ports);
  const { environment } = project;
  if (environment === null) {
    throw new Failure('usage', 'promote needs an environment', { way_out: 'Give --environment dev.' });
  }
  const base = await github.defaultBranch();
  const source = readSource(input, environment);
  const candidate = await readCandidate(input, project, source);
  const repository = `${github.repository.owner}/${github.repository.name}`;
  await refuseForeignGroup(project, candidate.pin, { ...projectOwner(project, repository), environment: null });
  const decision = decidePromotion({
    environment: input.environment,
    current: pinOfBothFiles(environment),
    candidate: candidate.pin,
    registry: candidate.registry,
    from: source === undefined ? undefined : await sourceFacts(input, environment, source, { github, base }),
    freeze: environment.freeze,
    now: ports.clock.now(),
  });
  const from = environment.endpoint.model;
  const facts: PromoteFacts = { environment: input.environment, from, to: candidate.pin, pull_request: null };
  if (decision.decision === 'refused') {
    throw new Failure(decision.reason_code, decision.message, { way_out: decision.way_out, facts: { ...facts } });
  }
  if (decision.decision === 'unchanged') return result(facts, 'unchanged', decision.message);
  const files = await changedPinFiles(input, candidate.pin, { github, base });
  const version = pinName(candidate.pin);
  if (files.length === 0) return result(facts, 'unchanged', `${input.environment} pins ${version} already on ${base}`);
  const offer = await openOffer(input.environment, candidate, { from, files, base, github });
  if (input.planWorkflow !== undefined) {
    const { number: pullRequest, branch, head } = offer;
    await startPlan({ pullRequest, branch, head, workflow: input.planWorkflow }, github, ports.log);
  }
  const pull_request = { number: offer.number, url: offer.url };
  return result(
    { ...facts, pull_request },
    'done',
    `#${offer.number} offers ${version} to ${input.environment}: ${offer.url}`,
  );
}

function result(facts: PromoteFacts, decision: Result['decision'], summary: string): Result<PromoteFacts> {
  return { schema_version: 1, verb: 'promote', decision, reason_code: 'ok', summary, facts };
}

/** The environment that models come from. */
function readSource(input: PromoteInput, { promotes_from }: Environment): Environment | undefined {
  if (promotes_from === null) return undefined;
  const { environment } = loadProject({ ...input, environment: promotes_from });
  if (environment === null) throw new Failure('config_invalid', `There is no environment ${promotes_from}`);
  return environment;
}

/** GitHub and the default branch of the repository. */
interface DefaultBranch {
  github: GitHub;
  base: string;
}

async function sourceFacts(
  input: PromoteInput,
  { soak }: Environment,
  source: Environment,
  { github, base }: DefaultBranch,
): Promise<PromotionFacts['from']> {
  const change = await github.lastChange(repositoryPath(input, source.name, 'endpoint.yml'), base);
  return {
    environment: source.name,
    pin: source.endpoint.model,
    since: change?.at,
    soak_seconds: durationSeconds(soak),
  };
}

/** The pin of the folder. When its two files pin different models, it counts as none, and the offer makes them the same. */
function pinOfBothFiles({ endpoint, batch_transform }: Environment): Pin | null {
  return samePin(endpoint.model, batch_transform.model) ? endpoint.model : null;
}

/** The model that is offered. */
interface Candidate {
  pin: Pin;
  registry: PromotionFacts['registry'];
  /** Why it is approved, in the words of the registry. */
  description: string | null;
  arn: string;
}

/**
 * Reads the version that the caller asks for; else what the source pins; else the newest approved version of the group.
 * @throws Failure `not_found` when the source pins nothing, or the group has no approved version
 */
async function readCandidate(
  input: PromoteInput,
  project: Project,
  source: Environment | undefined,
): Promise<Candidate> {
  const group = project.config.register_model_step.model_group;
  const pinned = source?.endpoint.model;
  if (pinned && (input.version === undefined || input.version === pinned.version)) {
    return await readVersion(project, pinned);
  }
  if (input.version !== undefined) return await readVersion(project, { package_group: group, version: input.version });
  if (source !== undefined) {
    throw new Failure('not_found', `${source.name} pins no model yet`, {
      way_out: `Promote one to ${source.name} first.`,
    });
  }
  return await readVersion(project, { package_group: group, version: await newestApproved(project, group) });
}

/**
 * A version of another owner's group is not offered. That the group does not exist is found by the decision.
 * @throws Failure `not_ours`
 */
async function refuseForeignGroup({ aws }: Project, { package_group }: Pin, owner: Owner): Promise<void> {
  const group = await readPackageGroup(aws.sagemaker, package_group, owner);
  if (group?.foreign === undefined) return;
  throw new Failure('not_ours', foreignText(group.foreign), {
    way_out: foreignWayOut([group.foreign], owner, 'train'),
    facts: { resources: [group.foreign], owner },
  });
}

async function newestApproved({ aws }: Project, group: string): Promise<number> {
  const versions = (await aws.sagemaker.modelPackages(group)).flatMap(({ approval, version }) =>
    approval === 'Approved' && version !== undefined ? [version] : [],
  );
  if (versions.length > 0) return Math.max(...versions);
  throw new Failure('not_found', `${group} has no approved version`, {
    way_out: 'Approve a reported model with its label first.',
  });
}

/** Reads one version as the registry and S3 have it. Without a pinned digest, the digest of its artifact is pinned. */
async function readVersion(
  project: Project,
  { package_group, version, artifact_digest: pinned }: Omit<Pin, 'artifact_digest'> & Partial<Pin>,
): Promise<Candidate> {
  const { aws } = project;
  const arn = packageArn(project, package_group, version);
  const found = await aws.sagemaker.modelPackage(arn);
  const actual = found?.modelDataUri === undefined ? undefined : await artifactDigest(aws.objects, found.modelDataUri);
  return {
    pin: { package_group, version, artifact_digest: pinned ?? actual ?? 'sha256:unknown' },
    registry: found === undefined ? undefined : { status: found.approval, artifact_digest: actual ?? null },
    description: found?.approvalDescription ?? null,
    arn,
  };
}

interface ChangedFile {
  path: string;
  text: string;
}

/**
 * Writes the pin into the files of the environment as they are on the default branch, and returns the files that change.
 * @throws Failure `not_found` when the default branch does not have the folder
 */
async function changedPinFiles(input: PromoteInput, pin: Pin, { github, base }: DefaultBranch): Promise<ChangedFile[]> {
  const files = await Promise.all(
    PIN_FILES.map(async (name) => {
      const path = repositoryPath(input, input.environment, name);
      const text = await github.fileAt(path, base);
      if (text === undefined) {
        throw new Failure('not_found', `${path} is not on ${base}`, {
          way_out: `Merge a folder for ${input.environment} first.`,
        });
      }
      const changed = setPin(text, pin);
      return changed === text ? [] : [{ path, text: changed }];
    }),
  );
  return files.flat();
}

/** Commits the files to the branch of the environment, and opens or updates its pull request. */
async function openOffer(
  environment: string,
  { pin, arn, description }: Candidate,
  { from, files, base, github }: DefaultBranch & { from: Pin | null; files: ChangedFile[] },
): Promise<{ number: number; url: string; branch: string; head: string }> {
  const branch = promotionBranch(environment);
  const title = `Promote ${pinName(pin)} to ${environment}`;
  const message = `${title}\n\nArtifact ${pin.artifact_digest}`;
  const head = await github.commitFiles({ branch, base, message, files });
  const paths = files.map(({ path }) => path);
  const body = promotionOffer({ environment, from, to: pin, packageArn: arn, approval: description, files: paths });
  const labels = ['model-promotion'];
  const { number, url } = await openOrUpdatePullRequest(github, { branch, base, title, body, labels });
  return { number, url, branch, head };
}

function repositoryPath(input: PromoteInput, environment: string, file: string): string {
  const path = relative(
    input.repositoryRoot,
    resolve(input.repositoryRoot, dirname(input.configFile), 'environments', environment, file),
  );
  return path.split('\\').join('/');
}
