import { mayBeInEcr } from '../images.ts';
import type { Refusal } from '../refusal.ts';

export const processingImageAddress: Refusal = {
  name: 'processing-image-address',
  operations: ['CreateProcessingJob'],
  rule: 'The image of a processing job is in Amazon ECR.',
  source: 'message of CreateProcessingJob in a public notebook for SageMaker Clarify',
  confidence: 'quoted',
  way_out: 'Give the address of an image in Amazon ECR.',
  find: (request) => {
    const image = request.at('AppSpecification.ImageUri');
    if (image.text === undefined || mayBeInEcr(image.text)) return [];
    return [
      image.refuse(
        `Invalid image URI ${image.text}. Please provide a valid Amazon Elastic Container Registry path of the Docker image to run.`,
      ),
    ];
  },
};
