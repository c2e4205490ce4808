import type { Member } from './member.ts';

/** The target tracking part of a PutScalingPolicy request. */
export function targetTracking(request: Member): Member {
  return request.at('TargetTrackingScalingPolicyConfiguration');
}

/** The queries of its customized metric. */
export function metricQueries(request: Member): readonly Member[] {
  return targetTracking(request).at('CustomizedMetricSpecification.Metrics').items;
}

/** The steps of a step scaling policy. */
export function stepAdjustments(request: Member): readonly Member[] {
  return request.at('StepScalingPolicyConfiguration.StepAdjustments').items;
}
