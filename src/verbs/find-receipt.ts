import type { GitHub } from '../ports/github.ts';
import { findOwn } from '../report/marker.ts';
import { PLAN_COMMENT, type PlanFacts } from './publish-plan.ts';

export interface FoundPlan<Receipt> {
  pullRequest: number;
  /** Address of the comment. */
  url: string;
  /** Undefined: the plan says that this environment is not affected. */
  receipt: Receipt | undefined;
}

/**
 * From a commit on the default branch back to what was reviewed: the pull request that was merged as it, the plan in our own
 * comment there, and the receipt of one environment for exactly the head that was merged.
 * @returns undefined with the reason when there is no such plan
 */
export async function findReceipt<Receipt>(
  github: GitHub,
  commit: string,
  environment: string,
): Promise<{ found: FoundPlan<Receipt> } | { found: undefined; why: string }> {
  const none = (why: string) => ({ found: undefined, why });
  const pulls = await github.pullRequestsForCommit(commit);
  const pull = pulls.find((candidate) => candidate.merged && candidate.mergeCommit === commit);
  if (pull === undefined) return none(`no pull request was merged as ${commit.slice(0, 12)}`);
  const plans = findOwn<PlanFacts<Receipt>>(
    await github.comments(pull.number),
    await github.viewer(),
    PLAN_COMMENT,
  ).filter(({ key }) => key === environment || key === 'all');
  if (plans.length === 0) return none(`#${pull.number} has no plan`);
  const current = plans.filter(({ facts }) => facts.head === pull.head.sha && facts.stale === undefined);
  if (current.length === 0) {
    return none(`the plan on #${pull.number} is not for ${pull.head.sha.slice(0, 12)}, which was merged`);
  }
  const own = current.find(({ key }) => key === environment) ?? current[0];
  const receipt = current.map(({ facts }) => facts.receipts[environment]).find((known) => known !== undefined);
  return { found: { pullRequest: pull.number, url: own?.comment.url ?? '', receipt } };
}
