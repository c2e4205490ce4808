import type { Refusal } from '../refusal.ts';
import { containerHostNameTwice } from './container-host-name-twice.ts';
import { containerHostNames } from './container-host-names.ts';
import { containerWithoutImage } from './container-without-image.ts';
import { containersMissing } from './containers-missing.ts';
import { containersTwice } from './containers-twice.ts';
import { environmentSize } from './environment-size.ts';
import { imageOutsideEcr } from './image-outside-ecr.ts';
import { imageRegion } from './image-region.ts';
import { modelDataOfManyModels } from './model-data-of-many-models.ts';
import { modelPrefix } from './model-prefix.ts';
import { packageAndImage } from './package-and-image.ts';
import { repositoryCredentials } from './repository-credentials.ts';

export const modelRefusals: readonly Refusal[] = [
  containersTwice,
  containersMissing,
  packageAndImage,
  containerWithoutImage,
  containerHostNames,
  containerHostNameTwice,
  imageOutsideEcr,
  imageRegion,
  repositoryCredentials,
  environmentSize,
  modelDataOfManyModels,
  modelPrefix,
];
