import type { AccountRefusal } from '../account-refusal.ts';
import { trainingInputMissing } from './training-input-missing.ts';
import { trainingInputRegion } from './training-input-region.ts';
import { transformInputMissing } from './transform-input-missing.ts';
import { transformInputRegion } from './transform-input-region.ts';
import { transformModelData } from './transform-model-data.ts';

export const storageRefusals: readonly AccountRefusal[] = [
  trainingInputMissing,
  trainingInputRegion,
  transformInputMissing,
  transformInputRegion,
  transformModelData,
];
