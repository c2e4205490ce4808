import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { arnOf, visible } from '../members.ts';
import { DataProcessing } from './data-processing.ts';
import { failureReason } from './failure-reason.ts';
import { jobFolder, removeFolder } from './hosts.ts';
import {
  createRecord,
  type JobListing,
  listRecords,
  markStopping,
  requireRecord,
  TRANSFORM,
  updateRecord,
} from './records.ts';
import type { JobControl, JobSupervisor } from './supervisor.ts';
import { runTransform } from './transform-run.ts';

const LISTING: JobListing = {
  type: TRANSFORM,
  list: 'TransformJobSummaries',
  members: [
    'TransformJobName',
    'TransformJobArn',
    'CreationTime',
    'TransformEndTime',
    'LastModifiedTime',
    'TransformJobStatus',
    'FailureReason',
  ],
  sortBy: 'CreationTime',
  order: 'Descending',
};

/** CreateTransformJob, DescribeTransformJob, ListTransformJobs, StopTransformJob. */
export function transformOperations(supervisor: JobSupervisor): Operations {
  return {
    async CreateTransformJob(input, context) {
      checkRequest(input);
      const { Tags: _, ...request } = input;
      const now = context.now();
      const arn = arnOf(TRANSFORM.resource, input.TransformJobName, context);
      createRecord(
        TRANSFORM,
        {
          ...request,
          TransformInput: { CompressionType: 'None', SplitType: 'None', ...request.TransformInput },
          TransformOutput: { AssembleWith: 'None', KmsKeyId: '', ...request.TransformOutput },
          DataProcessing: { InputFilter: '$', OutputFilter: '$', JoinSource: 'None', ...request.DataProcessing },
          TransformJobArn: arn,
          TransformJobStatus: 'InProgress',
          CreationTime: now,
          LastModifiedTime: now,
        },
        context,
      );
      startTransform(input.TransformJobName, context, supervisor);
      return { TransformJobArn: arn };
    },
    async DescribeTransformJob(input, context) {
      // The only Describe operation of a job without LastModifiedTime.
      const { LastModifiedTime: _, ...job } = visible(requireRecord(TRANSFORM, input.TransformJobName, context));
      return job;
    },
    async ListTransformJobs(input, context) {
      return listRecords(LISTING, input, context);
    },
    async StopTransformJob(input, context) {
      markStopping(TRANSFORM, input.TransformJobName, context);
      supervisor.control(TRANSFORM.kind, input.TransformJobName)?.end('stop');
      return {};
    },
  };
}

/** Runs a job that has a record, from its beginning. */
export function startTransform(name: string, context: Context, supervisor: JobSupervisor): void {
  supervisor.start(TRANSFORM.kind, name, (control) => transformJob(name, context, control, supervisor));
}

async function transformJob(
  name: string,
  context: Context,
  control: JobControl,
  supervisor: JobSupervisor,
): Promise<void> {
  const folder = jobFolder('transform', name, context);
  let failure: string | undefined;
  try {
    await removeFolder(folder);
    await runTransform({ name, folder, context, control, slots: supervisor.slots });
  } catch (error) {
    if (control.reason === undefined) failure = failureReason(error);
  }
  const { reason } = control;
  await removeFolder(folder).catch(() => undefined);
  if (reason === 'shutdown') return;
  updateRecord(
    TRANSFORM,
    name,
    {
      TransformJobStatus: failure !== undefined ? 'Failed' : reason === undefined ? 'Completed' : 'Stopped',
      FailureReason: failure,
      TransformEndTime: context.now(),
    },
    context,
  );
}

/** Refuses what this machine does not have or cannot do. @throws ServiceError ValidationException */
function checkRequest(input: Shape): void {
  const refuse = (message: string): never => {
    throw new ServiceError('ValidationException', message);
  };
  const { SplitType: split, ContentType: contentType } = input.TransformInput;
  if (split === 'RecordIO' || split === 'TFRecord')
    refuse(`SplitType ${split} is not supported on this machine; use Line or None.`);
  if (input.DataCaptureConfig) refuse('DataCaptureConfig is not supported on this machine.');
  try {
    new DataProcessing(input.DataProcessing, contentType, input.TransformOutput.Accept);
  } catch (error) {
    refuse(error instanceof Error ? `${error.message}.` : String(error));
  }
}
