import type { Shape } from '../context.ts';
import type { Deployment } from './deployment.ts';

/** Makes `ProductionVariants` of DescribeEndpoint for a deployment that serves. */
export function servedVariants(deployment: Deployment, now: number): Shape[] {
  return deployment.variants.map((variant, index) => ({
    ...commonMembers(deployment, index, now),
    CurrentWeight: variant.weight,
    DesiredWeight: variant.weight,
    ...capacity(deployment.configured[index], variant.instanceCount, variant.instanceCount),
  }));
}

/** How far a deployment is. */
export interface DeploymentProgress {
  /** Share of the traffic that the new fleet has. */
  readonly share: number;
  readonly now: number;
  readonly status: string;
  readonly message?: string;
}

/** Makes `PendingDeploymentSummary` of a deployment in progress. */
export function pendingSummary(deployment: Deployment, progress: DeploymentProgress): Shape {
  const { share, now, status, message } = progress;
  return {
    EndpointConfigName: deployment.configName,
    StartTime: deployment.startedAt,
    ProductionVariants: deployment.variants.map((variant, index) => ({
      ...commonMembers(deployment, index, now),
      InstanceType: deployment.configured[index]?.InstanceType,
      CurrentWeight: variant.weight * share,
      DesiredWeight: variant.weight,
      ...capacity(
        deployment.configured[index],
        status === 'Creating' ? 0 : variant.instanceCount,
        variant.instanceCount,
      ),
      VariantStatus: [{ Status: status, ...(message === undefined ? {} : { StatusMessage: message }), StartTime: now }],
    })),
  };
}

/** The instances of a variant, or what serves instead of them: a serverless variant has no instances. */
function capacity(configured: Shape | undefined, current: number, desired: number): Shape {
  const serverless = configured?.ServerlessConfig;
  if (serverless === undefined) return { CurrentInstanceCount: current, DesiredInstanceCount: desired };
  return { CurrentInstanceCount: 0, CurrentServerlessConfig: serverless, DesiredServerlessConfig: serverless };
}

function commonMembers(deployment: Deployment, index: number, now: number): Shape {
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
