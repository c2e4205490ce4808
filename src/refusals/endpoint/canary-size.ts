import { blueGreenRouting, percentOutside } from '../deployment-sizes.ts';
import type { Refusal } from '../refusal.ts';

export const canarySize: Refusal = {
  name: 'canary-size',
  operations: ['CreateEndpoint', 'UpdateEndpoint'],
  rule: 'A canary is at most half of the fleet.',
  source: 'API reference, TrafficRoutingConfig.CanarySize',
  confidence: 'documented',
  settings: ['rollout.step_percent'],
  way_out: 'Set a CanarySize of at most 50 percent.',
  find: (request) => percentOutside(blueGreenRouting(request).at('CanarySize'), { min: 0, max: 50 }),
};
