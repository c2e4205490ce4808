import type { Refusal } from '../refusal.ts';
import { variantsOf } from '../variants.ts';

export const prefixConfigUnused: Refusal = {
  name: 'prefix-config-unused',
  operations: ['CreateEndpointConfig'],
  rule: 'PrefixAwareRoutingConfig goes with the routing strategy PREFIX_AWARE only.',
  source: 'API reference, ProductionVariantRoutingConfig.PrefixAwareRoutingConfig',
  confidence: 'documented',
  way_out: 'Leave out PrefixAwareRoutingConfig, or set the strategy PREFIX_AWARE.',
  find: (request) =>
    variantsOf(request)
      .map((variant) => variant.at('RoutingConfig'))
      .filter((routing) => !['PREFIX_AWARE', undefined].includes(routing.at('RoutingStrategy').text))
      .map((routing) => routing.at('PrefixAwareRoutingConfig'))
      .filter((config) => config.exists)
      .map((config) =>
        config.refuse('PrefixAwareRoutingConfig can only be specified when RoutingStrategy is PREFIX_AWARE.'),
      ),
};
