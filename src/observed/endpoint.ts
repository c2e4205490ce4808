import type { Aws, Endpoint, NamedResource, ScalingTarget, TargetTrackingPolicy, VariantName } from '../ports/index.ts';
import { isOurs } from './ownership.ts';

/** An endpoint configuration that this project made for the environment. */
export interface OwnedConfig extends NamedResource {
  /** Names of the models that its variants use. */
  models: string[];
}

/**
 * The deployed endpoint, and the configurations and models that this project made for the environment, newest first.
 */
export interface ObservedEndpoint {
  endpoint: Endpoint | undefined;
  scaling: ScalingTarget | undefined;
  policies: TargetTrackingPolicy[];
  configs: OwnedConfig[];
  models: NamedResource[];
}

/** The names by which an environment's endpoint is found. */
export interface EndpointNames {
  environment: string;
  endpoint: string;
  variant: string;
  /** Start of the names of its endpoint configurations. */
  configPrefix: string;
  /** Start of the names of its models. */
  modelPrefix: string;
}

/**
 * Reads an environment's endpoint, its scaling, and its configurations and models. A configuration or model belongs to
 * the environment only when it has this project's tags.
 */
export async function observeEndpoint(aws: Aws, names: EndpointNames): Promise<ObservedEndpoint> {
  const variant: VariantName = { endpoint: names.endpoint, variant: names.variant };
  const [endpoint, scaling, policies, configs, models] = await Promise.all([
    aws.sagemaker.endpoint(names.endpoint),
    aws.scaling.target(variant),
    aws.scaling.policies(variant),
    aws.sagemaker.endpointConfigs(names.configPrefix),
    aws.sagemaker.models(names.modelPrefix),
  ]);
  const owned = await ownedResources(aws, names.environment, configs, names.configPrefix);
  return {
    endpoint,
    scaling,
    policies,
    models: await ownedResources(aws, names.environment, models, names.modelPrefix),
    configs: await Promise.all(
      owned.map(async (config) => {
        const described = await aws.sagemaker.endpointConfig(config.name);
        return {
          ...config,
          models: (described?.variants ?? []).flatMap(({ modelName }) => (modelName === undefined ? [] : [modelName])),
        };
      }),
    ),
  };
}

/** The resources that have the prefix and this project's tags for the environment, newest first. */
async function ownedResources(
  aws: Aws,
  environment: string,
  resources: NamedResource[],
  prefix: string,
): Promise<NamedResource[]> {
  const owned: NamedResource[] = [];
  for (const resource of resources) {
    // NameContains also finds the prefix in the middle of a name.
    if (!resource.name.startsWith(prefix)) continue;
    if (isOurs(await aws.sagemaker.tags(resource.arn), environment)) owned.push(resource);
  }
  return owned.sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? '') || a.name.localeCompare(b.name));
}
