import { blueGreenRouting, percentOutside } from '../deployment-sizes.ts';
import type { Refusal } from '../refusal.ts';

export const linearStepSize: Refusal = {
  name: 'linear-step-size',
  operations: ['CreateEndpoint', 'UpdateEndpoint'],
  rule: 'A linear step is 10 to 50 percent of the fleet.',
  source: 'API reference, TrafficRoutingConfig.LinearStepSize',
  confidence: 'documented',
  settings: ['rollout.step_percent'],
  way_out: 'Set a LinearStepSize from 10 to 50 percent.',
  find: (request) => percentOutside(blueGreenRouting(request).at('LinearStepSize'), { min: 10, max: 50 }),
};
