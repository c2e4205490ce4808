import type {
  DescribeHyperParameterTuningJobResponse,
  DescribeProcessingJobResponse,
  DescribeTrainingJobResponse,
  DescribeTransformJobResponse,
  HyperParameterTrainingJobSummary,
} from '@aws-sdk/client-sagemaker';
import type {
  ProcessingJob,
  SageMaker,
  TrainingJob,
  TransformJob,
  TuningJob,
  TuningTrial,
} from '../../ports/sagemaker.ts';
import { allPages, type Client, iso } from './client.ts';
import { callAws, describeIfExists } from './errors.ts';

type JobCalls = Pick<SageMaker, 'processingJob' | 'trainingJob' | 'transformJob'>;
type TuningCalls = Pick<SageMaker, 'tuningJob' | 'tuningTrials'>;

/** Processing, training and transform jobs. Only pipelines start them, so these calls only read. */
export function jobCalls(client: Client): JobCalls {
  return {
    async processingJob(name) {
      const job = await describeByName(
        'processing job',
        name,
        async (exact) => (await client()).describeProcessingJob({ ProcessingJobName: exact }),
        async (page) => {
          const answer = await (await client()).listProcessingJobs({ NameContains: name, ...page });
          return {
            names: answer.ProcessingJobSummaries?.map((each) => each.ProcessingJobName),
            next: answer.NextToken,
          };
        },
      );
      return job && processingJobFrom(job, name);
    },
    async trainingJob(name) {
      const job = await describeByName(
        'training job',
        name,
        async (exact) => (await client()).describeTrainingJob({ TrainingJobName: exact }),
        async (page) => {
          const answer = await (await client()).listTrainingJobs({ NameContains: name, ...page });
          return { names: answer.TrainingJobSummaries?.map((each) => each.TrainingJobName), next: answer.NextToken };
        },
      );
      return job && trainingJobFrom(job, name);
    },
    async transformJob(name) {
      const job = await describeByName(
        'transform job',
        name,
        async (exact) => (await client()).describeTransformJob({ TransformJobName: exact }),
        async (page) => {
          const answer = await (await client()).listTransformJobs({ NameContains: name, ...page });
          return { names: answer.TransformJobSummaries?.map((each) => each.TransformJobName), next: answer.NextToken };
        },
      );
      return job && transformJobFrom(job, name);
    },
  };
}

/** Tuning jobs and their trials. */
export function tuningCalls(client: Client): TuningCalls {
  return {
    async tuningJob(name) {
      const job = await describeByName(
        'tuning job',
        name,
        async (exact) => (await client()).describeHyperParameterTuningJob({ HyperParameterTuningJobName: exact }),
        async (page) => {
          const answer = await (await client()).listHyperParameterTuningJobs({ NameContains: name, ...page });
          return {
            names: answer.HyperParameterTuningJobSummaries?.map((each) => each.HyperParameterTuningJobName),
            next: answer.NextToken,
          };
        },
      );
      return job && tuningJobFrom(job, name);
    },
    async tuningTrials(name) {
      const trials = await callAws(`list the trials of ${name}`, async () =>
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
      return trials.map(trialFrom);
    },
  };
}

function processingJobFrom(job: DescribeProcessingJobResponse, name: string): ProcessingJob {
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
}

function trainingJobFrom(job: DescribeTrainingJobResponse, name: string): TrainingJob {
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
}

function transformJobFrom(job: DescribeTransformJobResponse, name: string): TransformJob {
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
}

function tuningJobFrom(job: DescribeHyperParameterTuningJobResponse, name: string): TuningJob {
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
}

function trialFrom(trial: HyperParameterTrainingJobSummary): TuningTrial {
  return {
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
  };
}

/**
 * Describes a job whose name is known only from an ARN, which has it in lower case. When the service knows no job of
 * that name, the list has the right each.
 */
async function describeByName<Job>(
  noun: string,
  name: string,
  describe: (exact: string) => Promise<Job>,
  list: (page: { MaxResults: number; NextToken?: string }) => Promise<{
    names: Array<string | undefined> | undefined;
    next: string | undefined;
  }>,
): Promise<Job | undefined> {
  const direct = await describeIfExists(`read the ${noun} ${name}`, () => describe(name));
  if (direct !== undefined) return direct;
  const names = await callAws(`look for the ${noun} ${name}`, () =>
    allPages(
      (token) => list({ MaxResults: 100, ...(token === undefined ? {} : { NextToken: token }) }),
      (page) => page.names,
      (page) => page.next,
    ),
  );
  const exact = names.find((each) => each !== name && each?.toLowerCase() === name.toLowerCase());
  return exact === undefined ? undefined : describeIfExists(`read the ${noun} ${exact}`, () => describe(exact));
}

/** The SageMaker SDK and our definitions write string hyperparameters as JSON: `"sqrt"` with its quotes. */
function unquote(value: string): string {
  return /^".*"$/s.test(value) ? value.slice(1, -1).replaceAll('\\"', '"') : value;
}
