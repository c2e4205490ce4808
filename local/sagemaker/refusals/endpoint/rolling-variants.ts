import type { AccountRefusal } from '../account-refusal.ts';
import { endpointUpdate } from '../endpoint-update.ts';

export const rollingVariants: AccountRefusal = {
  name: 'rolling-variants',
  operations: ['UpdateEndpoint'],
  rule: 'An endpoint with several variants has no rolling deployment.',
  source: 'developer guide, deployment-guardrails-exclusions',
  confidence: 'documented',
  find: (request, context) => {
    const { after, policy } = endpointUpdate(request, context);
    return after && after.ProductionVariants.length > 1 && policy?.RollingUpdatePolicy
      ? [
          request
            .at('DeploymentConfig')
            .refuse('RollingUpdatePolicy is not supported for endpoints with several production variants.'),
        ]
      : [];
  },
};
