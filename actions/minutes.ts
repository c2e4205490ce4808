import { Failure } from '../src/failure.ts';

/**
 * Reads an input in minutes. Returns milliseconds.
 * @throws Failure `usage` for anything but a number above zero
 */
export function minutes(text: string | undefined, name: string): number {
  const value = Number(text);
  if (text === undefined || !Number.isFinite(value) || value <= 0) {
    throw new Failure('usage', `The input ${name} is ${JSON.stringify(text ?? '')}`, {
      way_out: 'It takes a number of minutes above zero.',
    });
  }
  return value * 60_000;
}
