import type { ScalingPolicy as PolicyAnswer } from '@aws-sdk/client-application-auto-scaling';
import type { Scaling, TargetTracking, TargetTrackingPolicy, VariantName } from '../../ports/scaling.ts';
import { allPages, clientSettings, once } from './client.ts';
import { callAws, deleteIfExists } from './errors.ts';

const NAMESPACE = 'sagemaker';
const DIMENSION = 'sagemaker:variant:DesiredInstanceCount';

/** Predefined metrics of Application Auto Scaling for a variant (API reference, PredefinedMetricSpecification). */
const PREDEFINED = {
  invocations: 'SageMakerVariantInvocationsPerInstance',
  concurrency: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
} as const;

/** Instance metrics of an endpoint are in this namespace (developer guide, "Monitor SageMaker with CloudWatch"). */
const CPU = { MetricName: 'CPUUtilization', Namespace: '/aws/sagemaker/Endpoints', Statistic: 'Average' } as const;

const key = (variant: VariantName) =>
  ({
    ServiceNamespace: NAMESPACE,
    ResourceId: `endpoint/${variant.endpoint}/variant/${variant.variant}`,
    ScalableDimension: DIMENSION,
  }) as const;

/** Scaling over AWS Application Auto Scaling. */
export function applicationAutoScaling(region: string): Scaling {
  const client = once(
    async () =>
      new (await import('@aws-sdk/client-application-auto-scaling')).ApplicationAutoScaling(clientSettings(region)),
  );
  return {
    async target(variant) {
      const { ResourceId } = key(variant);
      const answer = await callAws(`read the scaling of ${ResourceId}`, async () =>
        (await client()).describeScalableTargets({
          ServiceNamespace: NAMESPACE,
          ScalableDimension: DIMENSION,
          ResourceIds: [ResourceId],
        }),
      );
      const target = answer.ScalableTargets?.find((each) => each.ResourceId === ResourceId);
      return target && { min: target.MinCapacity ?? 0, max: target.MaxCapacity ?? 0 };
    },
    async register(variant, { min, max }) {
      await callAws(`register ${variant.endpoint} for scaling`, async () =>
        (await client()).registerScalableTarget({ ...key(variant), MinCapacity: min, MaxCapacity: max }),
      );
    },
    async deregister(variant) {
      return deleteIfExists(`remove the scaling of ${variant.endpoint}`, async () =>
        (await client()).deregisterScalableTarget(key(variant)),
      );
    },
    async policies(variant) {
      const policies = await callAws(`read the scaling policies of ${variant.endpoint}`, async () =>
        allPages(
          async (token) =>
            (await client()).describeScalingPolicies({
              ...key(variant),
              ...(token === undefined ? {} : { NextToken: token }),
            }),
          (page) => page.ScalingPolicies,
          (page) => page.NextToken,
        ),
      );
      return policies
        .filter(({ ResourceId }) => ResourceId === key(variant).ResourceId)
        .map((policy) => ({ name: policy.PolicyName ?? '', tracking: trackingOf(policy) }));
    },
    async putPolicy(variant, policy) {
      await callAws(`set the scaling policy of ${variant.endpoint}`, async () =>
        (await client()).putScalingPolicy({
          ...key(variant),
          PolicyName: policy.name,
          PolicyType: 'TargetTrackingScaling',
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: policy.target,
            ScaleInCooldown: policy.scaleInCooldown,
            ScaleOutCooldown: policy.scaleOutCooldown,
            ...metricOf(policy, variant),
          },
        }),
      );
    },
    async deletePolicy(variant, name) {
      return deleteIfExists(`delete the scaling policy ${name} of ${variant.endpoint}`, async () =>
        (await client()).deleteScalingPolicy({ ...key(variant), PolicyName: name }),
      );
    },
    async scheduledActions(variant) {
      const actions = await callAws(`read the scheduled actions of ${variant.endpoint}`, async () =>
        allPages(
          async (token) =>
            (await client()).describeScheduledActions({
              ...key(variant),
              ...(token === undefined ? {} : { NextToken: token }),
            }),
          (page) => page.ScheduledActions,
          (page) => page.NextToken,
        ),
      );
      return actions.map(({ ScheduledActionName, Schedule, Timezone, ScalableTargetAction }) => ({
        name: ScheduledActionName ?? '',
        schedule: Schedule ?? '',
        timezone: Timezone ?? 'UTC',
        min: ScalableTargetAction?.MinCapacity,
        max: ScalableTargetAction?.MaxCapacity,
      }));
    },
    async putScheduledAction(variant, { name, schedule, timezone, min, max }) {
      await callAws(`set the scheduled action ${name} of ${variant.endpoint}`, async () =>
        (await client()).putScheduledAction({
          ...key(variant),
          ScheduledActionName: name,
          Schedule: schedule,
          Timezone: timezone,
          ScalableTargetAction: {
            ...(min === undefined ? {} : { MinCapacity: min }),
            ...(max === undefined ? {} : { MaxCapacity: max }),
          },
        }),
      );
    },
    async deleteScheduledAction(variant, name) {
      return deleteIfExists(`delete the scheduled action ${name} of ${variant.endpoint}`, async () =>
        (await client()).deleteScheduledAction({ ...key(variant), ScheduledActionName: name }),
      );
    },
  };
}

function metricOf({ metric }: TargetTrackingPolicy, { endpoint, variant }: VariantName) {
  if (metric !== 'cpu') return { PredefinedMetricSpecification: { PredefinedMetricType: PREDEFINED[metric] } };
  const Dimensions = [
    { Name: 'EndpointName', Value: endpoint },
    { Name: 'VariantName', Value: variant },
  ];
  return { CustomizedMetricSpecification: { ...CPU, Dimensions, Unit: 'Percent' } };
}

/** Null for a policy that this project cannot have made. */
function trackingOf({ TargetTrackingScalingPolicyConfiguration: found }: PolicyAnswer): TargetTracking | null {
  if (found?.TargetValue === undefined) return null;
  const predefined = found.PredefinedMetricSpecification?.PredefinedMetricType;
  const custom = found.CustomizedMetricSpecification;
  const metric =
    predefined === PREDEFINED.invocations
      ? 'invocations'
      : predefined === PREDEFINED.concurrency
        ? 'concurrency'
        : custom?.MetricName === CPU.MetricName && custom.Namespace === CPU.Namespace
          ? 'cpu'
          : null;
  if (metric === null) return null;
  return {
    metric,
    target: found.TargetValue,
    // API reference: 300 for a SageMaker endpoint variant, where the policy gives none.
    scaleInCooldown: found.ScaleInCooldown ?? 300,
    scaleOutCooldown: found.ScaleOutCooldown ?? 300,
  };
}
