import { Failure } from '../failure.ts';

/** An option that takes a whole number from 1. */
export function positiveInteger(value: unknown, option: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) {
    throw new Failure('usage', `${option} is ${JSON.stringify(value)}`, { way_out: 'It takes a whole number from 1.' });
  }
  return number;
}
