import type { AccountRefusal } from '../account-refusal.ts';
import { configMember } from '../endpoint-update.ts';
import { endpointInstances } from '../instances.ts';
import { overQuota } from '../quota.ts';

export const endpointQuota: AccountRefusal = {
  name: 'endpoint-quota',
  operations: ['CreateEndpoint'],
  rule: 'The instances of all endpoints are within the quota of their type.',
  source: 'aws/amazon-sagemaker-examples#307',
  confidence: 'quoted',
  error: 'ResourceLimitExceeded',
  find: (request, context) => {
    const wanted = new Map<string, number>();
    for (const variant of configMember(request, context).at('ProductionVariants').items) {
      const [type, count] = [variant.at('InstanceType').text, variant.at('InitialInstanceCount').number ?? 1];
      if (type !== undefined) wanted.set(type, (wanted.get(type) ?? 0) + count);
    }
    return [...wanted].flatMap(([type, delta]) =>
      overQuota(
        request.at('EndpointConfigName'),
        { name: `${type} for endpoint usage`, unit: 'Instances', used: endpointInstances(context, type), delta },
        context,
      ),
    );
  },
};
