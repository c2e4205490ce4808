import type { Scaling, VariantName } from '../../ports/scaling.ts';
import { clientSettings, once } from './client.ts';
import { callAws, deleteIfExists } from './errors.ts';

const NAMESPACE = 'sagemaker';
const DIMENSION = 'sagemaker:variant:DesiredInstanceCount';
const METRIC = 'SageMakerVariantInvocationsPerInstance';

/** Scaling over AWS Application Auto Scaling. */
export function applicationAutoScaling(region: string): Scaling {
  const client = once(
    async () =>
      new (await import('@aws-sdk/client-application-auto-scaling')).ApplicationAutoScaling(clientSettings(region)),
  );
  const key = (variant: VariantName) =>
    ({
      ServiceNamespace: NAMESPACE,
      ResourceId: `endpoint/${variant.endpoint}/variant/${variant.variant}`,
      ScalableDimension: DIMENSION,
    }) as const;
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
      const policies = [];
      let token: string | undefined;
      do {
        const page = await callAws(`read the scaling policies of ${variant.endpoint}`, async () =>
          (await client()).describeScalingPolicies({
            ...key(variant),
            ...(token === undefined ? {} : { NextToken: token }),
          }),
        );
        for (const policy of page.ScalingPolicies ?? []) {
          policies.push({
            name: policy.PolicyName ?? '',
            invocationsPerInstance: policy.TargetTrackingScalingPolicyConfiguration?.TargetValue ?? Number.NaN,
          });
        }
        token = page.NextToken;
      } while (token !== undefined);
      return policies;
    },
    async putPolicy(variant, policy) {
      await callAws(`set the scaling policy of ${variant.endpoint}`, async () =>
        (await client()).putScalingPolicy({
          ...key(variant),
          PolicyName: policy.name,
          PolicyType: 'TargetTrackingScaling',
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: policy.invocationsPerInstance,
            PredefinedMetricSpecification: { PredefinedMetricType: METRIC },
          },
        }),
      );
    },
  };
}
