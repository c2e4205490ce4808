import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Failure, type ReasonCode } from '../failure.ts';
import type { Finding } from '../finding.ts';
import { allFindings, makePlan, type PlanParts } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { Ports } from '../ports/index.ts';
import type { Result } from '../result.ts';
import { commitTree, mergeBase, repositoryRoot } from './base-tree.ts';
import type { ProjectInput } from './project.ts';
import { type ReadProject, readState } from './read-state.ts';

export interface PlanInput extends Omit<ProjectInput, 'account' | 'region'> {
  /** Commit that the change is compared with; default: where HEAD left the default branch. */
  base?: string;
  /** Commit of the change; default: the files as they are in the work tree. */
  head?: string;
  /** From the files alone: no AWS, no Presto. */
  offline?: boolean;
}

export interface PlanFacts {
  plan: Plan;
  /** Errors, warnings and notices among its findings. */
  counts: Record<Finding['severity'], number>;
}

/** What the change from base to head does, environment by environment. Changes nothing. */
export async function plan(input: PlanInput, ports: Ports): Promise<Result<PlanFacts>> {
  const parts = await gather(input, ports);
  return planResult(makePlan(parts));
}

async function gather(input: PlanInput, _ports: Ports): Promise<PlanParts> {
  const configFile = realConfigFile(input.configFile);
  const root = repositoryRoot(dirname(configFile));
  if (root === undefined) {
    throw new Failure('usage', `${input.configFile} is in no git repository, so there is no base to compare with`, {
      wayOut: 'Run git init and commit, or use mlops check, which needs no git.',
    });
  }
  const configPath = relative(root, configFile).replaceAll('\\', '/');
  const packageRoot = input.packageRoot === undefined ? {} : { packageRoot: input.packageRoot };
  const read = (folder: string): ReadProject => readState({ root: folder, configPath, ...packageRoot });
  const trees: Array<{ remove(): void }> = [];
  try {
    const base = commitTree(root, input.base ?? mergeBase(root), configPath);
    trees.push(base);
    const head = input.head === undefined ? undefined : commitTree(root, input.head, configPath);
    if (head !== undefined) trees.push(head);
    const before = existsSync(join(base.directory, configPath)) ? read(base.directory) : undefined;
    const after = read(head?.directory ?? root);
    const findings = [...after.findings];
    if (before !== undefined && before.state === null) findings.push(unreadableBase(base.commit));
    return {
      base: { commit: base.commit, state: before?.state ?? null },
      head: { commit: head?.commit ?? null, state: after.state },
      scope: 'offline',
      findings,
      learned: new Map(),
      ...(input.environment === undefined ? {} : { only: input.environment }),
    };
  } finally {
    for (const tree of trees) tree.remove();
  }
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
  const counts = countBySeverity(findings);
  const what =
    made.environments.length === 0
      ? 'No environment changes'
      : `Changes in ${made.environments.map(({ environment }) => environment).join(', ')}`;
  return {
    schema_version: 1,
    verb: 'plan',
    decision: counts.error > 0 ? 'refused' : 'unchanged',
    reason_code: reasonOf(findings),
    summary: `${what}; ${countText(counts)}`,
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

/** Why a set of findings stops a change: mistakes of the files, of the definitions made from them, or a rule. */
export function reasonOf(findings: readonly Finding[]): ReasonCode | 'ok' {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return 'ok';
  if (errors.some(({ rule }) => rule.startsWith('config/'))) return 'config_invalid';
  if (errors.some(({ rule }) => rule.startsWith('definition/'))) return 'definition_invalid';
  return 'rule_broken';
}
