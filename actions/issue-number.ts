import { Failure } from '../src/failure.ts';
import type { Job } from './action.ts';

/** The number of a pull request or issue, from the input of that name. */
export function issueNumber(text: string, name = 'number'): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new Failure('usage', `The input ${name} is ${JSON.stringify(text)}`, {
      wayOut: 'It takes the number of a pull request or issue.',
    });
  }
  return value;
}

/** The number of the pull request or issue that the event is about. */
export function eventNumber(job: Job): number {
  for (const key of ['pull_request', 'issue']) {
    const number = (job.payload[key] as { number?: unknown } | undefined)?.number;
    if (typeof number === 'number') return number;
  }
  throw new Failure('usage', `The event ${job.event || '(none)'} is about no pull request or issue`, {
    wayOut: 'Run this on a label, or give the input number.',
  });
}
