import { Failure } from '../../src/failure.ts';
import type { Git } from '../../src/ports/git.ts';
import type { GitHub, PullRequest } from '../../src/ports/github.ts';
import type { Job } from '../action.ts';
import { eventNumber, issueNumber } from '../issue-number.ts';
import { type Compared, comparedByEvent, comparedOnBranch } from './compared.ts';

/** The pull request that a plan is posted to, its head, and what is compared. */
export interface Planned {
  number: number;
  head: string;
  compared: Compared;
}

/**
 * Finds the pull request of the event, or that of the input for an event without one (`workflow_dispatch`). The latter must have
 * what a `pull_request` event implies: it is open, of this repository, and its head is checked out.
 * @param input the input `pull-request`
 * @throws Failure `usage`, `not_found`, `conflict`, or `not_allowed` for a fork, which gets no plan with credentials
 */
export async function planned(input: string | undefined, job: Job, github: GitHub, git: Git): Promise<Planned> {
  if (input === undefined) return { head: headOf(job), number: eventNumber(job), compared: comparedByEvent(job, git) };
  const number = issueNumber(input, 'pull-request');
  const pull = await github.pullRequest(number);
  if (pull === undefined) {
    throw new Failure('not_found', `There is no pull request #${number}`, {
      way_out: 'Give the number of an open pull request as the input pull-request.',
    });
  }
  refuseUnplannable(pull);
  return { number, head: pull.head.sha, compared: comparedOnBranch(job.workspace, pull, git) };
}

function refuseUnplannable({ number, state, merged, head }: PullRequest): void {
  if (head.fork) {
    throw new Failure('not_allowed', `#${number} comes from a fork, whose files get no credentials`, {
      way_out: 'Its own event pull_request makes a plan from the files alone.',
    });
  }
  if (state !== 'open') {
    throw new Failure('conflict', `#${number} is ${merged ? 'merged' : 'closed'}`, {
      way_out: 'A plan shows what the merge would do: reopen it, or name an open one.',
    });
  }
}

function headOf(job: Job): string {
  const head = (job.payload.pull_request as { head?: { sha?: unknown } } | undefined)?.head?.sha;
  if (typeof head === 'string') return head;
  throw new Failure('usage', `The event ${job.event || '(none)'} has no pull request to post a plan to`, {
    way_out:
      'Run this on pull_request, give the input pull-request, or give the input offline: true, which posts nothing.',
  });
}
