import type { AccountRefusal } from '../account-refusal.ts';
import { jobInstances } from '../instances.ts';
import { overQuota } from '../quota.ts';

export const processingQuota: AccountRefusal = {
  name: 'processing-quota',
  operations: ['CreateProcessingJob'],
  rule: 'The instances of the processing jobs that run at once are within the quota of their type.',
  source: 'messages of CreateProcessingJob in public files',
  confidence: 'quoted',
  error: 'ResourceLimitExceeded',
  find: (request, context) => {
    const cluster = request.at('ProcessingResources.ClusterConfig');
    const [type, delta] = [cluster.at('InstanceType'), cluster.at('InstanceCount').number];
    if (type.text === undefined || delta === undefined) return [];
    const used = jobInstances('processing-job', (job) => job.ProcessingResources?.ClusterConfig, type.text, context);
    return overQuota(type, { name: `${type.text} for processing job usage`, unit: 'Instances', used, delta }, context);
  },
};
