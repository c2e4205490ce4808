import type { Refusal } from '../refusal.ts';
import { stepAdjustments } from '../scaling-policy.ts';

export const stepBounds: Refusal = {
  name: 'step-bounds',
  operations: ['PutScalingPolicy'],
  rule: 'A step has a lower or an upper bound, and its upper bound is greater than its lower bound.',
  source: 'Application Auto Scaling API reference, StepAdjustment',
  confidence: 'documented',
  way_out: 'Correct the bounds of the step.',
  find: (request) =>
    stepAdjustments(request).flatMap((step) => {
      const [lower, upper] = [step.at('MetricIntervalLowerBound'), step.at('MetricIntervalUpperBound')];
      if (!lower.exists && !upper.exists) {
        return [step.refuse('The upper and lower bound of a step adjustment cannot both be absent.')];
      }
      if (lower.number === undefined || upper.number === undefined || upper.number > lower.number) return [];
      return [
        upper.refuse(
          `MetricIntervalUpperBound ${upper.number} must be greater than MetricIntervalLowerBound, which is ${lower.number}.`,
        ),
      ];
    }),
};
