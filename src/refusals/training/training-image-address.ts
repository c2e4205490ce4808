import { mayBeInEcr } from '../images.ts';
import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const trainingImageAddress: Refusal = {
  name: 'training-image-address',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'The image of a training job is in Amazon ECR, unless it comes from a private registry in the VPC.',
  source: 'aws/sagemaker-python-sdk#2063',
  confidence: 'quoted',
  way_out: 'Give the address of an image in Amazon ECR.',
  find: (request) =>
    trainingJobs(request)
      .map((job) => job.at('AlgorithmSpecification'))
      .filter((algorithm) => algorithm.at('TrainingImageConfig.TrainingRepositoryAccessMode').text !== 'Vpc')
      .map((algorithm) => algorithm.at('TrainingImage'))
      .filter(({ text }) => text !== undefined && !mayBeInEcr(text))
      .map((image) =>
        image.refuse(
          'Invalid training image. Please provide a valid Amazon Elastic Container Registry path of the Docker image to run.',
        ),
      ),
};
