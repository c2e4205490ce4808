import type { AccountRefusal } from '../account-refusal.ts';
import { configMember } from '../endpoint-update.ts';
import { endpointInstances } from '../instances.ts';
import { overQuota } from '../quota.ts';

export const endpointTotalQuota: AccountRefusal = {
  name: 'endpoint-total-quota',
  operations: ['CreateEndpoint'],
  rule: 'The instances of all endpoints together are within a quota.',
  source: 'message of CreateEndpoint in a public file',
  confidence: 'quoted',
  error: 'ResourceLimitExceeded',
  find: (request, context) => {
    const delta = configMember(request, context)
      .at('ProductionVariants')
      .items.filter((variant) => variant.at('InstanceType').exists)
      .reduce((sum, variant) => sum + (variant.at('InitialInstanceCount').number ?? 1), 0);
    if (delta === 0) return [];
    return overQuota(
      request.at('EndpointConfigName'),
      {
        name: 'Number of instances across active endpoints',
        unit: 'Instances',
        used: endpointInstances(context),
        delta,
      },
      context,
    );
  },
};
