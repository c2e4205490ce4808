import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';

export const desiredVariantTwice: Refusal = {
  name: 'desired-variant-twice',
  operations: ['UpdateEndpointWeightsAndCapacities'],
  rule: 'A request for weights and capacities names each variant once.',
  source: 'getmoto/moto#5082',
  confidence: 'reported',
  way_out: 'Put weight and count of a variant into one entry.',
  find: (request) =>
    repeated(request.at('DesiredWeightsAndCapacities').items.map((desired) => desired.at('VariantName'))).map((name) =>
      name.refuse(`The variant name "${name.text}" was non-unique within the request.`),
    ),
};
