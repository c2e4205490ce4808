import type { Refusal } from '../refusal.ts';
import { variantsOf } from '../variants.ts';

export const isolationOfEndpoint: Refusal = {
  name: 'isolation-of-endpoint',
  operations: ['CreateEndpointConfig'],
  rule: 'EnableNetworkIsolation of an endpoint configuration is for inference components.',
  source: 'hashicorp/terraform-provider-aws#48738',
  confidence: 'inferred',
  way_out: 'Set EnableNetworkIsolation on the model.',
  find: (request) =>
    request.at('EnableNetworkIsolation').isTrue && variantsOf(request).some((variant) => variant.at('ModelName').exists)
      ? [
          request
            .at('EnableNetworkIsolation')
            .refuse('EnableNetworkIsolation is only supported for inference component endpoints.'),
        ]
      : [],
};
