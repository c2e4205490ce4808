import { isUnversioned, packageContainers } from '../model-package.ts';
import type { Refusal } from '../refusal.ts';

export const environmentOfPackage: Refusal = {
  name: 'environment-of-package',
  operations: ['CreateModelPackage'],
  rule: 'The containers of a model package without a group have no environment.',
  source: 'message of CreateModelPackage in a public file',
  confidence: 'quoted',
  way_out: 'Set the environment when the model is created, or register the model in a group.',
  find: (request) =>
    isUnversioned(request)
      ? packageContainers(request)
          .map((container) => container.at('Environment'))
          .filter((environment) => environment.exists)
          .map((environment) =>
            environment.refuse(
              '1 validation errors detected:Environment variable map cannot be specified when using non-versioned ModelPackages',
            ),
          )
      : [],
};
