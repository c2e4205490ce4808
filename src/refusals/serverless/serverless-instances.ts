import type { Refusal } from '../refusal.ts';
import { serverlessVariants } from '../variants.ts';

const MEMBERS = ['InstanceType', 'InitialInstanceCount', 'InstancePools'];

export const serverlessInstances: Refusal = {
  name: 'serverless-instances',
  operations: ['CreateEndpointConfig'],
  rule: 'A serverless variant has no instances.',
  source: 'API reference, ProductionVariant.ServerlessConfig',
  confidence: 'documented',
  settings: ['serverless'],
  way_out: 'Leave out the instance type and the instance count, or the serverless configuration.',
  find: (request) =>
    serverlessVariants(request)
      .filter((variant) => MEMBERS.some((name) => variant.at(name).exists))
      .map((variant) =>
        variant.refuse(
          `Variant ${variant.at('VariantName').text} cannot have both ServerlessConfig and InstanceType or InitialInstanceCount.`,
        ),
      ),
};
