import type { EndpointSpec } from '../config/index.ts';
import type { MonthlyCost } from './plan.ts';
import { dollars, type InstancePrice, instancePrice, priceBasis } from './prices.ts';

/** As AWS counts a month: a twelfth of 365 days. */
const HOURS = 730;

/** What of an endpoint's settings costs money. */
export type EndpointCapacity = Pick<
  EndpointSpec,
  'model' | 'instance_type' | 'min_instance_count' | 'max_instance_count'
>;

/**
 * What an environment's endpoint costs a month before and after a change; null when its instances stay as they are. Without
 * a pinned model there is no endpoint; but one that is there stays when its pin goes, until somebody destroys it.
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
    ...(known.length === 0 ? [] : [`${HOURS} hours at ${priceBasis(known)}`, 'without disks and traffic']),
    ...[...new Set(unknown)].map((what) => `no price of ${what} is known`),
  ];
  return { from: shown(from), to: shown(to), basis: parts.join('; ') };
}

interface Side {
  least: number;
  greatest: number;
  what: string;
  type: string;
  region: string;
  price: InstancePrice | null;
}

function sideOf(of: { endpoint: EndpointCapacity; region: string } | null): Side | null {
  if (of === null || of.endpoint.model === null) return null;
  const { instance_type: type, min_instance_count: least, max_instance_count: greatest } = of.endpoint;
  const count = least === greatest ? `${least}` : `${least}–${greatest}`;
  return {
    least,
    greatest,
    what: `${count} × ${type}`,
    type,
    region: of.region,
    price: instancePrice(of.region, 'hosting', type),
  };
}

function shown(side: Side | null): MonthlyCost['from'] {
  if (side === null) return null;
  const cost = (count: number) => (side.price === null ? null : dollars(count * HOURS * side.price.hour));
  return { least: cost(side.least), greatest: cost(side.greatest), what: side.what };
}
