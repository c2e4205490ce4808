import type { Refusal } from '../refusal.ts';

/** The grid gives the number of jobs itself, Autotune chooses the limits, and criteria can end a job. */
export const tuningWithoutLimit: Refusal = {
  name: 'tuning-without-limit',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A tuning job has MaxNumberOfTrainingJobs, MaxRuntimeInSeconds or completion criteria, unless it is a grid or uses Autotune.',
  source: 'API reference, ResourceLimits; developer guide, automatic-model-tuning-progress',
  confidence: 'inferred',
  way_out: 'Set MaxNumberOfTrainingJobs.',
  find: (request) => {
    const config = request.at('HyperParameterTuningJobConfig');
    const limits = config.at('ResourceLimits');
    const isLimited =
      ['MaxNumberOfTrainingJobs', 'MaxRuntimeInSeconds'].some((name) => limits.at(name).exists) ||
      config.at('TuningJobCompletionCriteria').exists;
    if (isLimited || !limits.exists || config.at('Strategy').text === 'Grid' || request.at('Autotune').exists)
      return [];
    return [limits.refuse('ResourceLimits must have MaxNumberOfTrainingJobs or MaxRuntimeInSeconds.')];
  },
};
