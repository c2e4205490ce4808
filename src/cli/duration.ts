import { InvalidArgumentError } from 'commander';

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `30m`, `5h`, `1d` in milliseconds, for commander's option parsers. */
export function duration(text: string): number {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (amount === undefined) throw new InvalidArgumentError('Give a number and a unit: 90s, 30m, 5h or 1d.');
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}
