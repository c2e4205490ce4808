import { Failure } from '../../src/failure.ts';
import type { GitHub, PullRequest } from '../../src/ports/github.ts';
import type { Job } from '../action.ts';
import { eventNumber, issueNumber } from '../issue-number.ts';
import { type Compared, compared, comparedBranch } from './compared.ts';

/** The pull request that a plan is posted to, its head, and what is compared. */
export interface Planned {
  number: number;
  head: string;
  compared: Compared;
}

/**
 * The pull request that the event is about, or the one of a number where the event is about none (`workflow_dispatch`). That one
 * is held to what a `pull_request` event brings along: it is open, of this repository, and its head is what was checked out.
 * @param asked the input `pull-request`
 * @throws Failure `usage`, `not_found`, `conflict`, or `not_allowed` for a fork, which gets no plan with credentials
 */
export async function planned(asked: string | undefined, job: Job, github: GitHub): Promise<Planned> {
  if (asked === undefined) return { head: headOf(job), number: eventNumber(job), compared: compared(job) };
  const number = issueNumber(asked, 'pull-request');
  const pull = await github.pullRequest(number);
  if (pull === undefined) {
    throw new Failure('not_found', `There is no pull request #${number}`, {
      wayOut: 'Give the number of an open pull request as the input pull-request.',
    });
  }
  refuseUnplannable(pull);
  return { number, head: pull.head.sha, compared: comparedBranch(job.workspace, pull) };
}

function refuseUnplannable({ number, state, merged, head }: PullRequest): void {
  if (head.fork) {
    throw new Failure('not_allowed', `#${number} comes from a fork, whose files get no credentials`, {
      wayOut: 'Its own event pull_request plans what follows from the files alone.',
    });
  }
  if (state !== 'open') {
    throw new Failure('conflict', `#${number} is ${merged ? 'merged' : 'closed'}`, {
      wayOut: 'A plan says what merging would do: reopen it, or name an open one.',
    });
  }
}

function headOf(job: Job): string {
  const head = (job.payload.pull_request as { head?: { sha?: unknown } } | undefined)?.head?.sha;
  if (typeof head === 'string') return head;
  throw new Failure('usage', `The event ${job.event || '(none)'} is about no pull request to post a plan to`, {
    wayOut:
      'Run this on pull_request, give the input pull-request, or give the input offline: true, which posts nothing.',
  });
}
