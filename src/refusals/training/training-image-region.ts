import { dnsSuffixOf } from '../../config/partition.ts';
import { ecrAddress } from '../images.ts';
import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const trainingImageRegion: Refusal = {
  name: 'training-image-region',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'The image of a training job is in the region of the job.',
  source: 'aws-samples/mlops-amazon-sagemaker#9',
  confidence: 'quoted',
  way_out: 'Use the address of the image in this region.',
  find: (request, { region }) =>
    trainingJobs(request).flatMap((job) => {
      const image = job.at('AlgorithmSpecification.TrainingImage');
      const address = ecrAddress(image.text ?? '');
      if (address === undefined || address.region === region) return [];
      return [
        image.refuse(
          `Invalid DNS suffix '${address.dnsSuffix}' for region '${address.region}' in training image. Please provide the valid <region>.<dns-suffix>: '${region}.${dnsSuffixOf(region)}'`,
        ),
      ];
    }),
};
