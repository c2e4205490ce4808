import type { EndpointSpec, ServerlessSpec } from '../../config/index.ts';
import type { MonthlyCost } from '../plan.ts';
import { dollars, type InstancePrice, instancePrice, priceBasis } from './prices.ts';
import { serverlessPrice } from './serverless-prices.ts';

/** Hours of a month as AWS counts it: a twelfth of 365 days. */
const HOURS_PER_MONTH = 730;

/** Requests that the price of a serverless endpoint is said for, each of one second. */
const REQUESTS = 1_000_000;

/** The settings of an endpoint that decide what it costs. */
export type EndpointCapacity = Pick<EndpointSpec, 'model'> &
  (
    | { instance_type: string; min_instance_count: number; max_instance_count: number; serverless?: never }
    | { serverless: ServerlessSpec }
  );

/**
 * Returns what the endpoint of an environment costs a month before and after a change; null when its instances do not
 * change. Without a pinned model there is no endpoint. But when the pin is removed, a running endpoint stays until
 * `destroy`.
 * @param base null when the environment is new
 */
export function monthlyCost(
  base: { endpoint: EndpointCapacity; region: string } | null,
  head: { endpoint: EndpointCapacity; region: string },
): MonthlyCost | null {
  const [from, to] = [sideOf(base), sideOf(head)];
  if (to === null) return null;
  if (from?.what === to?.what && from?.region === to?.region) return null;
  const used = from === null ? [to] : [from, to];
  const prices = used.flatMap(({ hour }) => (hour === null ? [] : [hour]));
  const parts = [
    ...(prices.length === 0 ? [] : [`${HOURS_PER_MONTH} hours at ${priceBasis(prices)}`, 'without disks and traffic']),
    ...new Set(used.flatMap(({ notes }) => notes)),
  ];
  return { from: rangeOf(from), to: rangeOf(to), basis: parts.join('; ') };
}

/** What an endpoint costs while nobody calls it. */
interface Side {
  /** US dollars a month; null when it is not known. */
  min: number | null;
  max: number | null;
  what: string;
  region: string;
  /** Price of an hour of an instance; null when there is none, or when it is not known. */
  hour: InstancePrice | null;
  /** What the reader has to know besides. */
  notes: string[];
}

const rangeOf = (side: Side | null): MonthlyCost['from'] =>
  side === null ? null : { min: side.min, max: side.max, what: side.what };

function sideOf(settings: { endpoint: EndpointCapacity; region: string } | null): Side | null {
  if (settings === null || settings.endpoint.model === null) return null;
  const { region, endpoint } = settings;
  if (endpoint.serverless !== undefined) return serverlessSide(endpoint.serverless, region);
  const { instance_type: type, min_instance_count: min, max_instance_count: max } = endpoint;
  const price = instancePrice(region, 'hosting', type);
  const cost = (count: number) => (price === null ? null : dollars(count * HOURS_PER_MONTH * price.hour));
  return {
    min: cost(min),
    max: cost(max),
    what: `${min === max ? min : `${min}–${max}`} × ${type}`,
    region,
    hour: price,
    notes: price === null ? [`no price of ${type} for hosting in ${region} is known`] : [],
  };
}

/** Without provisioned concurrency, a serverless endpoint costs nothing while nobody calls it. */
function serverlessSide(
  { memory_in_mb: memory, max_concurrency: max, provisioned_concurrency: warm }: ServerlessSpec,
  region: string,
): Side {
  const price = serverlessPrice(region, memory);
  const always = warm === undefined ? 0 : null;
  const notes = [
    price === null
      ? `no price of a serverless endpoint with ${memory} MB in ${region} is known`
      : `a million requests of one second each cost ${dollars(REQUESTS * price.second)} USD at the price on demand in ${region} (${price.source}, read ${price.date}), without data in and out`,
    ...(warm === undefined ? [] : [`no price of provisioned concurrency in ${region} is known`]),
  ];
  const provisioned = warm === undefined ? '' : `, ${warm} always warm`;
  return {
    min: always,
    max: always,
    what: `serverless, ${memory} MB, up to ${max} at once${provisioned}`,
    region,
    hour: null,
    notes,
  };
}
