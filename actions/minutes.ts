import { Failure } from '../src/failure.ts';

/** An input in minutes as milliseconds. */
export function minutes(text: string | undefined, name: string): number {
  const value = Number(text);
  if (text === undefined || !Number.isFinite(value) || value <= 0) {
    throw new Failure('usage', `The input ${name} is ${JSON.stringify(text ?? '')}`, {
      wayOut: 'It takes a number of minutes above zero.',
    });
  }
  return value * 60_000;
}
