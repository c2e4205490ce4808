import type { Operations } from '../context.ts';
import { endpointConfigOperations } from './endpoint-configs.ts';
import { modelPackageGroupOperations } from './model-package-groups.ts';
import { modelPackageOperations } from './model-packages.ts';
import { modelOperations } from './models.ts';
import { tagOperations } from './tags.ts';

/** Registry, models, endpoint configurations and tags: what is only recorded. */
export const resourceOperations: Operations = {
  ...modelPackageGroupOperations,
  ...modelPackageOperations,
  ...modelOperations,
  ...endpointConfigOperations,
  ...tagOperations,
};
