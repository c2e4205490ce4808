import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { arnOf, visible } from '../members.ts';
import { createDataProcessing } from './data-processing.ts';
import { failureReason } from './failure-reason.ts';
import { jobFolder, removeFolder } from './hosts.ts';
import { createRecord, getRecord, listRecords, markStopping, TRANSFORM, updateRecord } from './records.ts';
import type { Supervisor } from './supervisor.ts';
import { runTransform } from './transform-run.ts';

const SUMMARY = [
  'TransformJobName',
  'TransformJobArn',
  'CreationTime',
  'TransformEndTime',
  'LastModifiedTime',
  'TransformJobStatus',
  'FailureReason',
];

/** CreateTransformJob, DescribeTransformJob, ListTransformJobs, StopTransformJob. */
export function transformOperations(supervisor: Supervisor): Operations {
  return {
    async CreateTransformJob(input, context) {
      check(input, context);
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
      // The one Describe that has no LastModifiedTime.
      const { LastModifiedTime: _, ...job } = visible(getRecord(TRANSFORM, input.TransformJobName, context));
      return job;
    },
    async ListTransformJobs(input, context) {
      const listing = { job: TRANSFORM, members: SUMMARY, sortBy: 'CreationTime', order: 'Descending' } as const;
      return listRecords(listing, input, context, 'TransformJobSummaries');
    },
    async StopTransformJob(input, context) {
      markStopping(TRANSFORM, input.TransformJobName, context);
      supervisor.control(TRANSFORM.kind, input.TransformJobName)?.end('stop');
      return {};
    },
  };
}

/** Runs a job whose record is there, from its beginning. */
export function startTransform(name: string, context: Context, supervisor: Supervisor): void {
  supervisor.start(TRANSFORM.kind, name, async (control) => {
    const folder = jobFolder('transform', name, context);
    let failure: string | undefined;
    try {
      await removeFolder(folder);
      await runTransform(name, folder, context, control, supervisor.slots);
    } catch (error) {
      if (control.reason() === undefined) failure = failureReason(error);
    }
    const reason = control.reason();
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
  });
}

/** What the service model cannot say. */
function check(input: Shape, context: Context): void {
  const refuse = (message: string): never => {
    throw new ServiceError('ValidationException', message);
  };
  if (!context.store.get('model', input.ModelName)) {
    refuse(`Could not find model "${arnOf('model', input.ModelName, context)}".`);
  }
  const { SplitType: split, ContentType: contentType } = input.TransformInput;
  if (split === 'RecordIO' || split === 'TFRecord')
    refuse(`SplitType ${split} is not supported on this machine; use Line or None.`);
  if (input.DataCaptureConfig) refuse('DataCaptureConfig is not supported on this machine.');
  const concurrent: number = input.MaxConcurrentTransforms ?? 1;
  const payload: number = input.MaxPayloadInMB ?? 6;
  if (concurrent * payload > 100) {
    refuse(`MaxConcurrentTransforms (${concurrent}) times MaxPayloadInMB (${payload}) must not be more than 100 MB.`);
  }
  try {
    createDataProcessing(input.DataProcessing, contentType, input.TransformOutput.Accept);
  } catch (error) {
    refuse(error instanceof Error ? `${error.message}.` : String(error));
  }
}
