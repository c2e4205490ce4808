import type { Refusal } from '../refusal.ts';
import { targetTracking } from '../scaling-policy.ts';

export const metricTwice: Refusal = {
  name: 'metric-twice',
  operations: ['PutScalingPolicy'],
  rule: 'A target tracking policy follows a predefined metric or a customized one, not both.',
  source: 'Application Auto Scaling API reference, TargetTrackingScalingPolicyConfiguration',
  confidence: 'documented',
  way_out: 'Keep one of the metrics.',
  find: (request) => {
    const tracking = targetTracking(request);
    return tracking.at('PredefinedMetricSpecification').exists && tracking.at('CustomizedMetricSpecification').exists
      ? [
          tracking
            .at('CustomizedMetricSpecification')
            .refuse('Specify either a predefined metric or a customized metric, not both.'),
        ]
      : [];
  },
};
