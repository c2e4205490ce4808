import type { Refusal } from '../refusal.ts';
import { targetTracking } from '../scaling-policy.ts';

export const metricOfOtherService: Refusal = {
  name: 'metric-of-other-service',
  operations: ['PutScalingPolicy'],
  rule: 'The metric ALBRequestCountPerTarget is for Spot Fleets and ECS services.',
  source: 'Application Auto Scaling API reference, PredefinedMetricSpecification.PredefinedMetricType',
  confidence: 'documented',
  way_out: 'Use SageMakerVariantInvocationsPerInstance.',
  find: (request) => {
    const type = targetTracking(request).at('PredefinedMetricSpecification.PredefinedMetricType');
    return request.at('ServiceNamespace').text === 'sagemaker' && type.text === 'ALBRequestCountPerTarget'
      ? [type.refuse('The metric type ALBRequestCountPerTarget applies to Spot Fleets and ECS services only.')]
      : [];
  },
};
