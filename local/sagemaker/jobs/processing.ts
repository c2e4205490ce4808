import type { Context, Operations, Shape } from '../context.ts';
import { arnOf, visible } from '../members.ts';
import { failureReason } from './failure-reason.ts';
import { jobFolder, removeFolder } from './hosts.ts';
import { maxRuntime, runProcessing } from './processing-run.ts';
import {
  createRecord,
  type JobListing,
  listRecords,
  markStopping,
  PROCESSING,
  requireRecord,
  updateRecord,
} from './records.ts';
import type { JobControl, JobSupervisor } from './supervisor.ts';

/** StoppingCondition.MaxRuntimeInSeconds of a request without one: a day, as in the service. */
const DEFAULT_MAX_RUNTIME = 86_400;

const LISTING: JobListing = {
  type: PROCESSING,
  list: 'ProcessingJobSummaries',
  members: [
    'ProcessingJobName',
    'ProcessingJobArn',
    'CreationTime',
    'ProcessingEndTime',
    'LastModifiedTime',
    'ProcessingJobStatus',
    'FailureReason',
    'ExitMessage',
  ],
  sortBy: 'CreationTime',
  order: 'Ascending',
};

/** CreateProcessingJob, DescribeProcessingJob, ListProcessingJobs, StopProcessingJob. */
export function processingOperations(supervisor: JobSupervisor): Operations {
  return {
    async CreateProcessingJob(input, context) {
      const { Tags: _, ...request } = input;
      const now = context.now();
      const arn = arnOf(PROCESSING.resource, input.ProcessingJobName, context);
      createRecord(
        PROCESSING,
        {
          StoppingCondition: { MaxRuntimeInSeconds: DEFAULT_MAX_RUNTIME },
          ...request,
          ProcessingJobArn: arn,
          ProcessingJobStatus: 'InProgress',
          CreationTime: now,
          LastModifiedTime: now,
        },
        context,
      );
      startProcessing(input.ProcessingJobName, context, supervisor);
      return { ProcessingJobArn: arn };
    },
    async DescribeProcessingJob(input, context) {
      return visible(requireRecord(PROCESSING, input.ProcessingJobName, context));
    },
    async ListProcessingJobs(input, context) {
      return listRecords(LISTING, input, context);
    },
    async StopProcessingJob(input, context) {
      markStopping(PROCESSING, input.ProcessingJobName, context);
      supervisor.control(PROCESSING.kind, input.ProcessingJobName)?.end('stop');
      return {};
    },
  };
}

/** Runs a job that has a record, from its beginning. */
export function startProcessing(name: string, context: Context, supervisor: JobSupervisor): void {
  supervisor.start(PROCESSING.kind, name, (control) => processJob(name, context, control, supervisor));
}

async function processJob(
  name: string,
  context: Context,
  control: JobControl,
  supervisor: JobSupervisor,
): Promise<void> {
  const folder = jobFolder('processing', name, context);
  const changes: Shape = {};
  let failed = false;
  try {
    await removeFolder(folder);
    await runProcessing({ name, folder, context, control, slots: supervisor.slots }, changes);
  } catch (error) {
    failed = control.reason === undefined;
    if (failed) changes.FailureReason = failureReason(error);
  }
  const { reason } = control;
  if (reason === 'shutdown') return;
  if (reason === 'max-runtime') {
    // The service gives no reason here. Without one, users could not find out why the job stopped.
    const seconds = maxRuntime(requireRecord(PROCESSING, name, context));
    changes.FailureReason = `ClientError: The job ran longer than StoppingCondition.MaxRuntimeInSeconds (${seconds}) and was stopped.`;
  }
  if (!failed) await removeFolder(folder).catch(() => undefined);
  updateRecord(
    PROCESSING,
    name,
    {
      ...changes,
      ProcessingJobStatus: failed ? 'Failed' : reason === undefined ? 'Completed' : 'Stopped',
      ProcessingEndTime: context.now(),
    },
    context,
  );
}
