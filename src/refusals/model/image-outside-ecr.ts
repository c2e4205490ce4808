import { containersOf } from '../containers.ts';
import { imageRegistry } from '../image-registry.ts';
import type { Refusal } from '../refusal.ts';

export const imageOutsideEcr: Refusal = {
  name: 'image-outside-ecr',
  operations: ['CreateModel'],
  rule: 'An image outside Amazon ECR needs RepositoryAccessMode Vpc. The public gallery of ECR counts as outside.',
  source: 'message of CreateModel in a public file; API reference, ImageConfig.RepositoryAccessMode',
  confidence: 'quoted',
  way_out: 'Copy the image to a private repository of Amazon ECR.',
  find: (request) =>
    containersOf(request)
      .filter((container) => container.at('ImageConfig.RepositoryAccessMode').text !== 'Vpc')
      .map((container) => container.at('Image'))
      .filter((image) => image.text !== undefined && imageRegistry(image.text) === undefined)
      .map((image) => image.refuse('Using non-ECR image without Vpc repository access mode is not supported')),
};
