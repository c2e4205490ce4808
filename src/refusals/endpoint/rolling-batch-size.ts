import { percentOutside } from '../deployment-sizes.ts';
import type { Refusal } from '../refusal.ts';

export const rollingBatchSize: Refusal = {
  name: 'rolling-batch-size',
  operations: ['CreateEndpoint', 'UpdateEndpoint'],
  rule: 'A batch of a rolling deployment is 5 to 50 percent of the fleet.',
  source: 'API reference, RollingUpdatePolicy.MaximumBatchSize',
  confidence: 'documented',
  way_out: 'Set a MaximumBatchSize from 5 to 50 percent.',
  find: (request) =>
    percentOutside(request.at('DeploymentConfig.RollingUpdatePolicy.MaximumBatchSize'), { min: 5, max: 50 }),
};
