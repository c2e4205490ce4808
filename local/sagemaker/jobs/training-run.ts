import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context, Shape } from '../context.ts';
import { errorMessage } from '../error-message.ts';
import { pack } from './archive.ts';
import { algorithmError, clientError } from './failure-reason.ts';
import { type ClusterSpec, firstText, type Host, hostsOf, imageOrFailure, resourceConfig, runHosts } from './hosts.ts';
import { MetricReader } from './metrics.ts';
import { requireRecord, TRAINING, updateRecord } from './records.ts';
import { downloadInput } from './s3-input.ts';
import type { JobRun } from './supervisor.ts';

const LOG_GROUP = '/aws/sagemaker/TrainingJobs';
/** Stands for the toolkit in the image, https://github.com/aws/sagemaker-training-toolkit. */
const TRAIN_SCRIPT = fileURLToPath(new URL('../container/train.py', import.meta.url));
const REWRITE_SCRIPT = fileURLToPath(new URL('../container/rewrite.py', import.meta.url));

/** A new secondary status of a job, with its message and other changes of the record. */
export interface StatusChange {
  readonly status: string;
  readonly message: string;
  readonly changes?: Shape;
}

/**
 * Downloads the channels, runs the container of every host, uploads the model and the output.
 * @throws JobFailure, or the error that ended the job
 */
export async function runTraining(run: JobRun, changeStatus: (change: StatusChange) => void): Promise<void> {
  const { name, folder, context, control } = run;
  const job = requireRecord(TRAINING, name, context);
  const hosts = hostsOf(folder, instanceCount(job.ResourceConfig));
  const metrics = new MetricReader(job.AlgorithmSpecification.MetricDefinitions ?? []);
  const spec = clusterSpec(job, hosts, (line) => metrics.line(line, context.now()));
  const release = await run.slots.acquire(hosts.length, control.signal);
  const removeLimit = control.limit(job.StoppingCondition?.MaxRuntimeInSeconds);
  try {
    changeStatus({
      status: 'Downloading',
      message: 'Downloading input data',
      changes: { TrainingStartTime: context.now() },
    });
    for (const host of hosts) await prepareHost(job, host, context, control.signal);
    changeStatus({ status: 'Training', message: 'Training image download completed. Training in progress.' });
    const failure = await runHosts(spec, context, control);
    if (control.reason === 'shutdown') return;
    const final = metrics.final();
    if (final.length > 0) updateRecord(TRAINING, name, { FinalMetricDataList: final }, context);
    // As in the service, a stopped job's model is kept. Of a failed job the output is kept and the model is not.
    changeStatus({ status: 'Uploading', message: 'Uploading generated training model' });
    await uploadOutput(job, hosts, folder, context);
    if (failure && control.reason === undefined) {
      throw algorithmError(firstText(hosts, 'output', 'failure'), failure.exitCode);
    }
    await uploadModel(job, hosts, folder, context);
  } finally {
    removeLimit();
    release();
  }
}

function instanceCount(resources: Shape): number {
  if (resources.InstanceGroups !== undefined) {
    throw clientError(
      'ResourceConfig.InstanceGroups is not supported on this machine; use InstanceType and InstanceCount.',
    );
  }
  return resources.InstanceCount ?? 1;
}

function clusterSpec(job: Shape, hosts: readonly Host[], onLine: (line: string) => void): ClusterSpec {
  const { TrainingImage, ContainerEntrypoint, ContainerArguments } = job.AlgorithmSpecification;
  return {
    hosts,
    image: imageOrFailure(TrainingImage),
    command: [...(ContainerEntrypoint ?? ['python', TRAIN_SCRIPT]), ...(ContainerArguments ?? [])],
    environment: {
      ...job.Environment,
      TRAINING_JOB_NAME: job.TrainingJobName,
      TRAINING_JOB_ARN: job.TrainingJobArn,
      MLOPS_REWRITE_SCRIPT: REWRITE_SCRIPT,
    },
    group: LOG_GROUP,
    jobName: job.TrainingJobName,
    onLine,
  };
}

async function prepareHost(job: Shape, host: Host, context: Context, signal: AbortSignal): Promise<void> {
  for (const path of ['input/config', 'input/data', 'model', 'output/data'])
    mkdirSync(join(host.ml, path), { recursive: true });
  const writeConfig = (file: string, value: unknown) =>
    writeFileSync(join(host.ml, 'input/config', file), JSON.stringify(value));
  writeConfig('hyperparameters.json', job.HyperParameters ?? {});
  writeConfig('resourceconfig.json', resourceConfig(host, job.ResourceConfig.InstanceType ?? 'local'));
  const channels: Shape = {};
  for (const channel of job.InputDataConfig) {
    const source = channel.DataSource?.S3DataSource;
    const mode = channel.InputMode ?? job.AlgorithmSpecification.TrainingInputMode;
    if (!source) throw clientError(`Channel ${channel.ChannelName}: only S3DataSource is supported on this machine.`);
    // FastFile and File differ in when the bytes arrive, not in what a script reads.
    if (mode === 'Pipe')
      throw clientError(`Channel ${channel.ChannelName}: input mode Pipe is not supported on this machine; use File.`);
    channels[channel.ChannelName] = {
      TrainingInputMode: mode,
      S3DistributionType: source.S3DataDistributionType ?? 'FullyReplicated',
      RecordWrapperType: channel.RecordWrapperType,
      ...(channel.ContentType === undefined ? {} : { ContentType: channel.ContentType }),
    };
    const folder = join(host.ml, 'input/data', channel.ChannelName);
    mkdirSync(folder, { recursive: true });
    await downloadInput({ source, folder, host, context, signal });
  }
  writeConfig('inputdataconfig.json', channels);
  if (job.CheckpointConfig) await downloadCheckpoint(job.CheckpointConfig, host, context);
}

async function downloadCheckpoint(checkpoint: Shape, host: Host, context: Context): Promise<void> {
  const path = checkpointFolder(host, checkpoint);
  mkdirSync(path, { recursive: true });
  if ((await context.files.list(checkpoint.S3Uri)).length > 0) await context.files.download(checkpoint.S3Uri, path);
}

function checkpointFolder(host: Host, checkpoint: Shape): string {
  const path = posix.normalize(checkpoint.LocalPath ?? '/opt/ml/checkpoints');
  if (!path.startsWith('/opt/ml/'))
    throw clientError(`CheckpointConfig.LocalPath ${path} must be below /opt/ml on this machine.`);
  return join(host.ml, path.slice('/opt/ml'.length));
}

function outputPrefix(job: Shape): string {
  return `${job.OutputDataConfig.S3OutputPath.replace(/\/+$/, '')}/${job.TrainingJobName}/output`;
}

/** Gives the address to which a job's model is uploaded. */
export function modelAddress(job: Shape): string {
  return `${outputPrefix(job)}/${job.OutputDataConfig.CompressionType === 'NONE' ? 'model/' : 'model.tar.gz'}`;
}

/** Merges the same folder of all hosts. When two hosts wrote a file of the same name, the first host's file is used. */
function mergeFolders(hosts: readonly Host[], path: string, folder: string): string {
  const first = hosts[0];
  if (first && hosts.length === 1) return join(first.ml, path);
  const target = join(folder, 'gathered', path);
  mkdirSync(target, { recursive: true });
  for (const host of hosts) {
    const source = join(host.ml, path);
    if (existsSync(source)) cpSync(source, target, { recursive: true, force: false });
  }
  return target;
}

async function uploadModel(job: Shape, hosts: readonly Host[], folder: string, context: Context): Promise<void> {
  const model = mergeFolders(hosts, 'model', folder);
  const address = modelAddress(job);
  try {
    if (address.endsWith('/')) {
      await context.files.upload(model, address);
    } else {
      const archive = join(folder, 'model.tar.gz');
      // A job that writes no model has no artifact. A request for the artifact then fails.
      if (await pack(model, archive)) await context.files.writeFile(address, archive);
    }
  } catch (error) {
    throw clientError(`Failed to upload the model to ${address}: ${errorMessage(error)}`);
  }
}

async function uploadOutput(job: Shape, hosts: readonly Host[], folder: string, context: Context): Promise<void> {
  const data = mergeFolders(hosts, 'output/data', folder);
  const archive = join(folder, 'output.tar.gz');
  if (await pack(data, archive)) await context.files.writeFile(`${outputPrefix(job)}/output.tar.gz`, archive);
  const checkpoint = job.CheckpointConfig;
  for (const host of checkpoint ? hosts : []) {
    const path = checkpointFolder(host, checkpoint);
    if (existsSync(path) && readdirSync(path).length > 0) await context.files.upload(path, checkpoint.S3Uri);
  }
}
