import type { AccountRefusal } from '../account-refusal.ts';
import { configMember } from '../endpoint-update.ts';
import { overQuota } from '../quota.ts';

export const serverlessMemoryQuota: AccountRefusal = {
  name: 'serverless-memory-quota',
  operations: ['CreateEndpoint'],
  rule: 'The memory of a serverless endpoint is within a quota, which is 3072 MB in new accounts.',
  source: 'message of CreateEndpoint in public files',
  confidence: 'quoted',
  error: 'ResourceLimitExceeded',
  find: (request, context) =>
    configMember(request, context)
      .at('ProductionVariants')
      .items.flatMap((variant) => {
        const delta = variant.at('ServerlessConfig.MemorySizeInMB').number;
        return delta === undefined
          ? []
          : overQuota(
              request.at('EndpointConfigName'),
              { name: 'Memory size in MB per serverless endpoint', unit: 'MBs', used: 0, delta },
              context,
            );
      }),
};
