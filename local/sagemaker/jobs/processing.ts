import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { arnOf, visible } from '../members.ts';
import { algorithmError, clientError, failureReason, limited } from './failure-reason.ts';
import { type Host, hostsOf, imageOrFailure, jobFolder, removeFolder, resourceConfig, runHosts } from './hosts.ts';
import { createRecord, getRecord, listRecords, markStopping, PROCESSING, updateRecord } from './records.ts';
import { downloadInput } from './s3-input.ts';
import type { Control, Supervisor } from './supervisor.ts';

const LOG_GROUP = '/aws/sagemaker/ProcessingJobs';
const ML = '/opt/ml';
/** StoppingCondition.MaxRuntimeInSeconds when none is given: a day, as the service. */
const DEFAULT_MAX_RUNTIME = 86_400;
/** The service says "continuously"; this is often enough for a person who watches. */
const CONTINUOUS_UPLOAD_MS = 5000;

const SUMMARY = [
  'ProcessingJobName',
  'ProcessingJobArn',
  'CreationTime',
  'ProcessingEndTime',
  'LastModifiedTime',
  'ProcessingJobStatus',
  'FailureReason',
  'ExitMessage',
];

/** CreateProcessingJob, DescribeProcessingJob, ListProcessingJobs, StopProcessingJob. */
export function processingOperations(supervisor: Supervisor): Operations {
  return {
    async CreateProcessingJob(input, context) {
      checkPaths(input);
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
      return visible(getRecord(PROCESSING, input.ProcessingJobName, context));
    },
    async ListProcessingJobs(input, context) {
      const listing = { job: PROCESSING, members: SUMMARY, sortBy: 'CreationTime', order: 'Ascending' } as const;
      return listRecords(listing, input, context, 'ProcessingJobSummaries');
    },
    async StopProcessingJob(input, context) {
      markStopping(PROCESSING, input.ProcessingJobName, context);
      supervisor.control(PROCESSING.kind, input.ProcessingJobName)?.end('stop');
      return {};
    },
  };
}

/** Runs a job whose record is there, from its beginning. */
export function startProcessing(name: string, context: Context, supervisor: Supervisor): void {
  supervisor.start(PROCESSING.kind, name, async (control) => {
    const folder = jobFolder('processing', name, context);
    const changes: Shape = {};
    let failed = false;
    try {
      await removeFolder(folder);
      await runProcessing(name, folder, context, control, supervisor, changes);
    } catch (error) {
      failed = control.reason() === undefined;
      if (failed) changes.FailureReason = failureReason(error);
    }
    const reason = control.reason();
    if (reason === 'shutdown') return;
    if (reason === 'max-runtime') {
      // The service's answer has no words for it; without them nobody would find out why the job stopped.
      changes.FailureReason = `ClientError: The job ran longer than StoppingCondition.MaxRuntimeInSeconds (${maxRuntime(name, context)}) and was stopped.`;
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
  });
}

function maxRuntime(name: string, context: Context): number {
  return getRecord(PROCESSING, name, context).StoppingCondition?.MaxRuntimeInSeconds ?? DEFAULT_MAX_RUNTIME;
}

async function runProcessing(
  name: string,
  folder: string,
  context: Context,
  control: Control,
  supervisor: Supervisor,
  changes: Shape,
): Promise<void> {
  const job = getRecord(PROCESSING, name, context);
  const cluster = job.ProcessingResources.ClusterConfig;
  const hosts = hostsOf(folder, cluster.InstanceCount);
  const image = imageOrFailure(job.AppSpecification.ImageUri);
  const release = await supervisor.slots.acquire(hosts.length, control.signal);
  const unlimit = control.limit(maxRuntime(name, context));
  try {
    updateRecord(PROCESSING, name, { ProcessingStartTime: context.now() }, context);
    for (const host of hosts) await prepareHost(job, host, hosts.length, context, control.signal);
    const continuous = startContinuousUpload(job, hosts, context);
    let failure: Awaited<ReturnType<typeof runHosts>>;
    try {
      failure = await runHosts(
        {
          hosts,
          image,
          command: [
            ...(job.AppSpecification.ContainerEntrypoint ?? []),
            ...(job.AppSpecification.ContainerArguments ?? []),
          ],
          environment: {
            ...job.Environment,
            PROCESSING_JOB_NAME: name,
            PROCESSING_JOB_ARN: job.ProcessingJobArn,
          },
          group: LOG_GROUP,
          jobName: name,
        },
        context,
        control,
      );
    } finally {
      await continuous();
    }
    const message = hosts.map((host) => readText(join(host.ml, 'output', 'message'))).find((text) => text !== '') ?? '';
    if (message !== '') changes.ExitMessage = limited(message);
    if (control.reason() === 'shutdown') return;
    if (control.reason() === undefined && failure) throw algorithmError(message, failure.exitCode);
    if (control.reason() === undefined) await uploadOutputs(job, hosts, context);
  } finally {
    unlimit();
    release();
  }
}

/** The service allows a LocalPath below /opt/ml/processing only. */
function checkPaths(input: Shape): void {
  const paths: string[] = [
    ...(input.ProcessingInputs ?? []).map((each: Shape) => each.S3Input?.LocalPath),
    ...(input.ProcessingOutputConfig?.Outputs ?? []).map((each: Shape) => each.S3Output?.LocalPath),
  ].filter((path) => path !== undefined);
  for (const path of paths) {
    if (!`${posix.normalize(path)}/`.startsWith('/opt/ml/processing/')) {
      throw new ServiceError(
        'ValidationException',
        `LocalPath ${path} is invalid: it must be an absolute path below /opt/ml/processing.`,
      );
    }
  }
  for (const kind of ['ProcessingInputs', 'Outputs']) {
    const list: Shape[] = (kind === 'Outputs' ? input.ProcessingOutputConfig?.Outputs : input[kind]) ?? [];
    const names = list.map((each) => each.InputName ?? each.OutputName);
    const twice = names.find((each, index) => names.indexOf(each) !== index);
    if (twice !== undefined)
      throw new ServiceError('ValidationException', `The name ${twice} is used more than once in ${kind}.`);
  }
}

function onHost(host: Host, path: string): string {
  return join(host.ml, posix.normalize(path).slice(ML.length));
}

async function prepareHost(
  job: Shape,
  host: Host,
  count: number,
  context: Context,
  signal: AbortSignal,
): Promise<void> {
  mkdirSync(join(host.ml, 'config'), { recursive: true });
  mkdirSync(join(host.ml, 'output'), { recursive: true });
  const config = {
    ProcessingJobArn: job.ProcessingJobArn,
    ProcessingJobName: job.ProcessingJobName,
    AppSpecification: job.AppSpecification,
    Environment: job.Environment ?? {},
    ProcessingInputs: job.ProcessingInputs ?? [],
    ProcessingOutputConfig: job.ProcessingOutputConfig ?? { Outputs: [] },
    ProcessingResources: job.ProcessingResources,
    RoleArn: job.RoleArn,
    StoppingCondition: job.StoppingCondition,
  };
  const resources = resourceConfig(host, count, job.ProcessingResources.ClusterConfig.InstanceType);
  writeFileSync(join(host.ml, 'config', 'processingjobconfig.json'), JSON.stringify(config));
  writeFileSync(join(host.ml, 'config', 'resourceconfig.json'), JSON.stringify(resources));

  for (const each of job.ProcessingInputs ?? []) {
    const s3 = each.S3Input;
    if (!s3)
      throw clientError(`Input ${each.InputName}: DatasetDefinition is not supported on this machine; use S3Input.`);
    if (s3.S3InputMode === 'Pipe')
      throw clientError(`Input ${each.InputName}: S3InputMode Pipe is not supported on this machine; use File.`);
    // AppManaged inputs are downloaded by the container itself.
    if (each.AppManaged === true || s3.LocalPath === undefined) continue;
    const folder = onHost(host, s3.LocalPath);
    mkdirSync(folder, { recursive: true });
    await downloadInput(
      s3,
      folder,
      { distribution: s3.S3DataDistributionType, host: host.index, hosts: count },
      context,
      signal,
    );
  }
  for (const output of s3Outputs(job)) mkdirSync(onHost(host, output.LocalPath), { recursive: true });
}

/** Outputs that this platform uploads. */
function s3Outputs(job: Shape): Shape[] {
  return (job.ProcessingOutputConfig?.Outputs ?? [])
    .filter((each: Shape) => each.AppManaged !== true && each.S3Output?.LocalPath !== undefined)
    .map((each: Shape) => each.S3Output);
}

async function uploadOutputs(job: Shape, hosts: readonly Host[], context: Context): Promise<void> {
  for (const output of s3Outputs(job)) {
    for (const host of hosts) {
      const folder = onHost(host, output.LocalPath);
      if (!existsSync(folder)) continue;
      try {
        await context.files.upload(folder, output.S3Uri);
      } catch (error) {
        throw clientError(
          `Failed to upload output to ${output.S3Uri}: ${error instanceof Error ? error.message : error}`,
        );
      }
    }
  }
}

/** Uploads what has changed in the outputs of S3UploadMode Continuous while the job runs; the result ends that, and uploads once more. */
function startContinuousUpload(job: Shape, hosts: readonly Host[], context: Context): () => Promise<void> {
  const outputs = s3Outputs(job).filter((output) => output.S3UploadMode === 'Continuous');
  if (outputs.length === 0) return async () => undefined;
  const sent = new Map<string, string>();
  const round = async () => {
    for (const output of outputs) {
      for (const host of hosts) {
        const folder = onHost(host, output.LocalPath);
        for (const entry of existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : []) {
          const path = join(entry.parentPath, entry.name);
          if (!entry.isFile()) continue;
          const { mtimeMs, size } = statSync(path);
          if (sent.get(path) === `${mtimeMs} ${size}`) continue;
          const key = path.slice(folder.length).replace(/^\//, '');
          await context.files.writeFile(`${output.S3Uri.replace(/\/$/, '')}/${key}`, path);
          sent.set(path, `${mtimeMs} ${size}`);
        }
      }
    }
  };
  let going = Promise.resolve();
  // A file that vanishes between listing and reading is the script's business; the last round at the end decides.
  const timer = setInterval(() => {
    going = going.then(round).catch(() => undefined);
  }, CONTINUOUS_UPLOAD_MS);
  return async () => {
    clearInterval(timer);
    await going.then(round).catch(() => undefined);
  };
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
