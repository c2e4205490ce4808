import { Failure } from '../failure.ts';
import { isOver } from '../observed/describe-run.ts';
import type { ObservedEnvironment } from '../observed/environment.ts';
import { sha256 } from '../pipeline/canonical.ts';
import type { Aws } from '../ports/index.ts';
import { followExecution } from './follow-execution.ts';
import type { PollOptions } from './poll.ts';
import { removeScaling } from './set-scaling.ts';
import { waitForEndpoint } from './wait-endpoint.ts';

/**
 * Removes what was observed. Each step may be repeated: a resource that is gone already is no error. The time-out
 * bounds each wait.
 * @throws Failure `conflict` when the endpoint stays
 */
export async function removeEnvironment(aws: Aws, observed: ObservedEnvironment, options: PollOptions): Promise<void> {
  const { sagemaker } = aws;
  const { endpointName, variant, endpoint, scaling, batchPipeline, registry } = observed;
  const logRemoved = (what: string) => options.log.info(`Removed ${what}`);
  if (scaling !== undefined) {
    const { policies, scheduledActions: actions } = observed;
    await removeScaling(aws.scaling, { endpoint: endpointName, variant }, { policies, actions });
    logRemoved(`the scaling of ${endpointName}`);
  }
  if (endpoint !== undefined) {
    // SageMaker refuses to delete an endpoint that it is changing.
    const atRest = await waitForEndpoint(sagemaker, endpointName, options);
    if (atRest !== undefined) await sagemaker.deleteEndpoint(endpointName);
    const remaining = await waitForEndpoint(sagemaker, endpointName, options);
    if (remaining !== undefined) {
      throw new Failure('conflict', `Endpoint ${endpointName} was not deleted: it is ${remaining.status}`, {
        way_out: 'Run destroy again.',
      });
    }
    logRemoved(`endpoint ${endpointName}`);
  }
  for (const { name } of observed.configs) {
    if (await sagemaker.deleteEndpointConfig(name)) logRemoved(`endpoint configuration ${name}`);
  }
  for (const { name } of observed.models) {
    if (await sagemaker.deleteModel(name)) logRemoved(`model ${name}`);
  }
  // The models first: only the executions of the pipeline tell which models are its own, and they are deleted with it.
  if (batchPipeline !== undefined) await stopRuns(aws, batchPipeline.name, options);
  for (const name of observed.batchModels) {
    if (await sagemaker.deleteModel(name)) logRemoved(`model ${name}`);
  }
  if (batchPipeline !== undefined && (await sagemaker.deletePipeline(batchPipeline.name))) {
    logRemoved(`pipeline ${batchPipeline.name}`);
  }
  if (registry !== undefined) {
    for (const arn of registry.packages) {
      if (await sagemaker.deleteModelPackage(arn)) logRemoved(`model package ${arn}`);
    }
    if (await sagemaker.deleteModelPackageGroup(registry.group)) logRemoved(`model package group ${registry.group}`);
  }
}

/** A pipeline cannot be deleted while it runs. */
async function stopRuns({ sagemaker }: Aws, pipeline: string, options: PollOptions): Promise<void> {
  for (const { arn, status } of await sagemaker.executions(pipeline)) {
    if (isOver(status)) continue;
    if (status === 'Executing') await sagemaker.stopExecution(arn, sha256(`stop ${arn}`));
    await followExecution(sagemaker, arn, options);
  }
}
