import type { SageMaker } from '../../ports/sagemaker.ts';
import { type Client, clientSettings, once, type RuntimeClient } from './client.ts';
import { jobs } from './sagemaker-jobs.ts';
import { pipelines } from './sagemaker-pipelines.ts';
import { registry } from './sagemaker-registry.ts';
import { serving } from './sagemaker-serving.ts';

/** The SageMaker port over the AWS SDK, put together from its four parts. */
export function sagemaker(region: string): SageMaker {
  const client: Client = once(
    async () => new (await import('@aws-sdk/client-sagemaker')).SageMaker(clientSettings(region)),
  );
  const runtime: RuntimeClient = once(
    async () => new (await import('@aws-sdk/client-sagemaker-runtime')).SageMakerRuntime(clientSettings(region)),
  );
  return { ...pipelines(client), ...jobs(client), ...registry(client), ...serving(client, runtime) };
}
