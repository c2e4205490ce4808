import type { Refusal } from '../refusal.ts';
import { stepAdjustments } from '../scaling-policy.ts';

export const openSteps: Refusal = {
  name: 'open-steps',
  operations: ['PutScalingPolicy'],
  rule: 'At most one step of a policy has no lower bound, and at most one has no upper bound.',
  source: 'Application Auto Scaling API reference, StepAdjustment',
  confidence: 'documented',
  way_out: 'Give the other steps bounds.',
  find: (request) =>
    ['MetricIntervalLowerBound', 'MetricIntervalUpperBound'].flatMap((bound) =>
      stepAdjustments(request)
        .filter((step) => step.exists && !step.at(bound).exists)
        .slice(1)
        .map((step) => step.refuse(`At most one step adjustment can have no ${bound}.`)),
    ),
};
