import { dirname, relative, resolve } from 'node:path';
import { type Environment, loadConfig, type Pin, setPin } from '../config/index.ts';
import { partitionOf } from '../config/partition.ts';
import { Failure } from '../failure.ts';
import { decidePromotion, soakSeconds } from '../gates/promotion.ts';
import { artifactDigest } from '../observed/artifact-digest.ts';
import type { GitHub, Ports, PullRequest } from '../ports/index.ts';
import { code, inert, table } from '../report/markdown.ts';
import type { Result } from '../result.ts';
import { pinnedPackage } from './pinned-package.ts';
import { openProject, type Project, type ProjectInput } from './project.ts';
import { startPlan } from './start-plan.ts';

export interface PromoteInput extends ProjectInput {
  /** The environment that gets the model. */
  environment: string;
  /** Version in the package group; default: what the environment before it pins, or the newest approved version. */
  version?: number;
  /** Folder of the repository on this machine, which config.yml lies in or below. */
  repositoryRoot: string;
  /** File name of the workflow that plans a pull request by its number; without it none is started. */
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
 * Offers a model to an environment: a pull request that moves the pin in the environment's folder. Whoever merges it deploys
 * it. One pull request per environment: a newer offer replaces the older one in it.
 */
export async function promote(input: PromoteInput, ports: Ports, github: GitHub): Promise<Result<PromoteFacts>> {
  const project = await openProject(input, ports);
  const environment = project.environment;
  if (environment === undefined)
    throw new Failure('usage', 'promote needs an environment', { wayOut: 'Say --environment dev.' });
  const base = await github.defaultBranch();
  const before = environment.promotes_from === null ? undefined : sibling(input, environment.promotes_from);
  const current = environment.endpoint.model;
  const candidate = await choose(input, project, before);
  const version = `${candidate.pin.package_group} version ${candidate.pin.version}`;
  const decision = decidePromotion({
    environment: input.environment,
    current: samePins(environment) ? current : null,
    candidate: candidate.pin,
    registry: candidate.registry,
    from:
      before === undefined || environment.promotes_from === null
        ? undefined
        : {
            environment: environment.promotes_from,
            pin: before.endpoint.model,
            since: (await github.lastChange(repositoryPath(input, environment.promotes_from, 'endpoint.yml'), base))
              ?.at,
            soak_seconds: soakSeconds(environment.soak),
          },
    freeze: environment.freeze,
    now: ports.clock.now(),
  });
  const facts: PromoteFacts = { environment: input.environment, from: current, to: candidate.pin, pull_request: null };
  if (decision.decision === 'refuse') {
    throw new Failure(decision.reason_code, decision.message, { wayOut: decision.way_out, facts: { ...facts } });
  }
  if (decision.decision === 'unchanged') return result(facts, 'unchanged', decision.message);

  const files = await Promise.all(
    PIN_FILES.map(async (name) => {
      const path = repositoryPath(input, input.environment, name);
      const text = await github.fileAt(path, base);
      if (text === undefined) {
        throw new Failure('not_found', `${path} is not on ${base}`, {
          wayOut: `Merge a folder for ${input.environment} first.`,
        });
      }
      return { path, text, pinned: setPin(text, candidate.pin) };
    }),
  );
  const changed = files.filter((file) => file.text !== file.pinned);
  if (changed.length === 0)
    return result(facts, 'unchanged', `${input.environment} pins ${version} already on ${base}`);

  const branch = promotionBranch(input.environment);
  const title = `Promote ${version} to ${input.environment}`;
  const head = await github.commitFiles({
    branch,
    base,
    message: `${title}\n\nArtifact ${candidate.pin.artifact_digest}`,
    files: changed.map(({ path, pinned }) => ({ path, text: pinned })),
  });
  const pull = await offer(github, {
    branch,
    base,
    title,
    body: offerText(
      facts,
      candidate,
      changed.map((file) => file.path),
    ),
  });
  facts.pull_request = { number: pull.number, url: pull.url };
  if (input.planWorkflow !== undefined) {
    await startPlan({ pullRequest: pull.number, branch, head, workflow: input.planWorkflow }, github, ports.log);
  }
  return result(facts, 'done', `#${pull.number} offers ${version} to ${input.environment}: ${pull.url}`);
}

function result(facts: PromoteFacts, decision: Result['decision'], summary: string): Result<PromoteFacts> {
  return { schema_version: 1, verb: 'promote', decision, reason_code: 'ok', summary, facts };
}

interface Candidate {
  pin: Pin;
  registry: { status: string | undefined; artifact_digest: string | null } | undefined;
  description: string | null;
  arn: string;
}

/** The version that was asked for; else what the environment before pins; else the newest approved one of the group. */
async function choose(input: PromoteInput, project: Project, before: Environment | undefined): Promise<Candidate> {
  const { aws, account, region, config } = project;
  const group = config.register_model_step.model_group;
  const where = { account, region, partition: partitionOf(region) };
  const look = async (name: string, version: number, digest: string | undefined): Promise<Candidate> => {
    const arn = pinnedPackage(where, { package_group: name, version, artifact_digest: digest ?? '' });
    const found = await aws.sagemaker.modelPackage(arn);
    const actual =
      found?.modelDataUri === undefined ? undefined : await artifactDigest(aws.objects, found.modelDataUri);
    return {
      pin: { package_group: name, version, artifact_digest: digest ?? actual ?? 'sha256:unknown' },
      registry: found === undefined ? undefined : { status: found.approval, artifact_digest: actual ?? null },
      description: found?.approvalDescription ?? null,
      arn,
    };
  };
  const pinned = before?.endpoint.model;
  if (pinned && (input.version === undefined || input.version === pinned.version)) {
    return await look(pinned.package_group, pinned.version, pinned.artifact_digest);
  }
  if (input.version !== undefined) return await look(group, input.version, undefined);
  if (before !== undefined) {
    throw new Failure('not_found', `${project.environment?.promotes_from} pins no model yet`, {
      wayOut: `Promote one to ${project.environment?.promotes_from} first.`,
    });
  }
  const approved = (await aws.sagemaker.modelPackages(group)).filter(
    (summary) => summary.approval === 'Approved' && summary.version !== undefined,
  );
  const newest = approved.sort((a, b) => (b.version ?? 0) - (a.version ?? 0))[0];
  if (newest?.version === undefined) {
    throw new Failure('not_found', `${group} has no approved version`, {
      wayOut: 'Approve a reported model with its label first.',
    });
  }
  return await look(group, newest.version, undefined);
}

/** Opens the pull request, or brings the open one up to date. */
async function offer(
  github: GitHub,
  input: { branch: string; base: string; title: string; body: string },
): Promise<PullRequest> {
  const open = async () => (await github.pullRequests({ state: 'open', head: input.branch, base: input.base }))[0];
  const existing = await open();
  if (existing) {
    const upToDate = existing.title === input.title && existing.body.trim() === input.body.trim();
    return upToDate
      ? existing
      : await github.updatePullRequest(existing.number, { title: input.title, body: input.body });
  }
  try {
    return await github.openPullRequest({
      title: input.title,
      body: input.body,
      head: input.branch,
      base: input.base,
      labels: ['model-promotion'],
    });
  } catch (error) {
    // Somebody opened it at the same moment, or the answer was lost.
    const opened = await open();
    if (opened) return opened;
    throw error;
  }
}

function offerText(facts: PromoteFacts, candidate: Candidate, files: string[]): string {
  const shown = (pin: Pin | null) => (pin === null ? 'nothing' : code(`${pin.package_group} version ${pin.version}`));
  const rows = [
    ['Runs now', shown(facts.from)],
    ['Offered', shown(facts.to)],
    ['Artifact', code(candidate.pin.artifact_digest)],
    ['Package', code(candidate.arn)],
    ['Approval', inert(candidate.description ?? 'no reason recorded')],
  ];
  return [
    `Merging this deploys the model to **${facts.environment}**: the endpoint is updated in place and the batch transform takes it from its next run. Reverting the merge brings the model before it back.`,
    table(['', ''], rows),
    `Files: ${files.map(code).join(', ')}`,
  ].join('\n\n');
}

/** Both files of a folder pin the same model; when they do not, the offer repairs that. */
function samePins(environment: Environment): boolean {
  return JSON.stringify(environment.endpoint.model) === JSON.stringify(environment.batch_transform.model);
}

function sibling(input: PromoteInput, name: string): Environment {
  const loaded = loadConfig({
    file: input.configFile,
    environment: name,
    env: process.env,
    ...(input.packageRoot ? { packageRoot: input.packageRoot } : {}),
  });
  if (!loaded.ok || loaded.environment === undefined) {
    throw new Failure('config_invalid', `The environment ${name}, which models come from, cannot be read`, {
      wayOut: `mlops config show --environment ${name} says why.`,
    });
  }
  return loaded.environment;
}

function repositoryPath(input: PromoteInput, environment: string, file: string): string {
  const path = relative(
    input.repositoryRoot,
    resolve(input.repositoryRoot, dirname(input.configFile), 'environments', environment, file),
  );
  return path.split('\\').join('/');
}
