import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const spotWithoutWait: Refusal = {
  name: 'spot-without-wait',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'A managed spot training job has MaxWaitTimeInSeconds.',
  source: 'developer guide, model-managed-spot-training',
  confidence: 'documented',
  way_out: 'Set StoppingCondition.MaxWaitTimeInSeconds.',
  find: (request) =>
    trainingJobs(request)
      .filter(
        (job) => job.at('EnableManagedSpotTraining').isTrue && !job.at('StoppingCondition.MaxWaitTimeInSeconds').exists,
      )
      .map((job) => job.at('StoppingCondition').refuse('MaxWaitTimeInSeconds is required for managed spot training.')),
};
