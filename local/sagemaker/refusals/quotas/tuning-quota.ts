import type { AccountRefusal } from '../account-refusal.ts';
import { trainingInstances } from '../instances.ts';
import { overQuota } from '../quota.ts';

export const tuningQuota: AccountRefusal = {
  name: 'tuning-quota',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A tuning job is held to the quota of training instances when it is created, with all jobs that it runs at once.',
  source: 'message of CreateHyperParameterTuningJob in a public file',
  confidence: 'quoted',
  error: 'ResourceLimitExceeded',
  find: (request, context) => {
    const definition = request.at('TrainingJobDefinition');
    const resources = ['ResourceConfig', 'HyperParameterTuningResourceConfig']
      .map((name) => definition.at(name))
      .find(({ exists }) => exists);
    const type = resources?.at('InstanceType');
    const count = resources?.at('InstanceCount').number;
    const parallel = request.at('HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs').number;
    if (type?.text === undefined || count === undefined || parallel === undefined) return [];
    const used = trainingInstances(type.text, context);
    return overQuota(
      type,
      { name: `${type.text} for training job usage`, unit: 'Instances', used, delta: count * parallel },
      context,
    );
  },
};
