import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Context, Shape } from '../context.ts';
import { errorMessage } from '../error-message.ts';
import { algorithmError, clientError, limitReason } from './failure-reason.ts';
import {
  type ClusterSpec,
  firstText,
  type Host,
  type HostFailure,
  hostsOf,
  imageOrFailure,
  resourceConfig,
  runHosts,
} from './hosts.ts';
import { PROCESSING, requireRecord, updateRecord } from './records.ts';
import { downloadInput } from './s3-input.ts';
import type { JobRun } from './supervisor.ts';

const LOG_GROUP = '/aws/sagemaker/ProcessingJobs';
const ML = '/opt/ml';
/** The service says "continuously". Every five seconds is enough for a person who watches. */
const CONTINUOUS_UPLOAD_MS = 5000;

/**
 * Downloads the inputs, runs the container of every host, uploads the outputs.
 * @param changes gets the members of the record that the run sets
 * @throws JobFailure, or the error that ended the job
 */
export async function runProcessing(run: JobRun, changes: Shape): Promise<void> {
  const { name, context, control } = run;
  const job = requireRecord(PROCESSING, name, context);
  const hosts = hostsOf(run.folder, job.ProcessingResources.ClusterConfig.InstanceCount);
  const spec = clusterSpec(job, hosts);
  const release = await run.slots.acquire(hosts.length, control.signal);
  const removeLimit = control.limit(maxRuntime(job));
  try {
    updateRecord(PROCESSING, name, { ProcessingStartTime: context.now() }, context);
    for (const host of hosts) await prepareHost(job, host, context, control.signal);
    const failure = await runAndUpload(job, spec, run);
    const message = firstText(hosts, 'output', 'message');
    if (message !== '') changes.ExitMessage = limitReason(message);
    if (control.reason !== undefined) return;
    if (failure) throw algorithmError(message, failure.exitCode);
    await uploadOutputs(job, hosts, context);
  } finally {
    removeLimit();
    release();
  }
}

/** Gives the time limit of a job in seconds. */
export function maxRuntime(job: Shape): number {
  return job.StoppingCondition.MaxRuntimeInSeconds;
}

function clusterSpec(job: Shape, hosts: readonly Host[]): ClusterSpec {
  return {
    hosts,
    image: imageOrFailure(job.AppSpecification.ImageUri),
    command: [...(job.AppSpecification.ContainerEntrypoint ?? []), ...(job.AppSpecification.ContainerArguments ?? [])],
    environment: {
      ...job.Environment,
      PROCESSING_JOB_NAME: job.ProcessingJobName,
      PROCESSING_JOB_ARN: job.ProcessingJobArn,
    },
    group: LOG_GROUP,
    jobName: job.ProcessingJobName,
  };
}

/** Runs the containers; meanwhile, uploads the outputs with S3UploadMode Continuous. */
async function runAndUpload(job: Shape, spec: ClusterSpec, run: JobRun): Promise<HostFailure | undefined> {
  const upload = new ContinuousUpload(job, spec.hosts, run.context);
  upload.start();
  try {
    return await runHosts(spec, run.context, run.control);
  } finally {
    await upload.finish();
  }
}

/** Gives the folder on this machine for a path below /opt/ml. */
function onHost(host: Host, path: string): string {
  return join(host.ml, posix.normalize(path).slice(ML.length));
}

async function prepareHost(job: Shape, host: Host, context: Context, signal: AbortSignal): Promise<void> {
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
  const resources = resourceConfig(host, job.ProcessingResources.ClusterConfig.InstanceType);
  writeFileSync(join(host.ml, 'config', 'processingjobconfig.json'), JSON.stringify(config));
  writeFileSync(join(host.ml, 'config', 'resourceconfig.json'), JSON.stringify(resources));
  for (const input of job.ProcessingInputs ?? []) await prepareInput(input, host, context, signal);
  for (const output of s3Outputs(job)) mkdirSync(onHost(host, output.LocalPath), { recursive: true });
}

async function prepareInput(input: Shape, host: Host, context: Context, signal: AbortSignal): Promise<void> {
  const source = input.S3Input;
  if (!source)
    throw clientError(`Input ${input.InputName}: DatasetDefinition is not supported on this machine; use S3Input.`);
  if (source.S3InputMode === 'Pipe')
    throw clientError(`Input ${input.InputName}: S3InputMode Pipe is not supported on this machine; use File.`);
  // The container itself downloads AppManaged inputs.
  if (input.AppManaged === true || source.LocalPath === undefined) return;
  const folder = onHost(host, source.LocalPath);
  mkdirSync(folder, { recursive: true });
  await downloadInput({ source, folder, host, context, signal });
}

/** Lists the outputs that this platform uploads. */
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
        throw clientError(`Failed to upload output to ${output.S3Uri}: ${errorMessage(error)}`);
      }
    }
  }
}

/** Uploads the changed files of the outputs with S3UploadMode Continuous while the job runs. */
class ContinuousUpload {
  readonly #outputs: readonly Shape[];
  readonly #hosts: readonly Host[];
  readonly #context: Context;
  /** Time of change and size of each file that was uploaded. */
  readonly #uploaded = new Map<string, string>();
  #rounds: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(job: Shape, hosts: readonly Host[], context: Context) {
    this.#outputs = s3Outputs(job).filter((output) => output.S3UploadMode === 'Continuous');
    this.#hosts = hosts;
    this.#context = context;
  }

  start(): void {
    if (this.#outputs.length === 0) return;
    this.#timer = setInterval(() => this.#addRound(), CONTINUOUS_UPLOAD_MS);
  }

  /** Ends the rounds with a last one. */
  async finish(): Promise<void> {
    clearInterval(this.#timer);
    this.#addRound();
    await this.#rounds;
  }

  #addRound(): void {
    // A script may remove a file between listing and reading. Such an error is ignored; a later round uploads the rest.
    this.#rounds = this.#rounds.then(() => this.#uploadChanged()).catch(() => undefined);
  }

  async #uploadChanged(): Promise<void> {
    for (const output of this.#outputs) {
      for (const host of this.#hosts) {
        const folder = onHost(host, output.LocalPath);
        if (!existsSync(folder)) continue;
        for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
          if (entry.isFile()) await this.#uploadIfChanged(join(entry.parentPath, entry.name), folder, output);
        }
      }
    }
  }

  async #uploadIfChanged(path: string, folder: string, output: Shape): Promise<void> {
    const { mtimeMs, size } = statSync(path);
    const state = `${mtimeMs} ${size}`;
    if (this.#uploaded.get(path) === state) return;
    const key = path.slice(folder.length).replace(/^\//, '');
    await this.#context.files.writeFile(`${output.S3Uri.replace(/\/$/, '')}/${key}`, path);
    this.#uploaded.set(path, state);
  }
}
