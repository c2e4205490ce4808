import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ImageError } from '../container/image.ts';
import type { Context, Shape } from '../context.ts';
import { containersOf } from '../resources/models.ts';
import { type Batch, batchesOf } from './batches.ts';
import { createDataProcessing, type DataProcessing } from './data-processing.ts';
import { clientError, JobFailure } from './failure-reason.ts';
import { type ModelContainer, type ModelServer, ModelServerError, startModelServer } from './model-server.ts';
import { getRecord, TRANSFORM, updateRecord } from './records.ts';
import { type InputObject, inputObjects } from './s3-input.ts';
import type { Slots } from './slots.ts';
import type { Control } from './supervisor.ts';

const LOG_GROUP = '/aws/sagemaker/TransformJobs';
const MB = 1024 * 1024;
const DEFAULT_PAYLOAD_MB = 6;
/** ModelClientConfig's defaults: 600 seconds, 3 retries (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelClientConfig.html). */
const DEFAULT_TIMEOUT_SECONDS = 600;
const DEFAULT_RETRIES = 3;

/** How a job talks to its model. */
interface Exchange {
  readonly server: ModelServer;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly split: 'None' | 'Line';
  readonly processing: DataProcessing;
  readonly concurrency: number;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Starts the model's server, sends every object's mini-batches through it, writes `<key>.out` for each. Throws a JobFailure, or whatever ended it. */
export async function runTransform(
  name: string,
  folder: string,
  context: Context,
  control: Control,
  slots: Slots,
): Promise<void> {
  const job = getRecord(TRANSFORM, name, context);
  const release = await slots.acquire(1, control.signal);
  const epoch = Math.floor(context.now());
  const log = context.logs.stream(LOG_GROUP, `${name}/algo-1-${epoch}/data-log`);
  let server: ModelServer | undefined;
  try {
    updateRecord(TRANSFORM, name, { TransformStartTime: context.now() }, context);
    const objects = await inputObjects(job.TransformInput.DataSource.S3DataSource, context);
    control.signal.throwIfAborted();
    server = await startServer(job, folder, `${name}/algo-1-${epoch}`, context, control.signal);
    const concurrency = await concurrentTransforms(job, server);
    const payload: number = job.MaxPayloadInMB ?? DEFAULT_PAYLOAD_MB;
    const strategy = job.BatchStrategy ?? 'MultiRecord';
    log.line(
      `[sagemaker logs]: MaxConcurrentTransforms=${concurrency}, MaxPayloadInMB=${payload}, BatchStrategy=${strategy === 'MultiRecord' ? 'MULTI_RECORD' : 'SINGLE_RECORD'}`,
    );
    const exchange: Exchange = {
      server,
      contentType: job.TransformInput.ContentType,
      accept: job.TransformOutput.Accept,
      timeoutMs: (job.ModelClientConfig?.InvocationsTimeoutInSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
      retries: job.ModelClientConfig?.InvocationsMaxRetries ?? DEFAULT_RETRIES,
      split: job.TransformInput.SplitType,
      processing: createDataProcessing(job.DataProcessing, job.TransformInput.ContentType, job.TransformOutput.Accept),
      concurrency,
      log: (line) => log.line(`[sagemaker logs]: ${line}`),
      signal: control.signal,
    };
    for (const object of objects) {
      control.signal.throwIfAborted();
      const input = await fetchObject(object, join(folder, 'data', 'input'), job, context);
      const output = join(folder, 'data', 'output', `${basename(object.relative)}.out`);
      await transformFile(input, output, object.uri.slice('s3://'.length), job, strategy, payload, exchange);
      await store(output, object, job, context);
      await rm(join(folder, 'data'), { recursive: true, force: true });
    }
  } finally {
    // No request is under way any more: there is nothing to wait for.
    await server?.stop(200);
    await log.close();
    release();
  }
}

async function startServer(
  job: Shape,
  folder: string,
  stream: string,
  context: Context,
  signal: AbortSignal,
): Promise<ModelServer> {
  const model = context.store.get('model', job.ModelName);
  if (!model) throw clientError(`The model ${job.ModelName} does not exist any more.`);
  const containers = containersOf(model, context).map(
    (container): ModelContainer => ({
      ...container,
      environment: {
        ...container.environment,
        ...job.Environment,
        SAGEMAKER_BATCH: 'true',
        SAGEMAKER_MAX_PAYLOAD_IN_MB: String(job.MaxPayloadInMB ?? DEFAULT_PAYLOAD_MB),
        SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: String(job.MaxConcurrentTransforms ?? 1),
        ...(job.BatchStrategy === undefined
          ? {}
          : { SAGEMAKER_BATCH_STRATEGY: job.BatchStrategy === 'MultiRecord' ? 'MULTI_RECORD' : 'SINGLE_RECORD' }),
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
      signal,
    });
  } catch (error) {
    if (error instanceof ModelServerError) throw new JobFailure(`AlgorithmError: ${error.message}`);
    if (error instanceof ImageError) throw clientError(error.message);
    throw error;
  }
}

/** MaxConcurrentTransforms; 0 or absent: what the container's /execution-parameters says, else 1. */
async function concurrentTransforms(job: Shape, server: ModelServer): Promise<number> {
  if (job.MaxConcurrentTransforms) return job.MaxConcurrentTransforms;
  try {
    const answer = await fetch(`http://127.0.0.1:${server.port}/execution-parameters`, {
      signal: AbortSignal.timeout(5000),
    });
    const wish = answer.ok
      ? ((await answer.json()) as { MaxConcurrentTransforms?: unknown }).MaxConcurrentTransforms
      : undefined;
    return typeof wish === 'number' && wish > 0 ? Math.floor(wish) : 1;
  } catch {
    return 1;
  }
}

async function fetchObject(object: InputObject, folder: string, job: Shape, context: Context): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const [name = ''] = await context.files.download(object.uri, folder);
  const path = join(folder, name);
  if (job.TransformInput.CompressionType !== 'Gzip') return path;
  await pipeline(createReadStream(path), createGunzip(), createWriteStream(`${path}.plain`));
  return `${path}.plain`;
}

async function store(output: string, object: InputObject, job: Shape, context: Context): Promise<void> {
  const prefix = job.TransformOutput.S3OutputPath.replace(/\/+$/, '');
  const folder = dirname(object.relative);
  try {
    await context.files.upload(dirname(output), folder === '.' ? prefix : `${prefix}/${folder}`);
  } catch (error) {
    throw clientError(
      `Failed to upload the output of ${object.uri} to ${prefix}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** One object: at most `concurrency` requests at a time, answers written in the order of the input, memory bounded by the requests under way. */
async function transformFile(
  input: string,
  output: string,
  name: string,
  job: Shape,
  strategy: 'SingleRecord' | 'MultiRecord',
  payload: number,
  exchange: Exchange,
): Promise<void> {
  mkdirSync(dirname(output), { recursive: true });
  const writer = createWriteStream(`${output}.part`);
  const opened = new Promise<void>((resolve, reject) => {
    writer.once('open', () => resolve());
    writer.once('error', reject);
  });
  await opened;
  const assemble = job.TransformOutput.AssembleWith === 'Line';
  const write = async (text: Buffer) => {
    if (!writer.write(text)) await new Promise<void>((resolve) => writer.once('drain', () => resolve()));
  };
  const flushFirst = async (pending: Array<Promise<Buffer>>) => {
    const answer = await (pending.shift() ?? Buffer.alloc(0));
    await write(answer);
    // Each answer ends its line: a model may or may not end its last one.
    if (assemble && answer.length > 0 && answer.at(-1) !== 0x0a) await write(Buffer.from('\n'));
  };
  const pending: Array<Promise<Buffer>> = [];
  try {
    const batches = batchesOf(input, {
      split: exchange.split,
      strategy,
      maxBytes: payload === 0 ? Number.POSITIVE_INFINITY : payload * MB,
      toModel: exchange.processing.toModel,
      name,
    });
    for await (const batch of batches) {
      exchange.signal.throwIfAborted();
      const answer = invoke(batch, name, exchange);
      // A failure is met where its turn comes; until then it must not count as unhandled.
      answer.catch(() => undefined);
      pending.push(answer);
      if (pending.length >= exchange.concurrency) await flushFirst(pending);
    }
    while (pending.length > 0) await flushFirst(pending);
  } finally {
    await Promise.allSettled(pending);
    await new Promise<void>((resolve) => writer.end(() => resolve()));
  }
  await rename(`${output}.part`, output);
}

/** One mini-batch through the model: its answer as it goes to the output. */
async function invoke(batch: Batch, name: string, exchange: Exchange): Promise<Buffer> {
  const { processing } = exchange;
  const body =
    batch.whole !== undefined && processing.identity
      ? batch.whole
      : Buffer.from(batch.records.map(processing.toModel).join('\n') + (exchange.split === 'Line' ? '\n' : ''));
  const answer = await post(body, name, exchange);
  if (processing.identity) return answer;
  const text = answer.toString('utf8');
  if (exchange.split === 'None') return Buffer.from(processing.toOutput(batch.records[0] ?? '', text.trimEnd()));
  const predictions = text.split(/\r?\n/).filter((line) => line !== '');
  if (predictions.length !== batch.records.length) {
    throw new JobFailure(
      `AlgorithmError: ${name}: the model answered ${predictions.length} records for ${batch.records.length}; JoinSource and OutputFilter need one line for each.`,
    );
  }
  return Buffer.from(
    `${batch.records.map((record, index) => processing.toOutput(record, predictions[index] ?? '')).join('\n')}\n`,
  );
}

async function post(body: Buffer, name: string, exchange: Exchange): Promise<Buffer> {
  for (let attempt = 0; ; attempt += 1) {
    let problem: string;
    try {
      const response = await fetch(`http://127.0.0.1:${exchange.server.port}/invocations`, {
        method: 'POST',
        body: new Uint8Array(body),
        headers: {
          ...(exchange.contentType === undefined ? {} : { 'Content-Type': exchange.contentType }),
          ...(exchange.accept === undefined ? {} : { Accept: exchange.accept }),
        },
        signal: AbortSignal.any([exchange.signal, AbortSignal.timeout(exchange.timeoutMs)]),
      });
      const answer = Buffer.from(await response.arrayBuffer());
      if (response.ok) return answer;
      const message = answer.toString('utf8').trim();
      exchange.log(`${name}: Bad HTTP status received from algorithm: ${response.status}`);
      exchange.log(`${name}: ${message}`);
      // The model has answered: the same records would meet the same answer.
      throw new JobFailure(
        `AlgorithmError: ${name}: Bad HTTP status received from algorithm: ${response.status}: ${message}`,
      );
    } catch (error) {
      if (error instanceof JobFailure) throw error;
      exchange.signal.throwIfAborted();
      problem =
        error instanceof Error
          ? `${error.message}${error.cause instanceof Error ? ` (${error.cause.message})` : ''}`
          : String(error);
    }
    exchange.log(`${name}: Could not get an answer: ${problem}`);
    if (attempt >= exchange.retries)
      throw new JobFailure(`AlgorithmError: ${name}: Model server did not respond: ${problem}`);
  }
}
