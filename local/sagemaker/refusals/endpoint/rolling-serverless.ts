import type { AccountRefusal } from '../account-refusal.ts';
import { endpointUpdate, isServerless } from '../endpoint-update.ts';

export const rollingServerless: AccountRefusal = {
  name: 'rolling-serverless',
  operations: ['UpdateEndpoint'],
  rule: 'A serverless endpoint has no rolling deployment.',
  source: 'developer guide, deployment-guardrails-exclusions',
  confidence: 'documented',
  find: (request, context) => {
    const { after, policy } = endpointUpdate(request, context);
    return after && isServerless(after) && policy?.RollingUpdatePolicy
      ? [request.at('DeploymentConfig').refuse('RollingUpdatePolicy is not supported for serverless endpoints.')]
      : [];
  },
};
