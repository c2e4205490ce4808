import type { Refusal } from '../refusal.ts';
import { serverlessVariants } from '../variants.ts';

/** The member is new in 2026: it is absent in botocore 1.43.62 and there in 1.44.5. */
export const crossRegionTraffic: Refusal = {
  name: 'cross-region-traffic',
  operations: ['CreateEndpointConfig'],
  rule: 'CrossRegionTrafficConfig does not go with serverless variants or asynchronous inference.',
  source: 'API reference, CreateEndpointConfig.CrossRegionTrafficConfig',
  confidence: 'documented',
  way_out: 'Leave out CrossRegionTrafficConfig.',
  find: (request) => {
    const traffic = request.at('CrossRegionTrafficConfig');
    const isExcluded = serverlessVariants(request).length > 0 || request.at('AsyncInferenceConfig').exists;
    return traffic.exists && isExcluded
      ? [
          traffic.refuse(
            'CrossRegionTrafficConfig cannot be specified with serverless variants or with AsyncInferenceConfig.',
          ),
        ]
      : [];
  },
};
