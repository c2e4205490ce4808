import { findRecord } from '../../resources/records.ts';
import type { AccountRefusal } from '../account-refusal.ts';

export const variantMissing: AccountRefusal = {
  name: 'variant-missing',
  operations: ['UpdateEndpointWeightsAndCapacities'],
  rule: 'A request for weights and capacities names variants of the endpoint.',
  source: 'getmoto/moto#5082',
  confidence: 'inferred',
  find: (request, context) => {
    const endpoint = findRecord('endpoint', request.at('EndpointName').text ?? '', context)?.record;
    const variants: readonly { VariantName: string }[] | undefined = endpoint?.ProductionVariants;
    if (variants === undefined) return [];
    return request
      .at('DesiredWeightsAndCapacities')
      .items.map((desired) => desired.at('VariantName'))
      .filter(({ text }) => !variants.some((variant) => variant.VariantName === text))
      .map((name) =>
        name.refuse(`Could not find production variant "${name.text}" of endpoint "${endpoint?.EndpointArn}".`),
      );
  },
};
