import { ecrAddress } from '../images.ts';
import type { Refusal } from '../refusal.ts';

export const processingImageRegion: Refusal = {
  name: 'processing-image-region',
  operations: ['CreateProcessingJob'],
  rule: 'The image of a processing job is in the region of the job.',
  source: 'aws/amazon-sagemaker-examples#2422',
  confidence: 'quoted',
  way_out: 'Use the address of the image in this region.',
  find: (request, { region }) => {
    const image = request.at('AppSpecification.ImageUri');
    const address = ecrAddress(image.text ?? '');
    if (address === undefined || address.region === region) return [];
    return [
      image.refuse(
        `Invalid region ${address.region} in image URI ${image.text}. Please provide an image URI in region ${region}.`,
      ),
    ];
  },
};
