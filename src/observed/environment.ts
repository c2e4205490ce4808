import type { Environment } from '../config/index.ts';
import type { Aws } from '../ports/index.ts';
import { contentPrefix, VARIANT } from './content-name.ts';
import { type ObservedEndpoint, observeEndpoint } from './endpoint.ts';
import { foreignPipeline } from './owned-pipeline.ts';
import type { ForeignResource, Owner } from './ownership.ts';
import { readPackageGroup } from './package-group.ts';

/** Everything in an account that belongs to one environment of this project. */
export interface ObservedEnvironment extends ObservedEndpoint {
  endpointName: string;
  variant: string;
  batchPipeline: { name: string; arn: string } | undefined;
  /** Models that executions of the batch pipeline made. SageMaker does not delete them with the pipeline. */
  batchModels: string[];
  registry: { group: string; packages: string[] } | undefined;
  /** Endpoint, batch pipeline and group of the wanted names that the project does not own. */
  foreign: ForeignResource[];
}

/**
 * Reads everything in an account that belongs to one environment of a project, by name and by tag. `foreign` lists what has one
 * of its names and another owner; its models and executions are not read.
 */
export async function observeEnvironment(
  aws: Aws,
  environment: Environment,
  options: { owner: Owner; registryGroup: string | undefined },
): Promise<ObservedEnvironment> {
  const { endpoint, batch_transform } = environment;
  const { owner } = options;
  const observed = await observeEndpoint(aws, {
    owner,
    endpoint: endpoint.endpoint_name,
    variant: VARIANT,
    configPrefix: contentPrefix(endpoint.endpoint_config_name),
    modelPrefix: contentPrefix(endpoint.endpoint_name),
  });
  const pipeline = await aws.sagemaker.pipeline(batch_transform.pipeline_name);
  const otherPipeline = await foreignPipeline(aws.sagemaker, 'batch-pipeline', pipeline, owner);
  const registry = await registryOf(aws, options.registryGroup, owner);
  return {
    ...observed,
    endpointName: endpoint.endpoint_name,
    variant: VARIANT,
    batchPipeline: pipeline && { name: pipeline.name, arn: pipeline.arn },
    batchModels: pipeline === undefined || otherPipeline !== undefined ? [] : await batchModels(aws, pipeline.name),
    registry: registry && { group: registry.group, packages: registry.packages },
    // Models and configurations of others that only share a prefix are not removed, so they are not listed.
    foreign: [
      ...observed.foreign.filter(({ kind }) => kind === 'endpoint'),
      ...(otherPipeline === undefined ? [] : [otherPipeline]),
      ...(registry?.foreign === undefined ? [] : [registry.foreign]),
    ],
  };
}

async function batchModels(aws: Aws, pipelineName: string): Promise<string[]> {
  const names = new Set<string>();
  for (const { arn } of await aws.sagemaker.executions(pipelineName)) {
    for (const { modelArn } of await aws.sagemaker.steps(arn)) {
      const name = modelArn?.slice(modelArn.lastIndexOf('/') + 1);
      if (name !== undefined && (await aws.sagemaker.model(name)) !== undefined) names.add(name);
    }
  }
  return [...names].sort();
}

async function registryOf(
  aws: Aws,
  name: string | undefined,
  owner: Owner,
): Promise<{ group: string; packages: string[]; foreign: ForeignResource | undefined } | undefined> {
  if (name === undefined) return undefined;
  const group = await readPackageGroup(aws.sagemaker, name, owner);
  if (group === undefined) return undefined;
  const packages = await aws.sagemaker.modelPackages(name);
  return { group: name, packages: packages.map(({ arn }) => arn), foreign: group.foreign };
}
