import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const algorithmNamedTwice: Refusal = {
  name: 'algorithm-named-twice',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'A training job names its algorithm by AlgorithmName or by TrainingImage, not by both.',
  source: 'API reference, AlgorithmName of AlgorithmSpecification and HyperParameterAlgorithmSpecification',
  confidence: 'documented',
  way_out: 'Leave out AlgorithmName or TrainingImage.',
  find: (request) =>
    trainingJobs(request)
      .map((job) => job.at('AlgorithmSpecification'))
      .filter((algorithm) => algorithm.at('AlgorithmName').exists && algorithm.at('TrainingImage').exists)
      .map((algorithm) => algorithm.refuse('AlgorithmName and TrainingImage cannot be specified together.')),
};
