import { Failure } from '../../src/failure.ts';
import type { PullRequest } from '../../src/ports/github.ts';
import { git } from '../../src/verbs/run-git.ts';
import type { Job } from '../action.ts';

/** What a plan compares; without these the verb compares the work tree with where it left the default branch. */
export interface Compared {
  base?: string;
  head?: string;
}

/**
 * For `pull_request`, GitHub checks out the merge as it would make it now: its first parent is the base, its second the head
 * of the pull request. Where the base has not moved on, that merge holds the very files of the head, and the plan is of the
 * head itself: the same bytes as at a desk.
 * https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request
 */
export function compared(job: Job): Compared {
  const pull = job.payload.pull_request as { head?: { sha?: unknown } } | undefined;
  const head = commit(job.workspace, 'HEAD^2');
  if (job.event !== 'pull_request' || head === undefined || head !== pull?.head?.sha) return {};
  const sameFiles = tree(job.workspace, 'HEAD') === tree(job.workspace, 'HEAD^2');
  return { base: 'HEAD^1', head: sameFiles ? head : 'HEAD' };
}

/**
 * For a workflow that was started on the branch of a pull request: the same, from the branch that is checked out and the base
 * beside it. Never GitHub's own merge (`refs/pull/…/merge`), which for another number would be the files of a fork.
 */
export function comparedBranch(folder: string, { number, head, base }: PullRequest): Compared {
  const [there, onto] = [commit(folder, 'HEAD'), commit(folder, `refs/remotes/origin/${base.ref}`)];
  if (there !== head.sha) {
    throw new Failure('conflict', `#${number} is at ${head.sha}, and ${there ?? 'no commit'} is checked out`, {
      wayOut: `Start this workflow on the branch ${head.ref}, as it is now.`,
    });
  }
  if (onto === undefined) {
    throw new Failure('not_found', `This checkout does not have ${base.ref}, which #${number} is to be merged into`, {
      wayOut: 'Give actions/checkout fetch-depth: 0.',
    });
  }
  if (said(folder, ['merge-base', '--is-ancestor', onto, head.sha]) !== undefined)
    return { base: onto, head: head.sha };
  const merged = said(folder, ['merge-tree', '--write-tree', onto, head.sha]);
  if (merged === undefined) {
    throw new Failure('conflict', `#${number} cannot be merged into ${base.ref} as it is now`, {
      wayOut: `Bring ${head.ref} up to date; for a promotion, promote again. (It takes git 2.38 and fetch-depth: 0.)`,
    });
  }
  const merge = said(folder, [
    'commit-tree',
    merged,
    '-p',
    onto,
    '-p',
    head.sha,
    '-m',
    `Merge ${head.sha} into ${onto}`,
  ]);
  return { base: onto, head: merge ?? head.sha };
}

const commit = (folder: string, name: string) => object(folder, `${name}^{commit}`);
const tree = (folder: string, name: string) => object(folder, `${name}^{tree}`);
const object = (folder: string, name: string) =>
  said(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', name]);

/** The same commit whenever and by whomever it is made: a plan that is made again is the same plan. */
const NOBODY = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((who) => [
    [`GIT_${who}_NAME`, 'mlops'],
    [`GIT_${who}_EMAIL`, 'mlops@localhost'],
    [`GIT_${who}_DATE`, '2000-01-01T00:00:00Z'],
  ]),
);

/** What git said, or undefined when it refused. */
function said(folder: string, args: readonly string[]): string | undefined {
  const { ok, text } = git(folder, args, NOBODY);
  return ok ? text.trim() : undefined;
}
