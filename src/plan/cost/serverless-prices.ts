/** Prices of serverless endpoints that were read together, from one source on one day. */
export interface ServerlessReading {
  region: string;
  /** Where the figures come from, and who copied them. */
  source: string;
  /** Day on which they were read there, ISO 8601. */
  date: string;
  /** US dollars for a second in which a request is processed, on demand, by memory in MB. */
  second: Readonly<Record<number, number>>;
}

/**
 * On-demand prices of serverless inference, each as it was read and published. What is missing here is unknown, not free. Data in
 * and out, free tiers and discounts are not included. No price of provisioned concurrency is listed: none was found in a source
 * that quotes AWS.
 */
export const SERVERLESS_PRICES: readonly ServerlessReading[] = [
  // Usage type USE1-ServerlessInf:Mem-3GB, terms effective from 2026-09-01.
  { region: 'us-east-1', source: 'AWS Price List as quoted', date: '2026-09-09', second: { 3072: 0.00006 } },
  // A price for each GB of memory and a price of 2 GB, from two tables that agree with each other and with the line above.
  {
    region: 'us-east-1',
    source: 'published price tables',
    date: '2026-11-30',
    second: { 1024: 0.00002, 2048: 0.00004, 4096: 0.00008, 5120: 0.0001, 6144: 0.00012 },
  },
];

/** The on-demand price of a second of processing. */
export interface ServerlessPrice {
  /** US dollars. */
  second: number;
  region: string;
  source: string;
  date: string;
}

/** Returns the price of a second of processing; null when it is not known. */
export function serverlessPrice(region: string, memoryInMb: number): ServerlessPrice | null {
  const reading = SERVERLESS_PRICES.find(
    (each) => each.region === region && Object.hasOwn(each.second, String(memoryInMb)),
  );
  const second = reading?.second[memoryInMb];
  return reading === undefined || second === undefined
    ? null
    : { second, region, source: reading.source, date: reading.date };
}
