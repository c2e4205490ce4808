import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ImageError } from '../container/image.ts';
import type { Context, LogStream, Shape } from '../context.ts';
import { errorMessage } from '../error-message.ts';
import { DEFAULT_STARTUP_SECONDS, type ModelContainer, type ModelServer } from '../model-hosting.ts';
import { containersOf } from '../resources/models.ts';
import { findRecord } from '../resources/records.ts';
import { DataProcessing } from './data-processing.ts';
import { clientError, JobFailure } from './failure-reason.ts';
import { ModelServerError, startModelServer } from './model-server.ts';
import { requireRecord, TRANSFORM, updateRecord } from './records.ts';
import { type InputObject, listInput } from './s3-input.ts';
import type { JobRun } from './supervisor.ts';
import { transformFile } from './transform-file.ts';
import type { ModelClient } from './transform-requests.ts';

const LOG_GROUP = '/aws/sagemaker/TransformJobs';
const MB = 1024 * 1024;
const DEFAULT_PAYLOAD_MB = 6;
/**
 * ModelClientConfig's defaults: 600 seconds, 3 retries
 * (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelClientConfig.html).
 */
const DEFAULT_TIMEOUT_SECONDS = 600;
const DEFAULT_RETRIES = 3;
const EXECUTION_PARAMETERS_TIMEOUT_MS = 5000;
/** When the server is stopped, no request is in progress: there is no reason to wait. */
const STOP_GRACE_MS = 200;

/**
 * Starts the model's server, sends the mini-batches of every object to it, writes `<key>.out` for each object.
 * @throws JobFailure, or the error that ended the job
 */
export async function runTransform(run: JobRun): Promise<void> {
  const { name, context, control } = run;
  const job = requireRecord(TRANSFORM, name, context);
  const release = await run.slots.acquire(1, control.signal);
  const stream = `${name}/algo-1-${Math.floor(context.now())}`;
  const log = context.logs.stream(LOG_GROUP, `${stream}/data-log`);
  let server: ModelServer | undefined;
  try {
    updateRecord(TRANSFORM, name, { TransformStartTime: context.now() }, context);
    const objects = await listInput(job.TransformInput.DataSource.S3DataSource, context);
    control.signal.throwIfAborted();
    server = await startServer(job, stream, run);
    const client = await modelClient(job, server, log, control.signal);
    for (const object of objects) {
      control.signal.throwIfAborted();
      await transformObject(object, job, client, run);
    }
  } finally {
    await server?.stop(STOP_GRACE_MS);
    await log.close();
    release();
  }
}

/** Downloads one object, sends it through the model and uploads the output. */
async function transformObject(object: InputObject, job: Shape, client: ModelClient, run: JobRun): Promise<void> {
  const folder = join(run.folder, 'data');
  const input = await downloadObject(object, join(folder, 'input'), job, run.context);
  const output = join(folder, 'output', `${basename(object.relative)}.out`);
  const payload: number = job.MaxPayloadInMB ?? DEFAULT_PAYLOAD_MB;
  await transformFile(
    {
      input,
      output,
      name: object.uri.slice('s3://'.length),
      strategy: job.BatchStrategy ?? 'MultiRecord',
      maxBytes: payload === 0 ? Number.POSITIVE_INFINITY : payload * MB,
      endLines: job.TransformOutput.AssembleWith === 'Line',
    },
    client,
  );
  await uploadOutput(output, object, job, run.context);
  await rm(folder, { recursive: true, force: true });
}

/** Gives the settings of the requests to the model, and logs them. */
async function modelClient(job: Shape, server: ModelServer, log: LogStream, signal: AbortSignal): Promise<ModelClient> {
  const { SplitType: split, ContentType: contentType } = job.TransformInput;
  const accept: string | undefined = job.TransformOutput.Accept;
  const concurrency = await concurrentTransforms(job, server);
  const writeLog = (line: string) => log.line(`[sagemaker logs]: ${line}`);
  writeLog(
    `MaxConcurrentTransforms=${concurrency}, MaxPayloadInMB=${job.MaxPayloadInMB ?? DEFAULT_PAYLOAD_MB}, BatchStrategy=${strategyVariable(job.BatchStrategy ?? 'MultiRecord')}`,
  );
  return {
    port: server.port,
    contentType,
    accept,
    timeoutMs: (job.ModelClientConfig?.InvocationsTimeoutInSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    retries: job.ModelClientConfig?.InvocationsMaxRetries ?? DEFAULT_RETRIES,
    split,
    processing: new DataProcessing(job.DataProcessing, contentType, accept),
    concurrency,
    log: writeLog,
    signal,
  };
}

/** Writes a BatchStrategy as SageMaker's variables and logs have it. */
function strategyVariable(strategy: string): string {
  return strategy === 'MultiRecord' ? 'MULTI_RECORD' : 'SINGLE_RECORD';
}

async function startServer(job: Shape, stream: string, { folder, context, control }: JobRun): Promise<ModelServer> {
  const model = findRecord('model', job.ModelName, context)?.record;
  if (!model) throw clientError(`The model ${job.ModelName} was deleted.`);
  const containers = containersOf(model, context).map(
    (container): ModelContainer => ({
      ...container,
      environment: {
        ...container.environment,
        ...job.Environment,
        SAGEMAKER_BATCH: 'true',
        SAGEMAKER_MAX_PAYLOAD_IN_MB: String(job.MaxPayloadInMB ?? DEFAULT_PAYLOAD_MB),
        SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: String(job.MaxConcurrentTransforms ?? 1),
        ...(job.BatchStrategy === undefined ? {} : { SAGEMAKER_BATCH_STRATEGY: strategyVariable(job.BatchStrategy) }),
      },
    }),
  );
  try {
    return await startModelServer({
      name: job.TransformJobName,
      dir: join(folder, 'algo-1'),
      containers,
      context,
      log: { group: LOG_GROUP, stream },
      startupSeconds: DEFAULT_STARTUP_SECONDS,
      signal: control.signal,
    });
  } catch (error) {
    if (error instanceof ModelServerError) throw new JobFailure(`AlgorithmError: ${error.message}`);
    if (error instanceof ImageError) throw clientError(error.message);
    throw error;
  }
}

/**
 * Gives MaxConcurrentTransforms. When it is 0 or absent: the number of the container's /execution-parameters, else 1.
 */
async function concurrentTransforms(job: Shape, server: ModelServer): Promise<number> {
  if (job.MaxConcurrentTransforms) return job.MaxConcurrentTransforms;
  try {
    const response = await fetch(`http://127.0.0.1:${server.port}/execution-parameters`, {
      signal: AbortSignal.timeout(EXECUTION_PARAMETERS_TIMEOUT_MS),
    });
    if (!response.ok) return 1;
    const { MaxConcurrentTransforms: number } = (await response.json()) as { MaxConcurrentTransforms?: unknown };
    return typeof number === 'number' && number > 0 ? Math.floor(number) : 1;
  } catch {
    return 1;
  }
}

async function downloadObject(object: InputObject, folder: string, job: Shape, context: Context): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const [name = ''] = await context.files.download(object.uri, folder);
  const path = join(folder, name);
  if (job.TransformInput.CompressionType !== 'Gzip') return path;
  await pipeline(createReadStream(path), createGunzip(), createWriteStream(`${path}.plain`));
  return `${path}.plain`;
}

async function uploadOutput(output: string, object: InputObject, job: Shape, context: Context): Promise<void> {
  const prefix = job.TransformOutput.S3OutputPath.replace(/\/+$/, '');
  const folder = dirname(object.relative);
  try {
    await context.files.upload(dirname(output), folder === '.' ? prefix : `${prefix}/${folder}`);
  } catch (error) {
    throw clientError(`Failed to upload the output of ${object.uri} to ${prefix}: ${errorMessage(error)}`);
  }
}
