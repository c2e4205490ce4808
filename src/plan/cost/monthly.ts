import type { EndpointSpec } from '../../config/index.ts';
import type { MonthlyCost } from '../plan.ts';
import { dollars, type InstancePrice, instancePrice, priceBasis } from './prices.ts';

/** Hours of a month as AWS counts it: a twelfth of 365 days. */
const HOURS_PER_MONTH = 730;

/** The settings of an endpoint that decide what it costs. */
export type EndpointCapacity = Pick<
  EndpointSpec,
  'model' | 'instance_type' | 'min_instance_count' | 'max_instance_count'
>;

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
  const known = used.flatMap(({ price }) => (price === null ? [] : [price]));
  const unknown = used
    .filter(({ price }) => price === null)
    .map(({ type, region }) => `${type} for hosting in ${region}`);
  const parts = [
    ...(known.length === 0 ? [] : [`${HOURS_PER_MONTH} hours at ${priceBasis(known)}`, 'without disks and traffic']),
    ...[...new Set(unknown)].map((what) => `no price of ${what} is known`),
  ];
  return { from: costOf(from), to: costOf(to), basis: parts.join('; ') };
}

interface Side {
  min: number;
  max: number;
  what: string;
  type: string;
  region: string;
  price: InstancePrice | null;
}

function sideOf(settings: { endpoint: EndpointCapacity; region: string } | null): Side | null {
  if (settings === null || settings.endpoint.model === null) return null;
  const { region, endpoint } = settings;
  const { instance_type: type, min_instance_count: min, max_instance_count: max } = endpoint;
  const count = min === max ? `${min}` : `${min}–${max}`;
  return {
    min,
    max,
    what: `${count} × ${type}`,
    type,
    region,
    price: instancePrice(region, 'hosting', type),
  };
}

function costOf(side: Side | null): MonthlyCost['from'] {
  if (side === null) return null;
  const cost = (count: number) => (side.price === null ? null : dollars(count * HOURS_PER_MONTH * side.price.hour));
  return { min: cost(side.min), max: cost(side.max), what: side.what };
}
