import type { AccountRefusal } from '../account-refusal.ts';
import { endpointUpdate, isServerless } from '../endpoint-update.ts';

export const updateToServerless: AccountRefusal = {
  name: 'update-to-serverless',
  operations: ['UpdateEndpoint'],
  rule: 'An endpoint with instances is not updated to a serverless one.',
  source: 'developer guide, serverless-endpoints and serverless-endpoints-update',
  confidence: 'documented',
  find: (request, context) => {
    const { before, after } = endpointUpdate(request, context);
    return before && after && !isServerless(before) && isServerless(after)
      ? [
          request
            .at('EndpointConfigName')
            .refuse('An endpoint with instances cannot be updated to a serverless endpoint.'),
        ]
      : [];
  },
};
