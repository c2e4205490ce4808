import type { Refusal } from '../refusal.ts';

export const policyType: Refusal = {
  name: 'policy-type',
  operations: ['PutScalingPolicy'],
  rule: 'Predictive scaling is for Amazon ECS.',
  source: 'Application Auto Scaling API reference, PutScalingPolicy.PolicyType',
  confidence: 'documented',
  way_out: 'Use TargetTrackingScaling.',
  find: (request) =>
    request.at('PolicyType').text === 'PredictiveScaling' && request.at('ServiceNamespace').text === 'sagemaker'
      ? [request.at('PolicyType').refuse('PredictiveScaling is only supported for Amazon ECS.')]
      : [],
};
