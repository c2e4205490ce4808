import type { AccountRefusal } from '../account-refusal.ts';
import { serverlessModels } from '../serverless-models.ts';

export const serverlessPipeline: AccountRefusal = {
  name: 'serverless-pipeline',
  operations: ['CreateEndpointConfig'],
  rule: 'The model of a serverless variant has one container.',
  source: 'developer guide, serverless-endpoints',
  confidence: 'documented',
  find: (request, context) =>
    serverlessModels(request, context)
      .filter(({ containers }) => containers.length > 1)
      .map(({ member }) => member.refuse('Inference pipelines are not supported for serverless endpoints.')),
};
