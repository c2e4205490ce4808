import type { Context, Shape } from '../context.ts';
import { DEFAULT_STARTUP_SECONDS } from '../model-hosting.ts';
import type { DeployedVariant, Deployment } from '../runtime/deployment.ts';
import { readRollout } from '../runtime/rollout.ts';
import { containersOf, requireModel } from './models.ts';

/**
 * Makes the deployment of an endpoint configuration, with the containers of its models.
 * @param policy the DeploymentConfig of the request
 * @throws ServiceError ValidationException when a model does not exist or the policy is not allowed
 */
export function newDeployment(config: Shape, policy: Shape | undefined, context: Context): Deployment {
  const configured: Shape[] = config.ProductionVariants;
  const variants = configured.map(
    (variant): DeployedVariant => ({
      name: variant.VariantName,
      containers: containersOf(requireModel(variant.ModelName, context), context),
      weight: variant.InitialVariantWeight,
      instanceCount: variant.InitialInstanceCount ?? 1,
      startupTimeoutSeconds: variant.ContainerStartupHealthCheckTimeoutInSeconds ?? DEFAULT_STARTUP_SECONDS,
    }),
  );
  const minInstanceCount = Math.min(...variants.map((variant) => variant.instanceCount));
  return {
    configName: config.EndpointConfigName,
    variants,
    configured,
    rollout: readRollout(policy, minInstanceCount),
    startedAt: context.now(),
  };
}

/**
 * Applies RetainAllVariantProperties: counts and weights stay as they are now instead of those of the new
 * configuration. So an update does not undo what the autoscaler did.
 */
export function retainProperties(deployment: Deployment, endpoint: Shape, input: Shape): Deployment {
  if (input.RetainAllVariantProperties !== true) return deployment;
  const excluded = new Set(
    ((input.ExcludeRetainedVariantProperties as Shape[] | undefined) ?? []).map((each) => each.VariantPropertyType),
  );
  const variants = deployment.variants.map((variant) => {
    const current = (endpoint.ProductionVariants as Shape[] | undefined)?.find(
      (each) => each.VariantName === variant.name,
    );
    return {
      ...variant,
      weight: excluded.has('DesiredWeight') ? variant.weight : (current?.DesiredWeight ?? variant.weight),
      instanceCount: excluded.has('DesiredInstanceCount')
        ? variant.instanceCount
        : (current?.DesiredInstanceCount ?? variant.instanceCount),
    };
  });
  return { ...deployment, variants };
}

/** Gives the deployment with the weights and counts that DescribeEndpoint shows. */
export function withCurrentCounts(deployed: Deployment, productionVariants: readonly Shape[]): Deployment {
  return {
    ...deployed,
    variants: deployed.variants.map((variant) => {
      const current = productionVariants.find((each) => each.VariantName === variant.name);
      return {
        ...variant,
        weight: current?.CurrentWeight ?? variant.weight,
        instanceCount: current?.CurrentInstanceCount ?? variant.instanceCount,
      };
    }),
  };
}
