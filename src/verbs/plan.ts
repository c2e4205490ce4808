import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Failure, type ReasonCode } from '../failure.ts';
import type { Finding } from '../finding.ts';
import { differencesOf } from '../plan/difference.ts';
import { desiredDigests } from '../plan/digests.ts';
import {
  type Affected,
  affected,
  allFindings,
  environmentsOf,
  type Learned,
  makePlan,
  type PlanParts,
} from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { type Judged, withStanding } from '../plan/standing.ts';
import type { ProjectState } from '../plan/state.ts';
import type { Ports } from '../ports/index.ts';
import type { Result } from '../result.ts';
import { answersForBase } from './answers-for-base.ts';
import { type CommitTree, commitTree, mergeBase, repositoryRoot } from './base-tree.ts';
import { judgeState } from './judge-state.ts';
import { type Asked, accountWhereUnnamed, lookAt, nothingAsked } from './plan-live.ts';
import type { ProjectInput } from './project.ts';
import { readState } from './read-state.ts';

export interface PlanInput extends ProjectInput {
  /** Commit that the change is compared with; default: where the change left the default branch. */
  base?: string;
  /** Commit of the change; default: the files as they are in the work tree. */
  head?: string;
  /** From the files alone: no AWS, no Presto. */
  offline?: boolean;
}

export interface PlanFacts {
  plan: Plan;
  /** Errors, warnings and notices among its findings that are news; `standing` counts those that the base has too. */
  counts: Record<Finding['severity'] | 'standing', number>;
}

/** What the change from base to head does, environment by environment. Changes nothing. */
export async function plan(input: PlanInput, ports: Ports): Promise<Result<PlanFacts>> {
  const configFile = realConfigFile(input.configFile);
  const root = repositoryRoot(dirname(configFile));
  if (root === undefined) {
    throw new Failure('usage', `${input.configFile} is in no git repository, so there is no base to compare with`, {
      wayOut: 'Run git init and commit, or use mlops check, which needs no git.',
    });
  }
  const configPath = relative(root, configFile).replaceAll('\\', '/');
  const trees: CommitTree[] = [];
  try {
    const base = commitTree(root, input.base ?? mergeBase(root, input.head), configPath);
    trees.push(base);
    const head = input.head === undefined ? undefined : commitTree(root, input.head, configPath);
    if (head !== undefined) trees.push(head);
    const sides: Sides = {
      base: { commit: base.commit, folder: base.directory },
      head: { commit: head?.commit ?? null, folder: head?.directory ?? root },
      configPath,
    };
    return planResult(await planSides(sides, input, ports));
  } finally {
    for (const tree of trees) tree.remove();
  }
}

interface Sides {
  base: { commit: string; folder: string };
  head: { commit: string | null; folder: string };
  configPath: string;
}

async function planSides({ base, head, configPath }: Sides, input: PlanInput, ports: Ports): Promise<Plan> {
  const packageRoot = input.packageRoot === undefined ? {} : { packageRoot: input.packageRoot };
  const region = input.region === undefined ? {} : { region: input.region };
  const read = (folder: string) => readState({ root: folder, configPath, ...packageRoot, ...region });
  const before = existsSync(join(base.folder, configPath)) ? read(base.folder) : undefined;
  const after = read(head.folder);
  const asked = nothingAsked();
  const only = input.environment === undefined ? {} : { only: input.environment };
  const files = { base: { commit: null, state: before?.state ?? null }, head: { commit: null, state: after.state } };
  const account =
    input.account ??
    (input.offline === true ? undefined : await accountWhereUnnamed(affected({ ...files, ...only }), asked, ports));
  const parts: Omit<PlanParts, 'learned'> = {
    base: { commit: base.commit, state: before?.applied({ account }) ?? null },
    head: { commit: head.commit, state: after.applied({ account }) },
    scope: input.offline === true ? 'offline' : 'live',
    findings: [
      ...withStanding(after.findings.map(ofItsFile), (before?.findings ?? []).map(ofItsFile)),
      ...(before !== undefined && before.state === null ? [unreadableBase(base.commit)] : []),
    ],
    ...only,
  };
  knownEnvironment(parts, input.environment);
  // What is compared is what the files say; what is applied is also what the variables of this machine say.
  const applied = { account, env: process.env };
  const world: World = {
    base: before?.applied(applied) ?? null,
    head: after.applied(applied),
    account: input.account,
    now: new Date(ports.clock.now()).toISOString(),
    asked,
  };
  const learned = await pooled(affected(parts), (each) => learn(each, parts, world, ports));
  return makePlan({ ...parts, learned: new Map(learned) });
}

/** Its message names the setting; of which environment it is, only the file says. */
const ofItsFile = (finding: Finding): Judged => ({ finding, about: finding.place?.file ?? '' });

interface World {
  base: ProjectState | null;
  head: ProjectState | null;
  account: string | undefined;
  now: string;
  asked: Asked;
}

async function learn(
  { name, base, head }: Affected,
  parts: Omit<PlanParts, 'learned'>,
  { asked, now, account, ...world }: World,
  ports: Ports,
): Promise<[string, Learned]> {
  if (head === null || parts.head.state === null) return [name, {}];
  const applied = (state: ProjectState | null) => state?.environments.find((each) => each.name === name) ?? null;
  const there = applied(world.head) ?? head;
  const target = {
    base: applied(world.base),
    head: there,
    reviewed: (world.base?.environments ?? []).map(({ config }) => config.presto),
    differences: differencesOf(base, head),
    account,
    now,
  };
  const live =
    parts.scope === 'live' ? await lookAt(target, asked, ports) : { learned: OFFLINE, measured: {}, answers: {} };
  const { measured, answers } = live;
  const before = parts.base.state;
  const judged = judgeState({
    state: head,
    all: parts.head.state,
    base: before === null ? null : { state: base, all: before },
    now,
    measured,
    answers,
  });
  const known =
    before === null || base === null || target.base === null
      ? []
      : judgeState({
          state: base,
          all: before,
          base: null,
          now,
          ...answersForBase({ base: target.base, head: there }, live),
        });
  const gaps = live.learned.gaps ?? [];
  const incomplete = parts.scope === 'live' && gaps.length > 0 ? [notLookedAt(name, gaps)] : [];
  return [
    name,
    {
      ...live.learned,
      desired: desiredDigests(there),
      findings: [...(live.learned.findings ?? []), ...withStanding(judged, known), ...incomplete],
    },
  ];
}

const OFFLINE: Learned = { gaps: ['AWS and Presto were not asked: this plan is made from the files alone'] };

/** Nobody may take silence for a yes. */
function notLookedAt(name: string, [first = '', ...more]: readonly string[]): Finding {
  return {
    rule: 'plan/incomplete',
    severity: 'warning',
    message: `Not all of ${name} could be looked at: ${first}${more.length === 0 ? '' : ` (and ${more.length} more)`}`,
    way_out: 'Read the gaps of the plan; make it again when what is missing can be read.',
    place: null,
  };
}

/** Environments that are looked at side by side. */
const SIDE_BY_SIDE = 3;

async function pooled<Item, Answer>(items: readonly Item[], work: (item: Item) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) answers[at] = await work(items[at] as Item);
  };
  await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, items.length) }, worker));
  return answers;
}

/** @throws Failure `usage` for an environment that neither side has. */
function knownEnvironment(parts: Omit<PlanParts, 'learned'>, name: string | undefined): void {
  if (name === undefined || parts.head.state === null || environmentsOf(parts).length > 0) return;
  const names = parts.head.state.environments.map((each) => each.name);
  throw new Failure('usage', `There is no environment ${name}; there are ${names.join(', ')}`, {
    wayOut: 'Name a folder of environments/.',
  });
}

function realConfigFile(file: string): string {
  try {
    return realpathSync(resolve(file));
  } catch {
    // It may be missing in the work tree and be there in the commits, or be missing altogether: then its reader says so.
    return resolve(file);
  }
}

function unreadableBase(commit: string): Finding {
  return {
    rule: 'config/base-unreadable',
    severity: 'notice',
    message: `The configuration of ${commit.slice(0, 12)} has mistakes, so everything counts as new`,
    way_out: 'Nothing is to be done: the next change is compared with this one.',
    place: null,
  };
}

/** The result of a plan: whoever merges is stopped by an error in it, so it is no success. */
export function planResult(made: Plan): Result<PlanFacts> {
  const findings = allFindings(made);
  const counts = {
    ...countBySeverity(findings.filter(({ standing }) => standing !== true)),
    standing: findings.filter(({ standing }) => standing === true).length,
  };
  const what =
    made.environments.length === 0
      ? 'No environment changes'
      : `Changes in ${made.environments.map(({ environment }) => environment).join(', ')}`;
  return {
    schema_version: 1,
    verb: 'plan',
    decision: counts.error > 0 ? 'refused' : 'unchanged',
    reason_code: reasonOf(findings),
    summary: `${what}; ${countText(counts)}${standingText(counts.standing)}`,
    facts: { plan: made, counts },
  };
}

export function countBySeverity(findings: readonly Finding[]): Record<Finding['severity'], number> {
  const counts = { error: 0, warning: 0, notice: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** `2 errors, 1 warning` */
export function countText(counts: Record<Finding['severity'], number>): string {
  const parts = (['error', 'warning', 'notice'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? '' : 's'}`);
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/** `, besides 3 that the base has too` */
const standingText = (count: number): string => (count === 0 ? '' : `, besides ${count} that the base has too`);

/** Why a set of findings stops a change: mistakes of the files, of the definitions made from them, or a rule. */
export function reasonOf(findings: readonly Finding[]): ReasonCode | 'ok' {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return 'ok';
  if (errors.some(({ rule }) => rule.startsWith('config/'))) return 'config_invalid';
  if (errors.some(({ rule }) => rule.startsWith('definition/'))) return 'definition_invalid';
  return 'rule_broken';
}
