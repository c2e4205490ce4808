import type { Refusal } from '../refusal.ts';
import { targetTracking } from '../scaling-policy.ts';

export const metricLabel: Refusal = {
  name: 'metric-label',
  operations: ['PutScalingPolicy'],
  rule: 'A resource label belongs to the metric ALBRequestCountPerTarget only.',
  source: 'Application Auto Scaling API reference, PredefinedMetricSpecification.ResourceLabel',
  confidence: 'documented',
  way_out: 'Leave out ResourceLabel.',
  find: (request) => {
    const metric = targetTracking(request).at('PredefinedMetricSpecification');
    const type = metric.at('PredefinedMetricType').text;
    if (type === undefined || type === 'ALBRequestCountPerTarget' || !metric.at('ResourceLabel').exists) return [];
    return [metric.at('ResourceLabel').refuse(`ResourceLabel cannot be specified for the metric type ${type}.`)];
  },
};
