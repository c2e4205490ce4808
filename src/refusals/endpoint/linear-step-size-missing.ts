import { blueGreenRouting } from '../deployment-sizes.ts';
import type { Refusal } from '../refusal.ts';

export const linearStepSizeMissing: Refusal = {
  name: 'linear-step-size-missing',
  operations: ['CreateEndpoint', 'UpdateEndpoint'],
  rule: 'Linear traffic shifting says how large a step is.',
  source: 'API reference, TrafficRoutingConfig.LinearStepSize',
  confidence: 'inferred',
  settings: ['rollout.step_percent'],
  way_out: 'Add a LinearStepSize.',
  find: (request) => {
    const routing = blueGreenRouting(request);
    return routing.at('Type').text === 'LINEAR' && !routing.at('LinearStepSize').exists
      ? [routing.at('LinearStepSize').refuse('LinearStepSize is required for traffic routing of type LINEAR.')]
      : [];
  },
};
