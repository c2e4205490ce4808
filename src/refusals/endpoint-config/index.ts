import type { Refusal } from '../refusal.ts';
import { crossRegionTraffic } from './cross-region-traffic.ts';
import { instanceTypeMissing } from './instance-type-missing.ts';
import { isolationOfEndpoint } from './isolation-of-endpoint.ts';
import { managedInstanceScaling } from './managed-instance-scaling.ts';
import { prefixConfigUnused } from './prefix-config-unused.ts';
import { prefixRouting } from './prefix-routing.ts';
import { shadowVariants } from './shadow-variants.ts';
import { shapBaseline } from './shap-baseline.ts';
import { variantNameTwice } from './variant-name-twice.ts';

export const endpointConfigRefusals: readonly Refusal[] = [
  managedInstanceScaling,
  variantNameTwice,
  shadowVariants,
  crossRegionTraffic,
  isolationOfEndpoint,
  prefixRouting,
  prefixConfigUnused,
  shapBaseline,
  instanceTypeMissing,
];
