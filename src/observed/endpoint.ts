import type { Aws, Endpoint, NamedResource, ScalingTarget, TargetTrackingPolicy, VariantName } from '../ports/index.ts';
import { isOurs } from './ownership.ts';

/** A configuration that this project made for the environment. */
export interface OwnedConfig extends NamedResource {
  models: string[];
}

/** What runs now, and what this project made for this environment before; both lists newest first. */
export interface ObservedEndpoint {
  endpoint: Endpoint | undefined;
  scaling: ScalingTarget | undefined;
  policies: TargetTrackingPolicy[];
  configs: OwnedConfig[];
  models: NamedResource[];
}

export interface EndpointNames {
  environment: string;
  endpoint: string;
  variant: string;
  /** Start of the names of its configurations and of its models. */
  configPrefix: string;
  modelPrefix: string;
}

/** Reads an environment's endpoint with everything that belongs to it. Only what carries our tags counts as ours. */
export async function observeEndpoint(aws: Aws, names: EndpointNames): Promise<ObservedEndpoint> {
  const variant: VariantName = { endpoint: names.endpoint, variant: names.variant };
  const [endpoint, scaling, policies, configs, models] = await Promise.all([
    aws.sagemaker.endpoint(names.endpoint),
    aws.scaling.target(variant),
    aws.scaling.policies(variant),
    aws.sagemaker.endpointConfigs(names.configPrefix),
    aws.sagemaker.models(names.modelPrefix),
  ]);
  const owned = await ours(aws, names.environment, configs, names.configPrefix);
  return {
    endpoint,
    scaling,
    policies,
    models: await ours(aws, names.environment, models, names.modelPrefix),
    configs: await Promise.all(
      owned.map(async (config) => {
        const found = await aws.sagemaker.endpointConfig(config.name);
        return {
          ...config,
          models: (found?.variants ?? []).flatMap(({ modelName }) => (modelName === undefined ? [] : [modelName])),
        };
      }),
    ),
  };
}

async function ours(
  aws: Aws,
  environment: string,
  resources: NamedResource[],
  prefix: string,
): Promise<NamedResource[]> {
  const kept: NamedResource[] = [];
  for (const resource of resources) {
    // NameContains also finds the prefix in the middle of a name.
    if (!resource.name.startsWith(prefix)) continue;
    if (isOurs(await aws.sagemaker.tags(resource.arn), environment)) kept.push(resource);
  }
  return kept.sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? '') || a.name.localeCompare(b.name));
}
