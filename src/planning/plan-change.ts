import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../finding.ts';
import { type Gap, gapText } from '../observed/gap.ts';
import { differencesOf } from '../plan/difference.ts';
import { desiredDigests } from '../plan/digests.ts';
import {
  type Affected,
  affected,
  environmentsOf,
  type LiveState,
  makePlan,
  type PlanParts,
} from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { type AttributedFinding, markPreExisting } from '../plan/rules/pre-existing.ts';
import type { Ports } from '../ports/index.ts';
import type { EnvironmentState, ProjectState } from '../project/environment-state.ts';
import type { ProjectInput } from '../project/open-project.ts';
import { type ReadFiles, readProject } from '../project/read-project.ts';
import { refuseOtherEnvironment, refuseWrongTarget } from '../project/run-target.ts';
import { folderNames, unknownEnvironment } from '../project/unknown-environment.ts';
import { AnswerCache } from './answer-cache.ts';
import { answersForBase } from './answers-for-base.ts';
import { environmentFindings, type FindingsInput } from './environment-findings.ts';
import { accountOfCredentials, observeLive } from './observe-live.ts';

/** The two sides of a change, each as files in a folder. */
export interface ChangeSides {
  base: { commit: string; folder: string };
  /** The commit is null for the files of the work tree. */
  head: { commit: string | null; folder: string };
  /** Path of config.yml below either folder. */
  configPath: string;
}

export interface PlanChangeOptions extends Pick<ProjectInput, 'environment' | 'account' | 'region' | 'packageRoot'> {
  /** Plan from the files alone, without AWS and Presto. */
  offline?: boolean;
  /** The repository that the change belongs to; absent for a run without one. */
  repository?: string;
}

/**
 * Makes the plan of a change, environment by environment. Changes nothing.
 * @throws Failure `usage` for an environment that neither side has, and for an account or a region that cannot be one;
 * `not_allowed` when an environment names another account
 */
export async function planChange(sides: ChangeSides, options: PlanChangeOptions, ports: Ports): Promise<Plan> {
  refuseWrongTarget(options);
  const { base, head } = readSides(sides, options);
  const only = options.environment === undefined ? {} : { only: options.environment };
  const cache = new AnswerCache();
  const files = { base: { commit: null, state: base?.state ?? null }, head: { commit: null, state: head.state } };
  const account =
    options.account ??
    (options.offline === true ? undefined : await accountOfCredentials(affected({ ...files, ...only }), cache, ports));
  const parts: Omit<PlanParts, 'live'> = {
    base: { commit: sides.base.commit, state: base?.applied({ account }) ?? null },
    head: { commit: sides.head.commit, state: head.applied({ account }) },
    scope: options.offline === true ? 'offline' : 'live',
    findings: fileFindings(base, head, sides.base.commit),
    ...only,
  };
  refuseUnknownEnvironment(parts, options.environment);
  refuseOtherEnvironment(
    options.account,
    environmentsOf(parts).map((each) => each.head?.environment ?? null),
  );
  // The comparison uses what the files say. An apply also uses what the environment variables of this machine say.
  const applied = { account, env: process.env };
  const context: PlanContext = {
    parts,
    base: base?.applied(applied) ?? null,
    head: head.applied(applied),
    account: options.account,
    repository: options.repository,
    now: new Date(ports.clock.now()).toISOString(),
    cache,
    ports,
  };
  const live = await runConcurrently(affected(parts), (each) => planEnvironment(each, context));
  return makePlan({ ...parts, live: new Map(live) });
}

function readSides(
  { base, head, configPath }: ChangeSides,
  { packageRoot, region }: PlanChangeOptions,
): { base: ReadFiles | undefined; head: ReadFiles } {
  const read = (root: string) =>
    readProject({
      root,
      configPath,
      ...(packageRoot === undefined ? {} : { packageRoot }),
      ...(region === undefined ? {} : { region }),
    });
  return { base: existsSync(join(base.folder, configPath)) ? read(base.folder) : undefined, head: read(head.folder) };
}

function fileFindings(base: ReadFiles | undefined, head: ReadFiles, commit: string): Finding[] {
  return [
    ...markPreExisting(head.findings.map(attributeToFile), (base?.findings ?? []).map(attributeToFile)),
    ...(base !== undefined && base.state === null ? [unreadableBase(commit)] : []),
  ];
}

/** The message names the setting. The file says which environment it belongs to. */
const attributeToFile = (finding: Finding): AttributedFinding => ({
  finding,
  about: finding.place === null ? { kind: 'none' } : { kind: 'file', file: finding.place.file },
});

function unreadableBase(commit: string): Finding {
  return {
    rule: 'config/base-unreadable',
    severity: 'notice',
    message: `The configuration of ${commit.slice(0, 12)} has mistakes, so everything counts as new`,
    way_out: 'You need not do anything: the next change is compared with this one.',
    place: null,
  };
}

function refuseUnknownEnvironment(parts: Omit<PlanParts, 'live'>, name: string | undefined): void {
  if (name === undefined || parts.head.state === null || environmentsOf(parts).length > 0) return;
  throw unknownEnvironment(name, folderNames(parts.head.state.environments));
}

/** What the plans of all environments share. */
interface PlanContext {
  /** What is compared: the state of the files. */
  parts: Omit<PlanParts, 'live'>;
  /** What is applied: the state of the files and of the environment variables. */
  base: ProjectState | null;
  head: ProjectState | null;
  account: string | undefined;
  repository: string | undefined;
  /** ISO 8601. */
  now: string;
  cache: AnswerCache;
  ports: Ports;
}

async function planEnvironment(
  { name, base, head }: Affected,
  context: PlanContext,
): Promise<[environment: string, live: LiveState]> {
  const { parts, account, repository, now, cache, ports } = context;
  if (head === null || parts.head.state === null) return [name, {}];
  const appliedHead = stateOf(context.head, name) ?? head;
  const appliedBase = stateOf(context.base, name);
  const target = {
    base: appliedBase,
    head: appliedHead,
    reviewed: (context.base?.environments ?? []).map(({ config }) => config.presto),
    differences: differencesOf(base, head),
    account,
    repository,
    now,
  };
  const live = parts.scope === 'live' ? await observeLive(target, cache, ports) : OFFLINE;
  const { measured, answers } = live;
  const before = parts.base.state;
  const onHead = environmentFindings({
    state: head,
    all: parts.head.state,
    base: before === null ? null : { state: base, all: before },
    now,
    measured,
    answers,
  });
  const onBase =
    before === null || base === null || appliedBase === null
      ? []
      : findingsOnBase(base, before, { now, ...answersForBase({ base: appliedBase, head: appliedHead }, live) });
  const gaps = live.state.gaps ?? [];
  const incomplete = parts.scope === 'live' && gaps.length > 0 ? [incompletePlan(name, gaps)] : [];
  return [
    name,
    {
      ...live.state,
      desired: desiredDigests(appliedHead),
      findings: [...(live.state.findings ?? []), ...markPreExisting(onHead, onBase), ...incomplete],
    },
  ];
}

function stateOf(project: ProjectState | null, name: string): EnvironmentState | null {
  return project?.environments.find((each) => each.name === name) ?? null;
}

function findingsOnBase(
  state: EnvironmentState,
  all: ProjectState,
  rest: Pick<FindingsInput, 'now' | 'measured' | 'answers'>,
): AttributedFinding[] {
  return environmentFindings({ state, all, base: null, ...rest });
}

const OFFLINE: Awaited<ReturnType<typeof observeLive>> = {
  state: {
    gaps: [{ source: 'network', what: null, why: 'this plan uses the files alone' }],
  },
  measured: {},
  answers: {},
};

/** A plan that could not read everything says so: a missing answer does not count as a good one. */
function incompletePlan(name: string, gaps: readonly Gap[]): Finding {
  const [first = '', ...more] = gaps.map(gapText);
  return {
    rule: 'plan/incomplete',
    severity: 'warning',
    message: `Not everything about ${name} could be read: ${first}${more.length === 0 ? '' : ` (and ${more.length} more)`}`,
    way_out: 'Read the gaps of the plan. Make the plan again when what is missing can be read.',
    place: null,
  };
}

/** Maximum number of environments that are read at the same time. */
const MAX_CONCURRENT = 3;

async function runConcurrently<Item, Answer>(
  items: readonly Item[],
  work: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const rest = items.entries();
  // The workers share one iterator, so each item is taken once.
  const worker = async () => {
    for (const [index, item] of rest) answers[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(MAX_CONCURRENT, items.length) }, worker));
  return answers;
}
