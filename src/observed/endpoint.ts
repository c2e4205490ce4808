import { Failure } from '../failure.ts';
import type {
  Aws,
  Endpoint,
  EndpointConfig,
  NamedResource,
  ScalingPolicy,
  ScalingTarget,
  ScheduledAction,
  VariantName,
} from '../ports/index.ts';
import { type ForeignResource, foreignResource, type Owner } from './ownership.ts';

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
  /** What the variant in service runs on; undefined when no configuration is in service, or it was deleted. */
  running: { instanceType: string | undefined; serverless: boolean } | undefined;
  scaling: ScalingTarget | undefined;
  policies: ScalingPolicy[];
  scheduledActions: ScheduledAction[];
  configs: OwnedConfig[];
  models: NamedResource[];
}

/** An endpoint as it was read, with what has a wanted name and is not the project's. */
export interface EndpointReading extends ObservedEndpoint {
  /** The endpoint itself, and models and configurations with the prefixes, that the project does not own. */
  foreign: ForeignResource[];
}

/** The names by which an environment's endpoint is found, and who asks. */
export interface EndpointNames {
  owner: Owner;
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
export async function observeEndpoint(aws: Aws, names: EndpointNames): Promise<EndpointReading> {
  const variant: VariantName = { endpoint: names.endpoint, variant: names.variant };
  const [endpoint, scaling, policies, scheduledActions, configs, models] = await Promise.all([
    aws.sagemaker.endpoint(names.endpoint),
    aws.scaling.target(variant),
    aws.scaling.policies(variant),
    aws.scaling.scheduledActions(variant),
    aws.sagemaker.endpointConfigs(names.configPrefix),
    aws.sagemaker.models(names.modelPrefix),
  ]);
  const { owner } = names;
  const own = {
    configs: await divide(aws, configs, { kind: 'endpoint-config', prefix: names.configPrefix, owner }),
    models: await divide(aws, models, { kind: 'model', prefix: names.modelPrefix, owner }),
  };
  const { name, arn } = endpoint ?? { name: names.endpoint, arn: '' };
  const foreign = endpoint && foreignResource({ kind: 'endpoint', name, arn }, await aws.sagemaker.tags(arn), owner);
  return {
    foreign: [...(foreign === undefined ? [] : [foreign]), ...own.configs.foreign, ...own.models.foreign],
    endpoint,
    running: await runningVariant(aws, endpoint, names.variant),
    scaling,
    policies,
    scheduledActions,
    models: own.models.owned,
    configs: await Promise.all(
      own.configs.owned.map(async (config) => {
        const described = await aws.sagemaker.endpointConfig(config.name);
        return {
          ...config,
          models: (described?.variants ?? []).flatMap(({ modelName }) => (modelName === undefined ? [] : [modelName])),
        };
      }),
    ),
  };
}

/** Undefined too when the role may not read it: a configuration of an earlier `endpoint_config_name` is not the role's. */
async function readConfig(aws: Aws, name: string): Promise<EndpointConfig | undefined> {
  try {
    return await aws.sagemaker.endpointConfig(name);
  } catch (error) {
    if (error instanceof Failure && error.code === 'access_denied') return undefined;
    throw error;
  }
}

async function runningVariant(
  aws: Aws,
  endpoint: Endpoint | undefined,
  name: string,
): Promise<ObservedEndpoint['running']> {
  if (endpoint?.configName === undefined) return undefined;
  const config = await readConfig(aws, endpoint.configName);
  const variant = config?.variants.find((each) => each.name === name) ?? config?.variants[0];
  return variant && { instanceType: variant.instanceType, serverless: variant.serverless };
}

/** Divides the resources with a prefix by whether the project owns them. Its own come newest first. */
async function divide(
  aws: Aws,
  resources: NamedResource[],
  { kind, prefix, owner }: { kind: 'endpoint-config' | 'model'; prefix: string; owner: Owner },
): Promise<{ owned: NamedResource[]; foreign: ForeignResource[] }> {
  const owned: NamedResource[] = [];
  const foreign: ForeignResource[] = [];
  for (const resource of resources) {
    const { name, arn } = resource;
    // NameContains also finds the prefix in the middle of a name.
    if (!name.startsWith(prefix)) continue;
    const other = foreignResource({ kind, name, arn }, await aws.sagemaker.tags(arn), owner);
    if (other === undefined) owned.push(resource);
    else foreign.push(other);
  }
  owned.sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? '') || a.name.localeCompare(b.name));
  return { owned, foreign };
}
