import type { SageMaker } from '../../ports/sagemaker.ts';
import { type Client, clientSettings, once, type RuntimeClient } from './client.ts';
import { jobCalls, tuningCalls } from './sagemaker-jobs.ts';
import { executionCalls, executionStateCalls, pipelineCalls } from './sagemaker-pipelines.ts';
import { registryCalls } from './sagemaker-registry.ts';
import { endpointCalls, endpointConfigCalls, invocationCalls, modelCalls, tagCalls } from './sagemaker-serving.ts';

/** The SageMaker port over the AWS SDK. */
export function sagemaker(region: string): SageMaker {
  const client: Client = once(
    async () => new (await import('@aws-sdk/client-sagemaker')).SageMaker(clientSettings(region)),
  );
  const runtime: RuntimeClient = once(
    async () => new (await import('@aws-sdk/client-sagemaker-runtime')).SageMakerRuntime(clientSettings(region)),
  );
  return {
    ...pipelineCalls(client),
    ...executionCalls(client),
    ...executionStateCalls(client),
    ...jobCalls(client),
    ...tuningCalls(client),
    ...registryCalls(client),
    ...modelCalls(client),
    ...endpointConfigCalls(client),
    ...endpointCalls(client),
    ...tagCalls(client),
    ...invocationCalls(runtime),
  };
}
