import { Failure } from '../../src/failure.ts';
import type { Git } from '../../src/ports/git.ts';
import type { PullRequest } from '../../src/ports/github.ts';
import type { Job } from '../action.ts';

/** The commits that a plan compares. Default: the work tree, and the commit where it left the default branch. */
export interface Compared {
  base?: string;
  head?: string;
}

/**
 * Returns what the plan of an event compares. For `pull_request`, GitHub checks out a merge commit: its first parent is
 * the base, its second the head of the pull request. When the base has no newer commit, the merge has the same files as
 * the head. Then the plan names the head, so that it has the same bytes as a plan that is made locally.
 * https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request
 */
export function comparedByEvent({ workspace, event, payload }: Job, git: Git): Compared {
  const pull = payload.pull_request as { head?: { sha?: unknown } } | undefined;
  const head = git.commit(workspace, 'HEAD^2');
  if (event !== 'pull_request' || head === undefined || head !== pull?.head?.sha) return {};
  const sameFiles = git.tree(workspace, 'HEAD') === git.tree(workspace, 'HEAD^2');
  return { base: 'HEAD^1', head: sameFiles ? head : 'HEAD' };
}

/**
 * Returns the same for a workflow that was started on the branch of a pull request. The merge is made from the branch
 * that is checked out and its base. GitHub's own merge (`refs/pull/…/merge`) is not used: for another number it can
 * have the files of a fork.
 * @throws Failure `conflict` when another commit is checked out or the two cannot be merged, `not_found` when the base
 * was not fetched
 */
export function comparedOnBranch(folder: string, { number, head, base }: PullRequest, git: Git): Compared {
  const [checkedOut, onto] = [git.commit(folder, 'HEAD'), git.commit(folder, `refs/remotes/origin/${base.ref}`)];
  if (checkedOut !== head.sha) {
    throw new Failure('conflict', `#${number} is at ${head.sha}, and ${checkedOut ?? 'no commit'} is checked out`, {
      way_out: `Start this workflow again on the newest commit of the branch ${head.ref}.`,
    });
  }
  if (onto === undefined) {
    throw new Failure('not_found', `This checkout does not have ${base.ref}, the base of #${number}`, {
      way_out: 'Give actions/checkout fetch-depth: 0.',
    });
  }
  if (git.isAncestor(folder, onto, head.sha)) return { base: onto, head: head.sha };
  const merge = git.mergeCommit(folder, onto, head.sha);
  if (merge === undefined) {
    throw new Failure('conflict', `#${number} has conflicts with ${base.ref}`, {
      way_out: `Bring ${head.ref} up to date; for a promotion, promote again. (It takes git 2.38 and fetch-depth: 0.)`,
    });
  }
  return { base: onto, head: merge };
}
