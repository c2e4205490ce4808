import type { AccountRefusal } from '../account-refusal.ts';
import { serverlessModels } from '../serverless-models.ts';

export const serverlessManyModels: AccountRefusal = {
  name: 'serverless-many-models',
  operations: ['CreateEndpointConfig'],
  rule: 'The container of a serverless variant hosts one model.',
  source: 'developer guide, serverless-endpoints',
  confidence: 'documented',
  find: (request, context) =>
    serverlessModels(request, context)
      .filter(({ containers }) => containers.some((container) => container.Mode === 'MultiModel'))
      .map(({ member }) => member.refuse('Multi-model endpoints are not supported for serverless endpoints.')),
};
