import type { InstanceUse } from '../config/index.ts';

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

const LIST = 'AWS Price List';
const PAGE = 'AWS pricing page';
/** Published by others, several of which agree, with the rates of the same type for other uses in AWS's Price List too. */
const TABLES = 'published price tables';

/**
 * Prices on demand in us-east-1 by use and instance type, each as it was read in AWS's Price List (service AmazonSageMaker,
 * usage types USE1-Host, USE1-Processing and USE1-Train), on its pricing page, or elsewhere where it says so. An instance type that is missing here is one whose price nobody has read: it is unknown, not
 * free, and never derived from another region, size or use. Disks, traffic, free tiers, savings plans and discounts of an
 * account are not in it.
 */
const US_EAST_1: Readonly<
  Partial<Record<InstanceUse, Readonly<Record<string, readonly [hour: number, source: string, date: string]>>>>
> = {
  processing: {
    'ml.t3.medium': [0.05, LIST, '2026-07-30'],
    'ml.m5.large': [0.115, LIST, '2026-07-30'],
    'ml.m5.xlarge': [0.23, LIST, '2026-09-13'],
  },
  training: {
    'ml.m5.large': [0.115, LIST, '2026-08-11'],
    'ml.m5.xlarge': [0.23, TABLES, '2026-11-22'],
  },
  hosting: {
    'ml.m5.large': [0.115, LIST, '2026-07-30'],
    'ml.m5.xlarge': [0.23, LIST, '2026-09-28'],
    'ml.m5.2xlarge': [0.461, LIST, '2026-09-28'],
    'ml.c5.xlarge': [0.204, PAGE, '2026-10-06'],
  },
};

/** Null: not known. */
export function instancePrice(region: string, use: InstanceUse, type: string): InstancePrice | null {
  const list = region === 'us-east-1' ? US_EAST_1[use] : undefined;
  const found = list !== undefined && Object.hasOwn(list, type) ? list[type] : undefined;
  if (found === undefined) return null;
  const [hour, source, date] = found;
  return { hour, region, source, date };
}

/** `prices on demand in us-east-1 (AWS Price List, read 2026-07-30 to 2026-09-28)` */
export function priceBasis(prices: readonly InstancePrice[]): string {
  const dates = prices.map(({ date }) => date).sort();
  const [first = '', last = first] = [dates[0], dates.at(-1)];
  const sources = [...new Set(prices.map(({ source }) => source))].sort().join(' and ');
  const regions = [...new Set(prices.map(({ region }) => region))].sort().join(' and ');
  return `prices on demand in ${regions} (${sources}, read ${first === last ? first : `${first} to ${last}`})`;
}

/** Rounded to a hundredth of a cent: a binary fraction would be shown with its tail. */
export const dollars = (amount: number): number => Math.round(amount * 10_000) / 10_000;
