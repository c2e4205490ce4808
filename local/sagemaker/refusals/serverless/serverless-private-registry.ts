import type { AccountRefusal } from '../account-refusal.ts';
import { serverlessModels } from '../serverless-models.ts';

export const serverlessPrivateRegistry: AccountRefusal = {
  name: 'serverless-private-registry',
  operations: ['CreateEndpointConfig'],
  rule: 'The image of a serverless variant is not in a private Docker registry.',
  source: 'developer guide, serverless-endpoints',
  confidence: 'documented',
  find: (request, context) =>
    serverlessModels(request, context)
      .filter(({ containers }) => containers.some((container) => container.ImageConfig?.RepositoryAccessMode === 'Vpc'))
      .map(({ member }) => member.refuse('Private Docker registries are not supported for serverless endpoints.')),
};
