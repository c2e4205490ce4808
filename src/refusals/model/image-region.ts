import { containersOf } from '../containers.ts';
import { imageRegistry } from '../image-registry.ts';
import type { Refusal } from '../refusal.ts';

export const imageRegion: Refusal = {
  name: 'image-region',
  operations: ['CreateModel'],
  rule: 'The image is in the region of the model.',
  source: 'API reference, ContainerDefinition.Image; aws/sagemaker-python-sdk#2001',
  confidence: 'documented',
  way_out: 'Use the image of the same name in the region of the model, or replicate it there.',
  find: (request, { region }) =>
    containersOf(request).flatMap((container) => {
      const image = container.at('Image');
      const registry = image.text === undefined ? undefined : imageRegistry(image.text);
      if (registry === undefined || registry.region === region) return [];
      return [image.refuse(`The image ${image.text} must be in the region of the model, which is ${region}.`)];
    }),
};
