import type { Operations } from '../context.ts';
import { endpointConfigOperations } from './endpoint-configs.ts';
import { modelPackageGroupOperations } from './model-package-groups.ts';
import { modelPackageOperations } from './model-packages.ts';
import { modelOperations } from './models.ts';
import { tagOperations } from './tags.ts';

/** The operations that only keep records: registry, models, endpoint configurations and tags. */
export const resourceOperations: Operations = {
  ...modelPackageGroupOperations,
  ...modelPackageOperations,
  ...modelOperations,
  ...endpointConfigOperations,
  ...tagOperations,
};
