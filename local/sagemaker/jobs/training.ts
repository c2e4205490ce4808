import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { arnOf, visible } from '../members.ts';
import { failureReason } from './failure-reason.ts';
import { jobFolder, removeFolder } from './hosts.ts';
import { checkMetrics } from './metrics.ts';
import {
  createRecord,
  type JobListing,
  listRecords,
  markStopping,
  requireRecord,
  TRAINING,
  updateRecord,
} from './records.ts';
import type { JobControl, JobSupervisor, StopReason } from './supervisor.ts';
import { modelAddress, runTraining, type StatusChange } from './training-run.ts';

const LISTING: JobListing = {
  type: TRAINING,
  list: 'TrainingJobSummaries',
  members: [
    'TrainingJobName',
    'TrainingJobArn',
    'CreationTime',
    'TrainingEndTime',
    'LastModifiedTime',
    'TrainingJobStatus',
    'SecondaryStatus',
  ],
  sortBy: 'CreationTime',
  order: 'Ascending',
};

/** CreateTrainingJob, DescribeTrainingJob, ListTrainingJobs, StopTrainingJob. */
export function trainingOperations(supervisor: JobSupervisor): Operations {
  return {
    async CreateTrainingJob(input, context) {
      const { Tags: _, ...request } = input;
      return { TrainingJobArn: createTraining(request, context, supervisor) };
    },
    async DescribeTrainingJob(input, context) {
      return visible(requireRecord(TRAINING, input.TrainingJobName, context));
    },
    async ListTrainingJobs(input, context) {
      return listRecords(LISTING, input, context);
    },
    async StopTrainingJob(input, context) {
      stopTraining(input.TrainingJobName, context, supervisor);
      return {};
    },
  };
}

/** Marks a training job Stopping and ends it. @throws ServiceError when it does not exist or has ended */
export function stopTraining(name: string, context: Context, supervisor: JobSupervisor): void {
  if (markStopping(TRAINING, name, context)) {
    changeStatus(name, { status: 'Stopping', message: 'Stopping the training job' }, context);
  }
  supervisor.control(TRAINING.kind, name)?.end('stop');
}

/**
 * Creates the record of a training job and starts the job.
 * @param request CreateTrainingJob's, with TuningJobArn when it comes from a tuning job
 * @returns the job's ARN
 * @throws ServiceError ValidationException or ResourceInUse
 */
export function createTraining(request: Shape, context: Context, supervisor: JobSupervisor): string {
  checkSupported(request);
  const name: string = request.TrainingJobName;
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
      // The service shows the model's address from the beginning, also when the job never writes a model.
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

/** Refuses what is not implemented on this machine. @throws ServiceError ValidationException */
function checkSupported(request: Shape): void {
  const { TrainingImage, AlgorithmName, MetricDefinitions } = request.AlgorithmSpecification ?? {};
  if (TrainingImage === undefined) {
    const subject = AlgorithmName === undefined ? 'ServerlessJobConfig' : `The algorithm ${AlgorithmName}`;
    throw new ServiceError(
      'ValidationException',
      `${subject} is not supported on this machine; use AlgorithmSpecification.TrainingImage.`,
    );
  }
  checkMetrics(MetricDefinitions ?? []);
}

/** Runs a job that has a record, from its beginning. */
export function startTraining(name: string, context: Context, supervisor: JobSupervisor): void {
  supervisor.start(TRAINING.kind, name, (control) => trainJob(name, context, control, supervisor));
}

async function trainJob(name: string, context: Context, control: JobControl, supervisor: JobSupervisor): Promise<void> {
  const folder = jobFolder('training', name, context);
  let failure: string | undefined;
  try {
    await removeFolder(folder);
    await runTraining({ name, folder, context, control, slots: supervisor.slots }, (change) =>
      changeStatus(name, change, context),
    );
  } catch (error) {
    if (control.reason === undefined) failure = failureReason(error);
  }
  const { reason } = control;
  if (reason === 'shutdown') return;
  if (failure === undefined) await removeFolder(folder).catch(() => undefined);
  const endTime = context.now();
  const startTime = requireRecord(TRAINING, name, context).TrainingStartTime;
  const seconds = startTime === undefined ? undefined : Math.max(1, Math.round(endTime - startTime));
  const { jobStatus, status, message } = finalStatus(failure, reason);
  changeStatus(
    name,
    {
      status,
      message,
      changes: {
        TrainingEndTime: endTime,
        TrainingTimeInSeconds: seconds,
        BillableTimeInSeconds: seconds,
        FailureReason: failure,
        TrainingJobStatus: jobStatus,
      },
    },
    context,
  );
}

/** Gives status, secondary status and message of a job that has ended. */
function finalStatus(
  failure: string | undefined,
  reason: StopReason | undefined,
): { jobStatus: string; status: string; message: string } {
  if (failure !== undefined) return { jobStatus: 'Failed', status: 'Failed', message: 'Training job failed' };
  if (reason === 'stop') return { jobStatus: 'Stopped', status: 'Stopped', message: 'Training job stopped' };
  if (reason === 'max-runtime') {
    const message = 'Training job runtime exceeded MaxRuntimeInSeconds provided';
    return { jobStatus: 'Stopped', status: 'MaxRuntimeExceeded', message };
  }
  return { jobStatus: 'Completed', status: 'Completed', message: 'Training job completed' };
}

/**
 * Changes the secondary status of a job: ends the last one of SecondaryStatusTransitions and adds the new one. A final
 * status ends at once.
 */
function changeStatus(name: string, { status, message, changes = {} }: StatusChange, context: Context): void {
  const record = context.store.get(TRAINING.kind, name);
  if (!record) return;
  const now = context.now();
  const transitions: Shape[] = record.SecondaryStatusTransitions ?? [];
  const last = transitions.at(-1);
  const ended =
    last && last.EndTime === undefined ? [...transitions.slice(0, -1), { ...last, EndTime: now }] : transitions;
  const isFinal = changes.TrainingJobStatus !== undefined;
  updateRecord(
    TRAINING,
    name,
    {
      ...changes,
      SecondaryStatus: status,
      SecondaryStatusTransitions: [
        ...ended,
        { Status: status, StartTime: now, ...(isFinal ? { EndTime: now } : {}), StatusMessage: message },
      ],
    },
    context,
  );
}
