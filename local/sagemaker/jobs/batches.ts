import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { clientError } from './failure-reason.ts';

/** One request of a transform job. */
export interface Batch {
  /** The records as they are in the input, without line ends; one when the input is not split. */
  readonly records: readonly string[];
  /** The request's body, when it is not text: an input that is not split. */
  readonly whole?: Buffer;
}

export interface BatchOptions {
  readonly split: 'None' | 'Line';
  readonly strategy: 'SingleRecord' | 'MultiRecord';
  /** Largest body; Infinity for MaxPayloadInMB 0. */
  readonly maxBytes: number;
  /** A record as it is sent: its size counts, not the input's. */
  readonly toModel: (record: string) => string;
  /** Name of the object, for messages. */
  readonly name: string;
}

const MB = 1024 * 1024;

/** The mini-batches of a file, read as they are needed: as many records as fit in one request, or one each. Empty lines are no records. */
export async function* batchesOf(file: string, options: BatchOptions): AsyncGenerator<Batch> {
  if (options.split === 'None') {
    const { size } = await stat(file);
    if (size > options.maxBytes) throw tooLarge(options, size);
    const whole = await readFile(file);
    yield { records: [whole.toString('utf8')], whole };
    return;
  }
  let records: string[] = [];
  let bytes = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue;
    const size = Buffer.byteLength(options.toModel(line)) + 1;
    if (size - 1 > options.maxBytes) throw tooLarge(options, size - 1);
    if (records.length > 0 && (options.strategy === 'SingleRecord' || bytes + size > options.maxBytes)) {
      yield { records };
      records = [];
      bytes = 0;
    }
    records.push(line);
    bytes += size;
  }
  if (records.length > 0) yield { records };
}

function tooLarge(options: BatchOptions, size: number): Error {
  const what = options.split === 'None' ? 'is' : 'has a record';
  return clientError(
    `${options.name} ${what} of ${size} bytes, more than MaxPayloadInMB (${options.maxBytes / MB} MB).`,
  );
}
