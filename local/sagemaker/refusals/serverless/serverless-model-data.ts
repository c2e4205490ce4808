import type { AccountRefusal } from '../account-refusal.ts';
import { serverlessModels } from '../serverless-models.ts';

export const serverlessModelData: AccountRefusal = {
  name: 'serverless-model-data',
  operations: ['CreateEndpointConfig'],
  rule: 'The container of a serverless variant has its model as an archive, not as a ModelDataSource.',
  source: 'API reference, ContainerDefinition.ModelDataSource',
  confidence: 'documented',
  find: (request, context) =>
    serverlessModels(request, context)
      .filter(({ containers }) => containers.some((container) => container.ModelDataSource !== undefined))
      .map(({ member }) =>
        member.refuse('A model with containers that use ModelDataSource is not supported for serverless endpoints.'),
      ),
};
