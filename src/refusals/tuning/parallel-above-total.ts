import type { Refusal } from '../refusal.ts';

export const parallelAboveTotal: Refusal = {
  name: 'parallel-above-total',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A tuning job does not run more training jobs at a time than it has in all.',
  source: 'API reference, ResourceLimits',
  confidence: 'inferred',
  settings: ['tuning_step.maximum_parallel_training_jobs'],
  way_out: 'Lower MaxParallelTrainingJobs, or raise MaxNumberOfTrainingJobs.',
  find: (request) => {
    const config = request.at('HyperParameterTuningJobConfig');
    const parallel = config.at('ResourceLimits.MaxParallelTrainingJobs');
    const total = config.at('ResourceLimits.MaxNumberOfTrainingJobs').number;
    if (config.at('Strategy').text === 'Grid' || total === undefined || !((parallel.number ?? 0) > total)) return [];
    return [
      parallel.refuse(
        `MaxParallelTrainingJobs ${parallel.number} must not be more than MaxNumberOfTrainingJobs ${total}.`,
      ),
    ];
  },
};
