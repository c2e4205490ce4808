import { containersOf } from '../containers.ts';
import type { Refusal } from '../refusal.ts';

const OWN_MEMBERS = ['Image', 'ModelDataUrl', 'ModelDataSource'];

export const packageAndImage: Refusal = {
  name: 'package-and-image',
  operations: ['CreateModel'],
  rule: 'A container comes from a model package, or has its own image and model data.',
  source: 'message of CreateModel in a public file',
  confidence: 'quoted',
  way_out: 'Leave out Image and the model data. The package has them.',
  find: (request) =>
    containersOf(request)
      .filter((container) => container.at('ModelPackageName').exists)
      .filter((container) => OWN_MEMBERS.some((name) => container.at(name).exists))
      .map((container) =>
        container.refuse('Specify one of either Image and Model Data URL or ModelPackageName in container definition.'),
      ),
};
