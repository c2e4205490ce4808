import type { AccountRefusal } from '../account-refusal.ts';
import { trainingInstances } from '../instances.ts';
import { overQuota } from '../quota.ts';

export const trainingQuota: AccountRefusal = {
  name: 'training-quota',
  operations: ['CreateTrainingJob'],
  rule: 'The instances of the training jobs that run at once are within the quota of their type.',
  source: 'messages of CreateTrainingJob in public files',
  confidence: 'quoted',
  error: 'ResourceLimitExceeded',
  find: (request, context) => {
    const type = request.at('ResourceConfig.InstanceType');
    const delta = request.at('ResourceConfig.InstanceCount').number;
    if (type.text === undefined || delta === undefined) return [];
    const used = trainingInstances(type.text, context);
    return overQuota(type, { name: `${type.text} for training job usage`, unit: 'Instances', used, delta }, context);
  },
};
