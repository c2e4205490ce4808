import type { InstanceUse } from '../config/index.ts';
import { PRICE_LIST } from './price-list.ts';

/** What an hour of one instance costs on demand. */
export interface InstancePrice {
  /** US dollars. */
  hour: number;
  region: string;
  /** Where the figure is from. */
  source: string;
  /** Day on which it was read there, ISO 8601. */
  date: string;
}

/** Null: not known. */
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

/** Rounded to a hundredth of a cent: a binary fraction would be shown with its tail. */
export const dollars = (amount: number): number => Math.round(amount * 10_000) / 10_000;
