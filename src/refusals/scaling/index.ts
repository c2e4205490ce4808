import type { Refusal } from '../refusal.ts';
import { capacityRange } from './capacity-range.ts';
import { exactCapacity } from './exact-capacity.ts';
import { metricLabel } from './metric-label.ts';
import { metricOfOtherService } from './metric-of-other-service.ts';
import { metricQuery } from './metric-query.ts';
import { metricQueryIdTwice } from './metric-query-id-twice.ts';
import { metricTwice } from './metric-twice.ts';
import { openSteps } from './open-steps.ts';
import { policyType } from './policy-type.ts';
import { stepBounds } from './step-bounds.ts';

export const scalingRefusals: readonly Refusal[] = [
  capacityRange,
  metricLabel,
  metricOfOtherService,
  metricTwice,
  metricQuery,
  metricQueryIdTwice,
  policyType,
  stepBounds,
  openSteps,
  exactCapacity,
];
