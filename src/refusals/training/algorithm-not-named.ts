import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const algorithmNotNamed: Refusal = {
  name: 'algorithm-not-named',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'A training job names its algorithm by AlgorithmName or by TrainingImage.',
  source: 'API reference, AlgorithmSpecification.TrainingImage',
  confidence: 'documented',
  way_out: 'Give TrainingImage.',
  find: (request) =>
    trainingJobs(request)
      .map((job) => job.at('AlgorithmSpecification'))
      .filter(
        (algorithm) =>
          algorithm.exists && !algorithm.at('AlgorithmName').exists && !algorithm.at('TrainingImage').exists,
      )
      .map((algorithm) => algorithm.refuse('AlgorithmSpecification needs AlgorithmName or TrainingImage.')),
};
