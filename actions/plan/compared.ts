import { execFileSync } from 'node:child_process';
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

const commit = (folder: string, name: string) => object(folder, `${name}^{commit}`);
const tree = (folder: string, name: string) => object(folder, `${name}^{tree}`);

function object(folder: string, name: string): string | undefined {
  try {
    const args = ['-C', folder, 'rev-parse', '--verify', '--quiet', '--end-of-options', name];
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
