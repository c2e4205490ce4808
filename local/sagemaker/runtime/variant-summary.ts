import type { Shape } from '../context.ts';
import type { Deployment } from './endpoint-runtime.ts';

/** `ProductionVariants` of DescribeEndpoint for a deployment that serves. */
export function servedVariants(deployment: Deployment, now: number): Shape[] {
  return deployment.variants.map((variant, index) => ({
    ...repeated(deployment, index, now),
    CurrentWeight: variant.weight,
    DesiredWeight: variant.weight,
    CurrentInstanceCount: variant.instanceCount,
    DesiredInstanceCount: variant.instanceCount,
  }));
}

/** `PendingDeploymentSummary` of a deployment under way; `share` of the traffic is on it already. */
export function pendingSummary(
  deployment: Deployment,
  share: number,
  now: number,
  status: string,
  message?: string,
): Shape {
  return {
    EndpointConfigName: deployment.configName,
    StartTime: deployment.startedAt,
    ProductionVariants: deployment.variants.map((variant, index) => ({
      ...repeated(deployment, index, now),
      InstanceType: deployment.configured[index]?.InstanceType,
      CurrentWeight: variant.weight * share,
      DesiredWeight: variant.weight,
      CurrentInstanceCount: status === 'Creating' ? 0 : variant.instanceCount,
      DesiredInstanceCount: variant.instanceCount,
      VariantStatus: [{ Status: status, ...(message === undefined ? {} : { StatusMessage: message }), StartTime: now }],
    })),
  };
}

function repeated(deployment: Deployment, index: number, now: number): Shape {
  const variant = deployment.variants[index];
  const configured = deployment.configured[index] ?? {};
  return {
    VariantName: variant?.name,
    DeployedImages: variant?.containers.map(({ image }) => ({
      SpecifiedImage: image,
      ResolvedImage: image,
      ResolutionTime: now,
    })),
    ...(configured.ManagedInstanceScaling ? { ManagedInstanceScaling: configured.ManagedInstanceScaling } : {}),
    ...(configured.RoutingConfig ? { RoutingConfig: configured.RoutingConfig } : {}),
  };
}
