import type { Refusal } from '../refusal.ts';
import { variantsOf } from '../variants.ts';

const PLACES = ['InstanceType', 'ServerlessConfig', 'InstancePools'];

export const instanceTypeMissing: Refusal = {
  name: 'instance-type-missing',
  operations: ['CreateEndpointConfig'],
  rule: 'A variant with a model says what it runs on: an instance type, instance pools or a serverless configuration.',
  source: 'API reference, ProductionVariant.InstanceType, InstancePools and ServerlessConfig',
  confidence: 'inferred',
  way_out: 'Set InstanceType.',
  find: (request) =>
    variantsOf(request)
      .filter((variant) => variant.at('ModelName').exists && PLACES.every((name) => !variant.at(name).exists))
      .map((variant) => variant.refuse(`Variant ${variant.at('VariantName').text} needs an InstanceType.`)),
};
