import type { Refusal } from '../refusal.ts';
import { canarySize } from './canary-size.ts';
import { canarySizeMissing } from './canary-size-missing.ts';
import { deploymentConfigTwice } from './deployment-config-twice.ts';
import { deploymentTimeout } from './deployment-timeout.ts';
import { desiredVariantTwice } from './desired-variant-twice.ts';
import { linearStepSize } from './linear-step-size.ts';
import { linearStepSizeMissing } from './linear-step-size-missing.ts';
import { rollingBatchSize } from './rolling-batch-size.ts';
import { updatePolicies } from './update-policies.ts';

export const endpointRefusals: readonly Refusal[] = [
  updatePolicies,
  canarySize,
  linearStepSize,
  rollingBatchSize,
  canarySizeMissing,
  linearStepSizeMissing,
  deploymentTimeout,
  deploymentConfigTwice,
  desiredVariantTwice,
];
