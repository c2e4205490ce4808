import type { Refusal } from '../refusal.ts';
import { stepAdjustments } from '../scaling-policy.ts';

export const exactCapacity: Refusal = {
  name: 'exact-capacity',
  operations: ['PutScalingPolicy'],
  rule: 'A step to an exact capacity is not negative.',
  source: 'Application Auto Scaling API reference, StepAdjustment.ScalingAdjustment',
  confidence: 'documented',
  way_out: 'Set a capacity of at least 0, or use ChangeInCapacity.',
  find: (request) =>
    request.at('StepScalingPolicyConfiguration.AdjustmentType').text === 'ExactCapacity'
      ? stepAdjustments(request)
          .map((step) => step.at('ScalingAdjustment'))
          .filter((adjustment) => (adjustment.number ?? 0) < 0)
          .map((adjustment) =>
            adjustment.refuse(`ScalingAdjustment ${adjustment.number} must not be negative for ExactCapacity.`),
          )
      : [],
};
