import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context, Shape } from '../context.ts';
import { pack } from './archive.ts';
import { algorithmError, clientError } from './failure-reason.ts';
import { type Host, hostsOf, imageOrFailure, resourceConfig, runHosts } from './hosts.ts';
import { createMetricReader } from './metrics.ts';
import { getRecord, TRAINING, updateRecord } from './records.ts';
import { downloadInput } from './s3-input.ts';
import type { Slots } from './slots.ts';
import type { Control } from './supervisor.ts';

const LOG_GROUP = '/aws/sagemaker/TrainingJobs';
/** The toolkit of the image: https://github.com/aws/sagemaker-training-toolkit, played by train.py. */
const TRAIN_SCRIPT = fileURLToPath(new URL('../container/train.py', import.meta.url));
const REWRITE_SCRIPT = fileURLToPath(new URL('../container/rewrite.py', import.meta.url));

/** Enters a secondary status of the job. */
type Enter = (status: string, message: string, changes?: Shape) => void;

/** Downloads the channels, runs the container of every host, uploads the model and the output. Throws a JobFailure, or whatever ended it. */
export async function runTraining(
  name: string,
  folder: string,
  context: Context,
  control: Control,
  slots: Slots,
  enter: Enter,
): Promise<void> {
  const job = getRecord(TRAINING, name, context);
  const hosts = hostsOf(folder, instanceCount(job.ResourceConfig));
  const image = imageOrFailure(job.AlgorithmSpecification.TrainingImage);
  const release = await slots.acquire(hosts.length, control.signal);
  const unlimit = control.limit(job.StoppingCondition?.MaxRuntimeInSeconds);
  try {
    enter('Downloading', 'Downloading input data', { TrainingStartTime: context.now() });
    for (const host of hosts) await prepareHost(job, host, hosts.length, context, control.signal);
    enter('Training', 'Training image download completed. Training in progress.');
    const metrics = createMetricReader(job.AlgorithmSpecification.MetricDefinitions ?? []);
    const { ContainerEntrypoint, ContainerArguments } = job.AlgorithmSpecification;
    const failure = await runHosts(
      {
        hosts,
        image,
        command: [...(ContainerEntrypoint ?? ['python', TRAIN_SCRIPT]), ...(ContainerArguments ?? [])],
        environment: {
          ...job.Environment,
          TRAINING_JOB_NAME: name,
          TRAINING_JOB_ARN: job.TrainingJobArn,
          MLOPS_REWRITE_SCRIPT: REWRITE_SCRIPT,
        },
        group: LOG_GROUP,
        jobName: name,
        onLine: (line) => metrics.line(line, context.now()),
      },
      context,
      control,
    );
    if (control.reason() === 'shutdown') return;
    const final = metrics.final();
    if (final.length > 0) updateRecord(TRAINING, name, { FinalMetricDataList: final }, context);
    // What a stopped job has left in /opt/ml/model is kept, as the service keeps it; a failed job's output is, its model is not.
    enter('Uploading', 'Uploading generated training model');
    await uploadOutput(job, hosts, folder, context);
    if (failure && control.reason() === undefined) {
      const said = hosts.map((host) => readText(join(host.ml, 'output', 'failure'))).find((text) => text !== '') ?? '';
      throw algorithmError(said, failure.exitCode);
    }
    await uploadModel(job, hosts, folder, context);
  } finally {
    unlimit();
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

async function prepareHost(
  job: Shape,
  host: Host,
  count: number,
  context: Context,
  signal: AbortSignal,
): Promise<void> {
  const folder = (...path: string[]) => join(host.ml, ...path);
  for (const path of ['input/config', 'input/data', 'model', 'output/data'])
    mkdirSync(folder(path), { recursive: true });
  const write = (file: string, value: unknown) => writeFileSync(folder('input/config', file), JSON.stringify(value));
  write('hyperparameters.json', job.HyperParameters ?? {});
  write('resourceconfig.json', resourceConfig(host, count, job.ResourceConfig.InstanceType ?? 'local'));
  const channels: Shape = {};
  for (const channel of job.InputDataConfig) {
    const s3 = channel.DataSource?.S3DataSource;
    const mode = channel.InputMode ?? job.AlgorithmSpecification.TrainingInputMode;
    if (!s3) throw clientError(`Channel ${channel.ChannelName}: only S3DataSource is supported on this machine.`);
    // FastFile differs from File in when the bytes come, not in what a script reads.
    if (mode === 'Pipe')
      throw clientError(`Channel ${channel.ChannelName}: input mode Pipe is not supported on this machine; use File.`);
    channels[channel.ChannelName] = {
      TrainingInputMode: mode,
      S3DistributionType: s3.S3DataDistributionType ?? 'FullyReplicated',
      RecordWrapperType: channel.RecordWrapperType,
      ...(channel.ContentType === undefined ? {} : { ContentType: channel.ContentType }),
    };
    const target = folder('input/data', channel.ChannelName);
    mkdirSync(target, { recursive: true });
    await downloadInput(
      s3,
      target,
      { distribution: s3.S3DataDistributionType, host: host.index, hosts: count },
      context,
      signal,
    );
  }
  write('inputdataconfig.json', channels);
  const checkpoint = job.CheckpointConfig;
  if (checkpoint) {
    const path = checkpointFolder(host, checkpoint);
    mkdirSync(path, { recursive: true });
    if ((await context.files.list(checkpoint.S3Uri)).length > 0) await context.files.download(checkpoint.S3Uri, path);
  }
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

/** Where a job's model goes. */
export function modelAddress(job: Shape): string {
  return `${outputPrefix(job)}/${job.OutputDataConfig.CompressionType === 'NONE' ? 'model/' : 'model.tar.gz'}`;
}

/** Puts the same folder of all hosts together; where two hosts wrote the same name, the first host's counts. */
function gather(hosts: readonly Host[], path: string, folder: string): string {
  const first = hosts[0];
  if (first && hosts.length === 1) return join(first.ml, path);
  const target = join(folder, 'gathered', path);
  mkdirSync(target, { recursive: true });
  for (const host of hosts) {
    const from = join(host.ml, path);
    if (existsSync(from)) cpSync(from, target, { recursive: true, force: false });
  }
  return target;
}

async function uploadModel(job: Shape, hosts: readonly Host[], folder: string, context: Context): Promise<void> {
  const model = gather(hosts, 'model', folder);
  const address = modelAddress(job);
  try {
    if (address.endsWith('/')) {
      await context.files.upload(model, address);
    } else {
      const archive = join(folder, 'model.tar.gz');
      // A job that writes no model has no artifact; whoever asks for one finds out there.
      if (await pack(model, archive)) await context.files.writeFile(address, archive);
    }
  } catch (error) {
    throw clientError(`Failed to upload the model to ${address}: ${error instanceof Error ? error.message : error}`);
  }
}

async function uploadOutput(job: Shape, hosts: readonly Host[], folder: string, context: Context): Promise<void> {
  const data = gather(hosts, 'output/data', folder);
  const archive = join(folder, 'output.tar.gz');
  if (await pack(data, archive)) await context.files.writeFile(`${outputPrefix(job)}/output.tar.gz`, archive);
  const checkpoint = job.CheckpointConfig;
  for (const host of checkpoint ? hosts : []) {
    const path = checkpointFolder(host, checkpoint);
    if (existsSync(path) && readdirSync(path).length > 0) await context.files.upload(path, checkpoint.S3Uri);
  }
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
