import type { RefusalCase } from '../refusal-case.ts';
import type { Json } from '../requests.ts';

const TRACKING = 'TargetTrackingScalingPolicyConfiguration';
const METRIC = `${TRACKING}.PredefinedMetricSpecification`;
const STAT = { Metric: { MetricName: 'm', Namespace: 'n' }, Stat: 'Average' };
const queries = (...Metrics: Json[]) => ({
  [TRACKING]: { TargetValue: 100, CustomizedMetricSpecification: { Metrics } },
});
const steps = (type: string, ...StepAdjustments: Json[]) => ({
  PolicyType: 'StepScaling',
  [TRACKING]: null,
  StepScalingPolicyConfiguration: { AdjustmentType: type, StepAdjustments },
});

export const scalingCases: readonly RefusalCase[] = [
  {
    rule: 'capacity-range',
    operation: 'RegisterScalableTarget',
    refused: { MinCapacity: 4 },
    at: 'MinCapacity',
    message: 'MinCapacity 4 must be at most MaxCapacity, which is 3.',
    taken: { MinCapacity: 3 },
  },
  {
    rule: 'capacity-range',
    operation: 'PutScheduledAction',
    refused: { 'ScalableTargetAction.MinCapacity': 2 },
    at: 'ScalableTargetAction.MinCapacity',
    message: 'MinCapacity 2 must be at most MaxCapacity, which is 1.',
    taken: { 'ScalableTargetAction.MaxCapacity': null },
  },
  {
    rule: 'metric-label',
    operation: 'PutScalingPolicy',
    refused: { [`${METRIC}.ResourceLabel`]: 'app/lb/1/targetgroup/tg/2' },
    at: `${METRIC}.ResourceLabel`,
    message: 'ResourceLabel cannot be specified for the metric type SageMakerVariantInvocationsPerInstance.',
    taken: {},
  },
  {
    rule: 'metric-of-other-service',
    operation: 'PutScalingPolicy',
    refused: { [`${METRIC}.PredefinedMetricType`]: 'ALBRequestCountPerTarget' },
    at: `${METRIC}.PredefinedMetricType`,
    message: 'The metric type ALBRequestCountPerTarget applies to Spot Fleets and ECS services only.',
    taken: { [`${METRIC}.PredefinedMetricType`]: 'SageMakerVariantConcurrentRequestsPerModelHighResolution' },
  },
  {
    rule: 'metric-twice',
    operation: 'PutScalingPolicy',
    refused: {
      [`${TRACKING}.CustomizedMetricSpecification`]: { MetricName: 'm', Namespace: 'n', Statistic: 'Average' },
    },
    at: `${TRACKING}.CustomizedMetricSpecification`,
    message: 'Specify either a predefined metric or a customized metric, not both.',
    taken: {
      [METRIC]: null,
      [`${TRACKING}.CustomizedMetricSpecification`]: { MetricName: 'm', Namespace: 'n', Statistic: 'Average' },
    },
  },
  {
    rule: 'metric-query',
    operation: 'PutScalingPolicy',
    refused: queries({ Id: 'a', Expression: 'b * 2', MetricStat: STAT }),
    at: `${TRACKING}.CustomizedMetricSpecification.Metrics.0`,
    message: 'Each metric data query must specify either Expression or MetricStat, but not both.',
    taken: queries({ Id: 'a', Expression: 'b * 2' }, { Id: 'b', MetricStat: STAT, ReturnData: false }),
  },
  {
    rule: 'metric-query-id-twice',
    operation: 'PutScalingPolicy',
    refused: queries({ Id: 'a', MetricStat: STAT }, { Id: 'a', MetricStat: STAT }),
    at: `${TRACKING}.CustomizedMetricSpecification.Metrics.1.Id`,
    message: 'More than one metric data query has the Id a.',
    taken: queries({ Id: 'a', MetricStat: STAT }, { Id: 'b', MetricStat: STAT }),
  },
  {
    rule: 'policy-type',
    operation: 'PutScalingPolicy',
    refused: { PolicyType: 'PredictiveScaling', [TRACKING]: null },
    at: 'PolicyType',
    message: 'PredictiveScaling is only supported for Amazon ECS.',
    taken: { ServiceNamespace: 'ecs', PolicyType: 'PredictiveScaling', [TRACKING]: null },
  },
  {
    rule: 'step-bounds',
    operation: 'PutScalingPolicy',
    refused: steps('ChangeInCapacity', {
      MetricIntervalLowerBound: 10,
      MetricIntervalUpperBound: 5,
      ScalingAdjustment: 1,
    }),
    at: 'StepScalingPolicyConfiguration.StepAdjustments.0.MetricIntervalUpperBound',
    message: 'MetricIntervalUpperBound 5 must be greater than MetricIntervalLowerBound, which is 10.',
    taken: steps('ChangeInCapacity', { MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }),
  },
  {
    rule: 'step-bounds',
    operation: 'PutScalingPolicy',
    refused: steps('ChangeInCapacity', { ScalingAdjustment: 1 }),
    at: 'StepScalingPolicyConfiguration.StepAdjustments.0',
    message: 'The upper and lower bound of a step adjustment cannot both be absent.',
    taken: steps('ChangeInCapacity', { MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }),
  },
  {
    rule: 'open-steps',
    operation: 'PutScalingPolicy',
    refused: steps(
      'ChangeInCapacity',
      { MetricIntervalLowerBound: 0, ScalingAdjustment: 1 },
      { MetricIntervalLowerBound: 10, ScalingAdjustment: 2 },
    ),
    at: 'StepScalingPolicyConfiguration.StepAdjustments.1',
    message: 'At most one step adjustment can have no MetricIntervalUpperBound.',
    taken: steps(
      'ChangeInCapacity',
      { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
      { MetricIntervalLowerBound: 10, ScalingAdjustment: 2 },
    ),
  },
  {
    rule: 'exact-capacity',
    operation: 'PutScalingPolicy',
    refused: steps('ExactCapacity', { MetricIntervalLowerBound: 0, ScalingAdjustment: -1 }),
    at: 'StepScalingPolicyConfiguration.StepAdjustments.0.ScalingAdjustment',
    message: 'ScalingAdjustment -1 must not be negative for ExactCapacity.',
    taken: steps('ChangeInCapacity', { MetricIntervalLowerBound: 0, ScalingAdjustment: -1 }),
  },
];
