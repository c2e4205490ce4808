import { containersOf } from '../containers.ts';
import type { Refusal } from '../refusal.ts';

export const containerWithoutImage: Refusal = {
  name: 'container-without-image',
  operations: ['CreateModel'],
  rule: 'A container without a model package has an image.',
  source: 'message of CreateModel in a public file: one of either Image or ModelPackageName',
  confidence: 'inferred',
  way_out: 'Set Image to an image of Amazon ECR, or name a model package.',
  find: (request) =>
    containersOf(request)
      .filter((container) => !container.at('Image').exists && !container.at('ModelPackageName').exists)
      .map((container) => container.refuse('A container needs an Image or a ModelPackageName.')),
};
