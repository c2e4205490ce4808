import type { AccountRefusal } from '../account-refusal.ts';
import { scaledVariant } from '../scaled-variant.ts';

export const scaledWithoutConcurrency: AccountRefusal = {
  name: 'scaled-without-concurrency',
  operations: ['RegisterScalableTarget'],
  rule: 'A serverless variant that is scaled has provisioned concurrency.',
  source: 'developer guide, serverless-endpoints-autoscale',
  confidence: 'documented',
  find: (request, context) => {
    const configured = scaledVariant(request, context)?.configured;
    return configured?.ServerlessConfig !== undefined &&
      configured.ServerlessConfig.ProvisionedConcurrency === undefined
      ? [
          request
            .at('ResourceId')
            .refuse(`Variant ${configured.VariantName} has no provisioned concurrency, which could be scaled.`),
        ]
      : [];
  },
};
