import type { AccountRefusal } from '../account-refusal.ts';
import { additionalSpecificationInUse } from './additional-specification-in-use.ts';
import { additionalSpecificationsFull } from './additional-specifications-full.ts';
import { approvalOfUnversioned } from './approval-of-unversioned.ts';
import { groupInUse } from './group-in-use.ts';
import { groupMissing } from './group-missing.ts';
import { packageMetadataFull } from './package-metadata-full.ts';

export const registryRefusals: readonly AccountRefusal[] = [
  groupMissing,
  groupInUse,
  approvalOfUnversioned,
  packageMetadataFull,
  additionalSpecificationsFull,
  additionalSpecificationInUse,
];
