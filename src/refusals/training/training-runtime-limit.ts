import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

const MAX_RUNTIME_SECONDS = 28 * 86_400;

export const trainingRuntimeLimit: Refusal = {
  name: 'training-runtime-limit',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'A training job runs at most 28 days.',
  source: 'API reference, StoppingCondition.MaxRuntimeInSeconds',
  confidence: 'documented',
  settings: ['training_step.max_runtime_in_seconds'],
  way_out: 'Set MaxRuntimeInSeconds to at most 2,419,200.',
  find: (request) =>
    trainingJobs(request)
      .map((job) => job.at('StoppingCondition.MaxRuntimeInSeconds'))
      .filter(({ number }) => (number ?? 0) > MAX_RUNTIME_SECONDS)
      .map((runtime) =>
        runtime.refuse(
          `MaxRuntimeInSeconds ${runtime.number} is more than the maximum of 28 days, which is ${MAX_RUNTIME_SECONDS}.`,
        ),
      ),
};
