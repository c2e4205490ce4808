import type { SageMaker } from '../../ports/sagemaker.ts';
import { allPages, type Client, iso } from './client.ts';
import { attempt, find } from './errors.ts';

type Jobs = Pick<SageMaker, 'processingJob' | 'trainingJob' | 'tuningJob' | 'tuningTrials' | 'transformJob'>;

/** Processing, training, tuning and transform jobs, which only pipelines start: nothing here changes anything. */
export function jobs(client: Client): Jobs {
  return {
    async processingJob(name) {
      const job = await byName(
        'processing job',
        name,
        async (exact) => (await client()).describeProcessingJob({ ProcessingJobName: exact }),
        async (page) => {
          const answer = await (await client()).listProcessingJobs({ NameContains: name, ...page });
          return { names: answer.ProcessingJobSummaries?.map((one) => one.ProcessingJobName), next: answer.NextToken };
        },
      );
      if (job === undefined) return undefined;
      const cluster = job.ProcessingResources?.ClusterConfig;
      return {
        name: job.ProcessingJobName ?? name,
        arn: job.ProcessingJobArn ?? '',
        status: job.ProcessingJobStatus ?? '',
        failureReason: job.FailureReason ?? job.ExitMessage,
        startedAt: iso(job.ProcessingStartTime),
        endedAt: iso(job.ProcessingEndTime),
        instanceType: cluster?.InstanceType,
        instanceCount: cluster?.InstanceCount,
        image: job.AppSpecification?.ImageUri,
        inputs: (job.ProcessingInputs ?? []).map((input) => ({
          name: input.InputName ?? '',
          uri: input.S3Input?.S3Uri ?? '',
        })),
        outputs: (job.ProcessingOutputConfig?.Outputs ?? []).map((output) => ({
          name: output.OutputName ?? '',
          uri: output.S3Output?.S3Uri ?? '',
        })),
      };
    },
    async trainingJob(name) {
      const job = await byName(
        'training job',
        name,
        async (exact) => (await client()).describeTrainingJob({ TrainingJobName: exact }),
        async (page) => {
          const answer = await (await client()).listTrainingJobs({ NameContains: name, ...page });
          return { names: answer.TrainingJobSummaries?.map((one) => one.TrainingJobName), next: answer.NextToken };
        },
      );
      if (job === undefined) return undefined;
      return {
        name: job.TrainingJobName ?? name,
        arn: job.TrainingJobArn ?? '',
        status: job.TrainingJobStatus ?? '',
        failureReason: job.FailureReason,
        startedAt: iso(job.TrainingStartTime),
        endedAt: iso(job.TrainingEndTime),
        instanceType: job.ResourceConfig?.InstanceType,
        instanceCount: job.ResourceConfig?.InstanceCount,
        artifactUri: job.ModelArtifacts?.S3ModelArtifacts,
        billableSeconds: job.BillableTimeInSeconds,
        hyperparameters: job.HyperParameters ?? {},
        metrics: Object.fromEntries(
          (job.FinalMetricDataList ?? []).flatMap(({ MetricName, Value }) =>
            MetricName === undefined || Value === undefined ? [] : [[MetricName, Value]],
          ),
        ),
      };
    },
    async tuningJob(name) {
      const job = await byName(
        'tuning job',
        name,
        async (exact) => (await client()).describeHyperParameterTuningJob({ HyperParameterTuningJobName: exact }),
        async (page) => {
          const answer = await (await client()).listHyperParameterTuningJobs({ NameContains: name, ...page });
          return {
            names: answer.HyperParameterTuningJobSummaries?.map((one) => one.HyperParameterTuningJobName),
            next: answer.NextToken,
          };
        },
      );
      if (job === undefined) return undefined;
      const objective = job.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective;
      const definition = job.TrainingJobDefinition ?? job.TrainingJobDefinitions?.[0];
      const tuned = definition?.HyperParameterTuningResourceConfig;
      const counters = job.TrainingJobStatusCounters;
      return {
        name: job.HyperParameterTuningJobName ?? name,
        arn: job.HyperParameterTuningJobArn ?? '',
        status: job.HyperParameterTuningJobStatus ?? '',
        failureReason: job.FailureReason,
        startedAt: iso(job.CreationTime),
        endedAt: iso(job.HyperParameterTuningEndTime),
        instanceType: tuned?.InstanceType ?? definition?.ResourceConfig?.InstanceType,
        instanceCount: tuned?.InstanceCount ?? definition?.ResourceConfig?.InstanceCount,
        objective:
          objective?.MetricName === undefined || objective.Type === undefined
            ? undefined
            : { name: objective.MetricName, type: objective.Type },
        strategy: job.HyperParameterTuningJobConfig?.Strategy,
        bestTrainingJob: job.BestTrainingJob?.TrainingJobName,
        counts: {
          completed: counters?.Completed ?? 0,
          stopped: counters?.Stopped ?? 0,
          failed: (counters?.RetryableError ?? 0) + (counters?.NonRetryableError ?? 0),
          inProgress: counters?.InProgress ?? 0,
        },
      };
    },
    async tuningTrials(name) {
      const trials = await attempt(`list the trials of ${name}`, async () =>
        allPages(
          async (token) =>
            (await client()).listTrainingJobsForHyperParameterTuningJob({
              HyperParameterTuningJobName: name,
              MaxResults: 100,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
          (page) => page.TrainingJobSummaries,
          (page) => page.NextToken,
        ),
      );
      return trials.map((trial) => ({
        trainingJob: trial.TrainingJobName ?? '',
        arn: trial.TrainingJobArn ?? '',
        status: trial.TrainingJobStatus ?? '',
        hyperparameters: Object.fromEntries(
          Object.entries(trial.TunedHyperParameters ?? {}).map(([key, value]) => [key, unquote(value)]),
        ),
        objective: trial.FinalHyperParameterTuningJobObjectiveMetric?.Value,
        startedAt: iso(trial.TrainingStartTime),
        endedAt: iso(trial.TrainingEndTime),
        failureReason: trial.FailureReason,
      }));
    },
    async transformJob(name) {
      const job = await byName(
        'transform job',
        name,
        async (exact) => (await client()).describeTransformJob({ TransformJobName: exact }),
        async (page) => {
          const answer = await (await client()).listTransformJobs({ NameContains: name, ...page });
          return { names: answer.TransformJobSummaries?.map((one) => one.TransformJobName), next: answer.NextToken };
        },
      );
      if (job === undefined) return undefined;
      return {
        name: job.TransformJobName ?? name,
        arn: job.TransformJobArn ?? '',
        status: job.TransformJobStatus ?? '',
        failureReason: job.FailureReason,
        startedAt: iso(job.TransformStartTime),
        endedAt: iso(job.TransformEndTime),
        instanceType: job.TransformResources?.InstanceType,
        instanceCount: job.TransformResources?.InstanceCount,
        modelName: job.ModelName,
        inputUri: job.TransformInput?.DataSource?.S3DataSource?.S3Uri ?? '',
        outputUri: job.TransformOutput?.S3OutputPath ?? '',
      };
    },
  };
}

/**
 * Describes a job whose name is known only from an ARN, which has it in lower case. Where the service does not take that for
 * the name, the list knows the right one.
 */
async function byName<Job>(
  noun: string,
  name: string,
  describe: (exact: string) => Promise<Job>,
  list: (page: { MaxResults: number; NextToken?: string }) => Promise<{
    names: Array<string | undefined> | undefined;
    next: string | undefined;
  }>,
): Promise<Job | undefined> {
  const direct = await find(`read the ${noun} ${name}`, () => describe(name));
  if (direct !== undefined) return direct;
  const names = await attempt(`look for the ${noun} ${name}`, () =>
    allPages(
      (token) => list({ MaxResults: 100, ...(token === undefined ? {} : { NextToken: token }) }),
      (page) => page.names,
      (page) => page.next,
    ),
  );
  const exact = names.find((one) => one !== name && one?.toLowerCase() === name.toLowerCase());
  return exact === undefined ? undefined : find(`read the ${noun} ${exact}`, () => describe(exact));
}

/** The SageMaker SDK and our definitions write string hyperparameters as JSON: `"sqrt"` with its quotes. */
function unquote(value: string): string {
  return /^".*"$/s.test(value) ? value.slice(1, -1).replaceAll('\\"', '"') : value;
}
