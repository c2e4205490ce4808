import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';
import { variantsOf } from '../variants.ts';

export const variantNameTwice: Refusal = {
  name: 'variant-name-twice',
  operations: ['CreateEndpointConfig'],
  rule: 'Each variant of an endpoint configuration has a name of its own.',
  source: 'mlflow/mlflow#6486',
  confidence: 'inferred',
  way_out: 'Rename one of the variants.',
  find: (request) =>
    repeated(variantsOf(request).map((variant) => variant.at('VariantName'))).map((name) =>
      name.refuse('Variant names must be unique within an endpoint configuration.'),
    ),
};
