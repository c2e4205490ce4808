import type { AccountRefusal } from '../account-refusal.ts';
import { serverlessModels } from '../serverless-models.ts';

export const serverlessVpc: AccountRefusal = {
  name: 'serverless-vpc',
  operations: ['CreateEndpointConfig'],
  rule: 'The model of a serverless variant is in no VPC.',
  source: 'developer guide, serverless-endpoints',
  confidence: 'documented',
  settings: ['serverless'],
  find: (request, context) =>
    serverlessModels(request, context)
      .filter(({ model }) => model.VpcConfig !== undefined)
      .map(({ member }) => member.refuse('VPC configuration is not supported for serverless endpoints.')),
};
