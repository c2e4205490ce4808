import type { AccountRefusal } from '../account-refusal.ts';
import { scaledVariant } from '../scaled-variant.ts';

export const scaledVariantMissing: AccountRefusal = {
  name: 'scaled-variant-missing',
  operations: ['RegisterScalableTarget'],
  rule: 'The endpoint and the variant of a scalable target are there.',
  source: 'developer guide, endpoint-auto-scaling-add-console: the service checks that the model exists',
  confidence: 'documented',
  find: (request, context) => {
    const scaled = scaledVariant(request, context);
    if (scaled === undefined) return [];
    const { endpointName, variantName, endpoint, variant } = scaled;
    if (endpoint === undefined) {
      return [request.at('ResourceId').refuse(`Could not find endpoint "${endpointName}".`)];
    }
    if (variant !== undefined || endpoint.ProductionVariants === undefined) return [];
    return [
      request.at('ResourceId').refuse(`Could not find variant "${variantName}" of endpoint "${endpoint.EndpointArn}".`),
    ];
  },
};
