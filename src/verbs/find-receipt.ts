import { type Receipt, readReceipt } from '../plan/receipt.ts';
import type { GitHub } from '../ports/github.ts';
import { findOwn } from '../report/marker.ts';
import { PLAN_COMMENT, type PlanFacts } from './publish-plan.ts';

export interface FoundPlan {
  pullRequest: number;
  /** Address of the comment. */
  url: string;
  /** Null: the plan says that this environment is not affected. */
  receipt: Receipt | null;
}

/**
 * From a commit on the default branch back to what was reviewed: the pull request that was merged as it, the plan in our own
 * comment there, and the receipt of one environment for exactly the head that was merged. Anybody who may write to the
 * repository can edit a comment: only a signed receipt says by whom it was made (`verifyReceipt`).
 * @returns undefined with the reason when there is no such plan
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
  const plans = all.filter(({ key }) => key === environment || key === 'all');
  if (plans.length === 0) return none(`#${pull.number} has no plan of ${environment}`);
  const current = plans.filter(({ facts }) => facts.head === pull.head.sha && facts.stale === undefined);
  // The plan of this environment alone says more of it than the plan of all.
  const plan = current.find(({ key }) => key === environment) ?? current[0];
  if (plan === undefined) {
    return none(`the plan on #${pull.number} is not for ${pull.head.sha.slice(0, 12)}, which was merged`);
  }
  const where = { pullRequest: pull.number, url: plan.comment.url };
  const { affected, receipts } = plan.facts;
  // Somebody may have edited our comment.
  if (!Array.isArray(affected) || typeof receipts !== 'object' || receipts === null) {
    return none(`the plan on #${pull.number} cannot be read`);
  }
  if (!affected.includes(environment)) return { found: { ...where, receipt: null } };
  const receipt = Object.hasOwn(receipts, environment) ? readReceipt(receipts[environment]) : undefined;
  if (receipt === undefined) return none(`the plan on #${pull.number} has no receipt of ${environment}`);
  return { found: { ...where, receipt } };
}
