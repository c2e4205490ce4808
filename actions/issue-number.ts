import { Failure } from '../src/failure.ts';
import type { Job } from './action.ts';

/**
 * Reads the number of a pull request or issue from an input.
 * @throws Failure `usage` for any other text
 */
export function issueNumber(text: string, name = 'number'): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new Failure('usage', `The input ${name} is ${JSON.stringify(text)}`, {
      way_out: 'It takes the number of a pull request or issue.',
    });
  }
  return value;
}

/**
 * Returns the number of the pull request or issue of the event.
 * @throws Failure `usage` for an event without one
 */
export function eventNumber(job: Job): number {
  for (const key of ['pull_request', 'issue']) {
    const number = (job.payload[key] as { number?: unknown } | undefined)?.number;
    if (typeof number === 'number') return number;
  }
  throw new Failure('usage', `The event ${job.event || '(none)'} has no pull request or issue`, {
    way_out: 'Run this on a label, or give the input number.',
  });
}
