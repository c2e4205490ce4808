import type { Refusal } from '../refusal.ts';
import { additionalDataSource } from './additional-data-source.ts';
import { approvalOfPackage } from './approval-of-package.ts';
import { environmentOfPackage } from './environment-of-package.ts';
import { instanceTypesOfPackage } from './instance-types-of-package.ts';
import { marketplaceVersion } from './marketplace-version.ts';
import { modelDataOfPackage } from './model-data-of-package.ts';
import { packageNameAndGroup } from './package-name-and-group.ts';
import { packageWithoutName } from './package-without-name.ts';
import { sourceAndSpecification } from './source-and-specification.ts';
import { specificationMissing } from './specification-missing.ts';
import { specificationNameTwice } from './specification-name-twice.ts';
import { tagsOfVersion } from './tags-of-version.ts';

export const registryRefusals: readonly Refusal[] = [
  packageNameAndGroup,
  packageWithoutName,
  tagsOfVersion,
  instanceTypesOfPackage,
  specificationMissing,
  approvalOfPackage,
  marketplaceVersion,
  environmentOfPackage,
  modelDataOfPackage,
  additionalDataSource,
  specificationNameTwice,
  sourceAndSpecification,
];
