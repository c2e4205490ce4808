import type { Environment } from '../config/index.ts';
import { Failure } from '../failure.ts';
import type { Aws } from '../ports/index.ts';
import { contentPrefix, VARIANT } from './content-name.ts';
import { type ObservedEndpoint, observeEndpoint } from './endpoint.ts';
import { isOurs } from './ownership.ts';

/** Everything in an account that belongs to one environment of this project. */
export interface ObservedEnvironment extends ObservedEndpoint {
  endpointName: string;
  variant: string;
  batchPipeline: { name: string; arn: string } | undefined;
  /** Models that executions of the batch pipeline made. SageMaker does not delete them with the pipeline. */
  batchModels: string[];
  registry: { group: string; packages: string[] } | undefined;
}

/**
 * Reads everything in an account that belongs to one environment, by name and by tag.
 * @throws Failure `not_allowed` when the endpoint or the batch pipeline has the right name, but not this project's
 * tags: then it belongs to another owner
 */
export async function observeEnvironment(
  aws: Aws,
  environment: Environment,
  options: { registryGroup: string | undefined },
): Promise<ObservedEnvironment> {
  const { endpoint, batch_transform, name } = environment;
  const observed = await observeEndpoint(aws, {
    environment: name,
    endpoint: endpoint.endpoint_name,
    variant: VARIANT,
    configPrefix: contentPrefix(endpoint.endpoint_config_name),
    modelPrefix: contentPrefix(endpoint.endpoint_name),
  });
  if (observed.endpoint !== undefined)
    await assertOwned(aws, `The endpoint ${endpoint.endpoint_name}`, observed.endpoint.arn, name);
  const pipeline = await aws.sagemaker.pipeline(batch_transform.pipeline_name);
  if (pipeline !== undefined) await assertOwned(aws, `The pipeline ${pipeline.name}`, pipeline.arn, name);
  return {
    ...observed,
    endpointName: endpoint.endpoint_name,
    variant: VARIANT,
    batchPipeline: pipeline && { name: pipeline.name, arn: pipeline.arn },
    batchModels: pipeline === undefined ? [] : await batchModels(aws, pipeline.name),
    registry: await registryOf(aws, options.registryGroup),
  };
}

/** @throws Failure `not_allowed` when the resource lacks this project's tags for the environment */
async function assertOwned(aws: Aws, what: string, arn: string, environment: string): Promise<void> {
  if (isOurs(await aws.sagemaker.tags(arn), environment)) return;
  throw new Failure(
    'not_allowed',
    `${what} was not made for ${environment} by this project: it does not have this project’s tags`,
    {
      way_out:
        'Nothing was removed. Remove it by hand if it is yours, or correct the name in the environment’s folder.',
      facts: { arn },
    },
  );
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

async function registryOf(aws: Aws, group: string | undefined): Promise<ObservedEnvironment['registry']> {
  if (group === undefined) return undefined;
  const packages = await aws.sagemaker.modelPackages(group);
  return { group, packages: packages.map(({ arn }) => arn) };
}
