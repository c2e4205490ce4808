import type { InstanceUse } from '../../config/index.ts';
import { PRICE_LIST } from './price-list.ts';

/** The on-demand price of an hour of one instance. */
export interface InstancePrice {
  /** US dollars. */
  hour: number;
  region: string;
  /** Where the figure comes from. */
  source: string;
  /** Day on which it was read there, ISO 8601. */
  date: string;
}

/** Returns the price of an hour of one instance; null when it is not known. */
export function instancePrice(region: string, use: InstanceUse, type: string): InstancePrice | null {
  const reading = PRICE_LIST.find(
    (each) => each.region === region && each.uses.includes(use) && Object.hasOwn(each.hour, type),
  );
  const hour = reading?.hour[type];
  return reading === undefined || hour === undefined
    ? null
    : { hour, region, source: reading.source, date: reading.date };
}

/** `prices on demand in us-east-1 (AWS Price List as quoted, read 2026-07-30 to 2026-09-28)` */
export function priceBasis(prices: readonly InstancePrice[]): string {
  const dates = prices.map(({ date }) => date).sort();
  const [first = '', last = first] = [dates[0], dates.at(-1)];
  const sources = [...new Set(prices.map(({ source }) => source))].sort().join(' and ');
  const regions = [...new Set(prices.map(({ region }) => region))].sort().join(' and ');
  return `prices on demand in ${regions} (${sources}, read ${first === last ? first : `${first} to ${last}`})`;
}

/** Rounds an amount to a hundredth of a cent: a binary fraction has a long tail of digits. */
export function dollars(amount: number): number {
  return Math.round(amount * 10_000) / 10_000;
}
