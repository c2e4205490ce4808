import { type Receipt, readReceipt } from '../plan/receipt.ts';
import type { GitHub } from '../ports/github.ts';
import { findOwn } from '../report/marker.ts';
import { PLAN_COMMENT, type PlanFacts } from './publish-plan.ts';

export interface FoundPlan {
  pullRequest: number;
  /** Address of the comment. */
  url: string;
  /** Null when the plan does not affect this environment. */
  receipt: Receipt | null;
}

/**
 * Finds the receipt of one environment in the plan that was reviewed before a commit of the default branch. The plan is in our own
 * comment on the pull request that was merged as that commit, and is for exactly the head that was merged. Everybody with write
 * access to the repository can edit a comment, so only a signature says who made a receipt (`verifyReceipt`).
 * @returns undefined and the reason when there is no such plan
 */
export async function findReceipt(
  github: GitHub,
  commit: string,
  environment: string,
): Promise<{ found: FoundPlan } | { found: undefined; why: string }> {
  const none = (why: string) => ({ found: undefined, why });
  const pulls = await github.pullRequestsForCommit(commit);
  const pull = pulls.find((candidate) => candidate.merged && candidate.mergeCommit === commit);
  if (pull === undefined) return none(`no pull request was merged as ${commit.slice(0, 12)}`);
  const all = findOwn<PlanFacts>(await github.comments(pull.number), await github.viewer(), PLAN_COMMENT);
  const candidates = all.filter(({ key }) => key === environment || key === 'all');
  if (candidates.length === 0) return none(`#${pull.number} has no plan of ${environment}`);
  const current = candidates.filter(({ facts }) => facts.head === pull.head.sha && facts.stale === undefined);
  // The plan of this environment alone comes before the plan of all environments.
  const plan = current.find(({ key }) => key === environment) ?? current[0];
  if (plan === undefined) {
    return none(`the plan on #${pull.number} is not for ${pull.head.sha.slice(0, 12)}, which was merged`);
  }
  const where = { pullRequest: pull.number, url: plan.comment.url };
  const { affected, receipts } = plan.facts;
  // The facts are unchecked JSON: a person can have edited our comment.
  if (!Array.isArray(affected) || typeof receipts !== 'object' || receipts === null) {
    return none(`the plan on #${pull.number} cannot be read`);
  }
  if (!affected.includes(environment)) return { found: { ...where, receipt: null } };
  const receipt = Object.hasOwn(receipts, environment) ? readReceipt(receipts[environment]) : undefined;
  if (receipt === undefined) return none(`the plan on #${pull.number} has no receipt of ${environment}`);
  return { found: { ...where, receipt } };
}
