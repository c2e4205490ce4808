import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { arnOf, visible } from '../members.ts';
import { failureReason } from './failure-reason.ts';
import { jobFolder, removeFolder } from './hosts.ts';
import { createMetricReader } from './metrics.ts';
import { createRecord, getRecord, listRecords, markStopping, TRAINING, updateRecord } from './records.ts';
import type { Supervisor } from './supervisor.ts';
import { modelAddress, runTraining } from './training-run.ts';

const SUMMARY = [
  'TrainingJobName',
  'TrainingJobArn',
  'CreationTime',
  'TrainingEndTime',
  'LastModifiedTime',
  'TrainingJobStatus',
  'SecondaryStatus',
];

/** CreateTrainingJob, DescribeTrainingJob, ListTrainingJobs, StopTrainingJob. */
export function trainingOperations(supervisor: Supervisor): Operations {
  return {
    async CreateTrainingJob(input, context) {
      const { Tags: _, ...request } = input;
      return { TrainingJobArn: createTraining(request, context, supervisor) };
    },
    async DescribeTrainingJob(input, context) {
      return visible(getRecord(TRAINING, input.TrainingJobName, context));
    },
    async ListTrainingJobs(input, context) {
      const listing = { job: TRAINING, members: SUMMARY, sortBy: 'CreationTime', order: 'Ascending' } as const;
      return listRecords(listing, input, context, 'TrainingJobSummaries');
    },
    async StopTrainingJob(input, context) {
      stopTraining(input.TrainingJobName, context, supervisor);
      return {};
    },
  };
}

/** Marks a training job Stopping and ends it. */
export function stopTraining(name: string, context: Context, supervisor: Supervisor): void {
  if (markStopping(TRAINING, name, context)) transition(name, 'Stopping', 'Stopping the training job', context);
  supervisor.control(TRAINING.kind, name)?.end('stop');
}

/** Makes the record of a training job and starts it; gives its ARN. `request` is CreateTrainingJob's, with TuningJobArn when a tuning job asks. */
export function createTraining(request: Shape, context: Context, supervisor: Supervisor): string {
  const name: string = request.TrainingJobName;
  const { TrainingImage, AlgorithmName } = request.AlgorithmSpecification ?? {};
  if (TrainingImage === undefined) {
    throw new ServiceError(
      'ValidationException',
      `AlgorithmSpecification needs a TrainingImage${AlgorithmName === undefined ? '' : ` (the algorithm ${AlgorithmName} is not available on this machine)`}.`,
    );
  }
  if (request.OutputDataConfig === undefined || request.ResourceConfig === undefined) {
    throw new ServiceError('ValidationException', 'OutputDataConfig and ResourceConfig must be given.');
  }
  createMetricReader(request.AlgorithmSpecification.MetricDefinitions ?? []);
  const now = context.now();
  const arn = arnOf(TRAINING.resource, name, context);
  createRecord(
    TRAINING,
    {
      ...request,
      AlgorithmSpecification: { EnableSageMakerMetricsTimeSeries: false, ...request.AlgorithmSpecification },
      InputDataConfig: (request.InputDataConfig ?? []).map((channel: Shape) => ({
        CompressionType: 'None',
        RecordWrapperType: 'None',
        ...channel,
      })),
      OutputDataConfig: { KmsKeyId: '', CompressionType: 'GZIP', ...request.OutputDataConfig },
      StoppingCondition: request.StoppingCondition ?? { MaxRuntimeInSeconds: 86_400 },
      EnableNetworkIsolation: request.EnableNetworkIsolation ?? false,
      EnableInterContainerTrafficEncryption: request.EnableInterContainerTrafficEncryption ?? false,
      EnableManagedSpotTraining: request.EnableManagedSpotTraining ?? false,
      TrainingJobArn: arn,
      // The address is known from the beginning; the service shows it whether or not the job gets that far.
      ModelArtifacts: { S3ModelArtifacts: modelAddress(request) },
      TrainingJobStatus: 'InProgress',
      SecondaryStatus: 'Starting',
      SecondaryStatusTransitions: [{ Status: 'Starting', StartTime: now, StatusMessage: 'Starting the training job' }],
      ProfilingStatus: 'Disabled',
      CreationTime: now,
      LastModifiedTime: now,
    },
    context,
  );
  startTraining(name, context, supervisor);
  return arn;
}

/** Runs a job whose record is there, from its beginning. */
export function startTraining(name: string, context: Context, supervisor: Supervisor): void {
  supervisor.start(TRAINING.kind, name, async (control) => {
    const folder = jobFolder('training', name, context);
    let failure: string | undefined;
    try {
      await removeFolder(folder);
      await runTraining(name, folder, context, control, supervisor.slots, (status, message, changes) =>
        transition(name, status, message, context, changes),
      );
    } catch (error) {
      if (control.reason() === undefined) failure = failureReason(error);
    }
    const reason = control.reason();
    if (reason === 'shutdown') return;
    if (failure === undefined) await removeFolder(folder).catch(() => undefined);
    const end = context.now();
    const started = getRecord(TRAINING, name, context).TrainingStartTime;
    const seconds = started === undefined ? undefined : Math.max(1, Math.round(end - started));
    const changes: Shape = {
      TrainingEndTime: end,
      TrainingTimeInSeconds: seconds,
      BillableTimeInSeconds: seconds,
      FailureReason: failure,
    };
    if (failure !== undefined) {
      finish('Failed', 'Failed', 'Training job failed');
    } else if (reason === 'stop') {
      finish('Stopped', 'Stopped', 'Training job stopped');
    } else if (reason === 'max-runtime') {
      finish('Stopped', 'MaxRuntimeExceeded', 'Training job runtime exceeded MaxRuntimeInSeconds provided');
    } else {
      finish('Completed', 'Completed', 'Training job completed');
    }
    function finish(status: string, secondary: string, message: string): void {
      transition(name, secondary, message, context, { ...changes, TrainingJobStatus: status });
    }
  });
}

/** Enters a secondary status: ends the one before and adds this one to SecondaryStatusTransitions. A last one ends at once. */
function transition(name: string, status: string, message: string, context: Context, changes: Shape = {}): void {
  const record = context.store.get(TRAINING.kind, name);
  if (!record) return;
  const now = context.now();
  const transitions: Shape[] = record.SecondaryStatusTransitions ?? [];
  const last = transitions.at(-1);
  const closed =
    last && last.EndTime === undefined ? [...transitions.slice(0, -1), { ...last, EndTime: now }] : transitions;
  const terminal = changes.TrainingJobStatus !== undefined;
  updateRecord(
    TRAINING,
    name,
    {
      ...changes,
      SecondaryStatus: status,
      SecondaryStatusTransitions: [
        ...closed,
        { Status: status, StartTime: now, ...(terminal ? { EndTime: now } : {}), StatusMessage: message },
      ],
    },
    context,
  );
}
