import type { Refusal } from '../refusal.ts';
import { variantsOf } from '../variants.ts';

const MEMBERS = ['PrefixLength', 'ConcurrencyThreshold'];

/** The strategy is new in 2026: it is absent in botocore 1.43.62 and there in 1.44.5. */
export const prefixRouting: Refusal = {
  name: 'prefix-routing',
  operations: ['CreateEndpointConfig'],
  rule: 'The routing strategy PREFIX_AWARE needs a PrefixLength and a ConcurrencyThreshold.',
  source: 'API reference, PrefixAwareRoutingConfig',
  confidence: 'documented',
  way_out: 'Add a PrefixAwareRoutingConfig with both members.',
  find: (request) =>
    variantsOf(request)
      .map((variant) => variant.at('RoutingConfig'))
      .filter((routing) => routing.at('RoutingStrategy').text === 'PREFIX_AWARE')
      .flatMap((routing) => MEMBERS.map((name) => routing.at(`PrefixAwareRoutingConfig.${name}`)))
      .filter((member) => !member.exists)
      .map((member) => member.refuse(`${member.path.at(-1)} is required when RoutingStrategy is PREFIX_AWARE.`)),
};
