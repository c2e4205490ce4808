import { blueGreenRouting } from '../deployment-sizes.ts';
import type { Refusal } from '../refusal.ts';

export const canarySizeMissing: Refusal = {
  name: 'canary-size-missing',
  operations: ['CreateEndpoint', 'UpdateEndpoint'],
  rule: 'Canary traffic shifting says how large the canary is.',
  source: 'API reference, TrafficRoutingConfig.CanarySize',
  confidence: 'inferred',
  settings: ['rollout.step_percent'],
  way_out: 'Add a CanarySize.',
  find: (request) => {
    const routing = blueGreenRouting(request);
    return routing.at('Type').text === 'CANARY' && !routing.at('CanarySize').exists
      ? [routing.at('CanarySize').refuse('CanarySize is required for traffic routing of type CANARY.')]
      : [];
  },
};
