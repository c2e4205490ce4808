import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

/** The service's default when a request has no MaxRuntimeInSeconds. */
const DEFAULT_MAX_RUNTIME = 86_400;

export const spotWaitTooShort: Refusal = {
  name: 'spot-wait-too-short',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'MaxWaitTimeInSeconds of a spot training job is at least its MaxRuntimeInSeconds.',
  source: 'API reference, StoppingCondition.MaxWaitTimeInSeconds',
  confidence: 'documented',
  way_out: 'Raise MaxWaitTimeInSeconds, or lower MaxRuntimeInSeconds.',
  find: (request) =>
    trainingJobs(request).flatMap((job) => {
      const runtime = job.at('StoppingCondition.MaxRuntimeInSeconds');
      const max = runtime.exists ? runtime.number : DEFAULT_MAX_RUNTIME;
      const wait = job.at('StoppingCondition.MaxWaitTimeInSeconds');
      if (wait.number === undefined || max === undefined || wait.number >= max) return [];
      return [
        wait.refuse(`MaxWaitTimeInSeconds ${wait.number} must be equal to or greater than MaxRuntimeInSeconds ${max}.`),
      ];
    }),
};
