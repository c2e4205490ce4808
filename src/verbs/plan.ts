import { dirname } from 'node:path';
import { Failure } from '../failure.ts';
import type { Finding } from '../finding.ts';
import { countBySeverity, countText, reasonOf } from '../plan/finding-counts.ts';
import { allFindings } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { type CommitTree, commitTree, mergeBase } from '../planning/commit-tree.ts';
import { planChange } from '../planning/plan-change.ts';
import type { Ports } from '../ports/index.ts';
import { configPathIn, type ProjectInput } from '../project/open-project.ts';
import { realConfigFile } from '../project/real-config-file.ts';
import type { Result } from '../result.ts';

export interface PlanInput extends ProjectInput {
  /** Commit that the change is compared with. Default: the commit where the change left the default branch. */
  base?: string;
  /** Commit of the change. Default: the files as they are in the work tree. */
  head?: string;
  /** The repository that the change belongs to: what another one owns is a finding. */
  repository?: string;
  /** From the files alone: no AWS, no Presto. */
  offline?: boolean;
}

export interface PlanFacts {
  plan: Plan;
  /** Numbers of new errors, warnings and notices. `pre_existing` counts the findings that the base has too. */
  counts: Record<Finding['severity'] | 'pre_existing', number>;
}

/**
 * Shows what the change from base to head does, environment by environment. Changes nothing.
 * @throws Failure `usage` outside of a git repository
 */
export async function plan(input: PlanInput, ports: Ports): Promise<Result<PlanFacts>> {
  const configFile = realConfigFile(input.configFile);
  const root = ports.git.root(dirname(configFile));
  if (root === undefined) {
    throw new Failure('usage', `${input.configFile} is in no git repository, so there is no base to compare with`, {
      way_out: 'Run git init and commit, or use mlops check, which needs no git.',
    });
  }
  const configPath = configPathIn(root, configFile);
  const trees: CommitTree[] = [];
  try {
    const base = commitTree(ports.git, root, input.base ?? mergeBase(ports.git, root, input.head), configPath);
    trees.push(base);
    const head = input.head === undefined ? undefined : commitTree(ports.git, root, input.head, configPath);
    if (head !== undefined) trees.push(head);
    const sides = {
      base: { commit: base.commit, folder: base.directory },
      head: { commit: head?.commit ?? null, folder: head?.directory ?? root },
      configPath,
    };
    return planResult(await planChange(sides, input, ports));
  } finally {
    for (const tree of trees) tree.discard();
  }
}

/** An error in a plan stops the merge, so a plan with an error is refused. */
function planResult(made: Plan): Result<PlanFacts> {
  const findings = allFindings(made);
  const counts = {
    ...countBySeverity(findings.filter(({ pre_existing }) => pre_existing !== true)),
    pre_existing: findings.filter(({ pre_existing }) => pre_existing === true).length,
  };
  const what =
    made.environments.length === 0
      ? 'No environment changes'
      : `Changes in ${made.environments.map(({ environment }) => environment).join(', ')}`;
  const preExisting = counts.pre_existing === 0 ? '' : `, besides ${counts.pre_existing} that the base has too`;
  return {
    schema_version: 1,
    verb: 'plan',
    decision: counts.error > 0 ? 'refused' : 'unchanged',
    reason_code: reasonOf(findings),
    summary: `${what}; ${countText(counts)}${preExisting}`,
    facts: { plan: made, counts },
  };
}
