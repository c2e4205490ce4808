import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const spotWaitWithoutSpot: Refusal = {
  name: 'spot-wait-without-spot',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'MaxWaitTimeInSeconds is for managed spot training only.',
  source: 'Kenza-AI/sagify#111; aws/amazon-sagemaker-examples#869',
  confidence: 'quoted',
  way_out: 'Leave out MaxWaitTimeInSeconds, or set EnableManagedSpotTraining.',
  find: (request) =>
    trainingJobs(request)
      .filter((job) => {
        const spot = job.at('EnableManagedSpotTraining');
        return !spot.exists || spot.value === false;
      })
      .map((job) => job.at('StoppingCondition.MaxWaitTimeInSeconds'))
      .filter(({ exists }) => exists)
      .map((wait) =>
        wait.refuse('Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to true'),
      ),
};
