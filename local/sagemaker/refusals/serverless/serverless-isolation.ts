import type { AccountRefusal } from '../account-refusal.ts';
import { serverlessModels } from '../serverless-models.ts';

export const serverlessIsolation: AccountRefusal = {
  name: 'serverless-isolation',
  operations: ['CreateEndpointConfig'],
  rule: 'The model of a serverless variant has no network isolation.',
  source: 'developer guide, serverless-endpoints; message of CreateEndpointConfig in a public file',
  confidence: 'quoted',
  settings: ['serverless'],
  find: (request, context) =>
    serverlessModels(request, context)
      .filter(({ model }) => model.EnableNetworkIsolation === true)
      .map(({ member }) => member.refuse('network isolation is not supported for serverless endpoint')),
};
