import { errorMessage } from '../error-message.ts';
import type { Batch, BatchOptions } from './batches.ts';
import type { DataProcessing } from './data-processing.ts';
import { JobFailure } from './failure-reason.ts';

/** How a transform job sends requests to its model. */
export interface ModelClient {
  readonly port: number;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly split: BatchOptions['split'];
  readonly processing: DataProcessing;
  readonly concurrency: number;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Sends one mini-batch to the model and gives the answer as it goes to the output.
 * @param name name of the object, for messages
 * @throws JobFailure AlgorithmError when the model does not answer, or answers with an error
 */
export async function sendBatch(batch: Batch, name: string, client: ModelClient): Promise<Buffer> {
  const { processing } = client;
  const answer = await post(bodyOf(batch, client), name, client);
  if (processing.identity) return answer;
  const text = answer.toString('utf8');
  if (client.split === 'None') return Buffer.from(processing.toOutput(batch.records[0] ?? '', text.trimEnd()));
  const predictions = text.split(/\r?\n/).filter((line) => line !== '');
  if (predictions.length !== batch.records.length) {
    throw new JobFailure(
      `AlgorithmError: ${name}: the model answered ${predictions.length} records for ${batch.records.length}; JoinSource and OutputFilter need one line for each.`,
    );
  }
  const lines = batch.records.map((record, index) => processing.toOutput(record, predictions[index] ?? ''));
  return Buffer.from(`${lines.join('\n')}\n`);
}

function bodyOf(batch: Batch, { processing, split }: ModelClient): Buffer {
  if (batch.whole !== undefined && processing.identity) return batch.whole;
  const records = batch.records.map((record) => processing.toModel(record));
  return Buffer.from(records.join('\n') + (split === 'Line' ? '\n' : ''));
}

/**
 * Sends a request; sends it again when there is no answer. An answer is final, because the same records give the same
 * answer.
 */
async function post(body: Buffer, name: string, client: ModelClient): Promise<Buffer> {
  for (let attempt = 0; ; attempt += 1) {
    let problem: string;
    try {
      const response = await fetchAnswer(body, client);
      const answer = Buffer.from(await response.arrayBuffer());
      if (response.ok) return answer;
      throw badStatus(response.status, answer.toString('utf8').trim(), name, client);
    } catch (error) {
      if (error instanceof JobFailure) throw error;
      client.signal.throwIfAborted();
      problem = describeError(error);
    }
    client.log(`${name}: Could not get an answer: ${problem}`);
    if (attempt >= client.retries)
      throw new JobFailure(`AlgorithmError: ${name}: Model server did not respond: ${problem}`);
  }
}

function fetchAnswer(body: Buffer, client: ModelClient): Promise<Response> {
  return fetch(`http://127.0.0.1:${client.port}/invocations`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: {
      ...(client.contentType === undefined ? {} : { 'Content-Type': client.contentType }),
      ...(client.accept === undefined ? {} : { Accept: client.accept }),
    },
    signal: AbortSignal.any([client.signal, AbortSignal.timeout(client.timeoutMs)]),
  });
}

function badStatus(status: number, message: string, name: string, client: ModelClient): JobFailure {
  client.log(`${name}: Bad HTTP status received from algorithm: ${status}`);
  client.log(`${name}: ${message}`);
  return new JobFailure(`AlgorithmError: ${name}: Bad HTTP status received from algorithm: ${status}: ${message}`);
}

function describeError(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${errorMessage(error)}${cause}`;
}
