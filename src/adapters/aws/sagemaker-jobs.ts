import type { SageMaker } from '../../ports/sagemaker.ts';
import { allPages, iso } from './client.ts';
import { attempt, find } from './errors.ts';
import type { Client } from './sagemaker.ts';

type Jobs = Pick<SageMaker, 'processingJob' | 'trainingJob' | 'tuningJob' | 'tuningTrials' | 'transformJob'>;

/** Processing, training, tuning and transform jobs, which only pipelines start: nothing here changes anything. */
export function jobs(client: Client): Jobs {
  return {
    async processingJob(name) {
      const job = await find(`read the processing job ${name}`, async () =>
        (await client()).describeProcessingJob({ ProcessingJobName: name }),
      );
      if (job === undefined) return undefined;
      const cluster = job.ProcessingResources?.ClusterConfig;
      return {
        name,
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
      const job = await find(`read the training job ${name}`, async () =>
        (await client()).describeTrainingJob({ TrainingJobName: name }),
      );
      if (job === undefined) return undefined;
      return {
        name,
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
      const job = await find(`read the tuning job ${name}`, async () =>
        (await client()).describeHyperParameterTuningJob({ HyperParameterTuningJobName: name }),
      );
      if (job === undefined) return undefined;
      const objective = job.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective;
      const definition = job.TrainingJobDefinition ?? job.TrainingJobDefinitions?.[0];
      const tuned = definition?.HyperParameterTuningResourceConfig;
      const counters = job.TrainingJobStatusCounters;
      return {
        name,
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
      const job = await find(`read the transform job ${name}`, async () =>
        (await client()).describeTransformJob({ TransformJobName: name }),
      );
      if (job === undefined) return undefined;
      return {
        name,
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

/** The SageMaker SDK and our definitions write string hyperparameters as JSON: `"sqrt"` with its quotes. */
function unquote(value: string): string {
  return /^".*"$/s.test(value) ? value.slice(1, -1).replaceAll('\\"', '"') : value;
}
