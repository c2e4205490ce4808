import type { Refusal } from '../refusal.ts';
import { serverlessVariants } from '../variants.ts';

export const serverlessOnlyVariant: Refusal = {
  name: 'serverless-variants',
  operations: ['CreateEndpointConfig'],
  rule: 'A serverless endpoint has one production variant.',
  source: 'developer guide, serverless-endpoints',
  confidence: 'documented',
  way_out: 'Keep one variant, or use instances for all of them.',
  find: (request) =>
    serverlessVariants(request).length > 0 && request.at('ProductionVariants').items.length > 1
      ? [
          request
            .at('ProductionVariants')
            .refuse('Multiple production variants are not supported for serverless endpoints.'),
        ]
      : [],
};
