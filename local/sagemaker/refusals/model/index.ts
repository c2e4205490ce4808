import type { AccountRefusal } from '../account-refusal.ts';
import { modelDataMissing } from './model-data-missing.ts';
import { modelDataRegion } from './model-data-region.ts';
import { packageMissing } from './package-missing.ts';
import { packageNotApproved } from './package-not-approved.ts';
import { packageNotCompleted } from './package-not-completed.ts';
import { packageSpecificationMissing } from './package-specification-missing.ts';

export const modelRefusals: readonly AccountRefusal[] = [
  modelDataMissing,
  modelDataRegion,
  packageMissing,
  packageNotApproved,
  packageNotCompleted,
  packageSpecificationMissing,
];
