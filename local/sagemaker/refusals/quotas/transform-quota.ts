import type { AccountRefusal } from '../account-refusal.ts';
import { jobInstances } from '../instances.ts';
import { overQuota } from '../quota.ts';

export const transformQuota: AccountRefusal = {
  name: 'transform-quota',
  operations: ['CreateTransformJob'],
  rule: 'The instances of the transform jobs that run at once are within the quota of their type.',
  source: 'messages of CreateTransformJob in public files',
  confidence: 'quoted',
  error: 'ResourceLimitExceeded',
  find: (request, context) => {
    const resources = request.at('TransformResources');
    const [type, delta] = [resources.at('InstanceType'), resources.at('InstanceCount').number];
    if (type.text === undefined || delta === undefined) return [];
    const used = jobInstances('transform-job', (job) => job.TransformResources, type.text, context);
    return overQuota(type, { name: `${type.text} for transform job usage`, unit: 'Instances', used, delta }, context);
  },
};
