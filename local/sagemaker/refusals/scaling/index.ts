import type { AccountRefusal } from '../account-refusal.ts';
import { actionWithoutTarget } from './action-without-target.ts';
import { capacityMissing } from './capacity-missing.ts';
import { policyWithoutTarget } from './policy-without-target.ts';
import { scaledBurstableInstances } from './scaled-burstable-instances.ts';
import { scaledDimension } from './scaled-dimension.ts';
import { scaledEndpointInProgress } from './scaled-endpoint-in-progress.ts';
import { scaledVariantMissing } from './scaled-variant-missing.ts';
import { scaledWithoutConcurrency } from './scaled-without-concurrency.ts';
import { targetMissing } from './target-missing.ts';

export const scalingRefusals: readonly AccountRefusal[] = [
  scaledVariantMissing,
  scaledEndpointInProgress,
  scaledBurstableInstances,
  scaledDimension,
  scaledWithoutConcurrency,
  capacityMissing,
  policyWithoutTarget,
  actionWithoutTarget,
  targetMissing,
];
