import type { Refusal } from '../refusal.ts';
import { serverlessVariants } from '../variants.ts';

export const serverlessConcurrency: Refusal = {
  name: 'serverless-concurrency',
  operations: ['CreateEndpointConfig', 'UpdateEndpointWeightsAndCapacities'],
  rule: 'The provisioned concurrency is at most the maximum concurrency.',
  source: 'API reference, ProductionVariantServerlessConfig.ProvisionedConcurrency',
  confidence: 'documented',
  settings: ['serverless.provisioned_concurrency'],
  way_out: 'Raise MaxConcurrency, or lower ProvisionedConcurrency.',
  find: (request) =>
    [
      ...serverlessVariants(request).map((variant) => variant.at('ServerlessConfig')),
      ...request.at('DesiredWeightsAndCapacities').items.map((variant) => variant.at('ServerlessUpdateConfig')),
    ].flatMap((config) => {
      const [max, provisioned] = [config.at('MaxConcurrency').number, config.at('ProvisionedConcurrency')];
      if (max === undefined || provisioned.number === undefined || provisioned.number <= max) return [];
      return [
        provisioned.refuse(
          `ProvisionedConcurrency ${provisioned.number} must be at most MaxConcurrency, which is ${max}.`,
        ),
      ];
    }),
};
