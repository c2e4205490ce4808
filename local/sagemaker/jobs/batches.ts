import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { clientError } from './failure-reason.ts';

/** One request of a transform job. */
export interface Batch {
  /** The records of the input, without line ends. An input that is not split is one record. */
  readonly records: readonly string[];
  /** The bytes of an input that is not split. */
  readonly whole?: Buffer;
}

export interface BatchOptions {
  readonly split: 'None' | 'Line';
  readonly strategy: 'SingleRecord' | 'MultiRecord';
  /** Maximum size of a body; Infinity for MaxPayloadInMB 0. */
  readonly maxBytes: number;
  /** Makes the record that is sent. Its size counts, not the size in the input. */
  readonly toModel: (record: string) => string;
  /** Name of the object, for messages. */
  readonly name: string;
}

const MB = 1024 * 1024;

/**
 * Reads the mini-batches of a file when they are needed. A batch has one record, or as many as fit in one request.
 * Empty lines are skipped.
 */
export async function* readBatches(file: string, options: BatchOptions): AsyncGenerator<Batch> {
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
  const verb = options.split === 'None' ? 'is' : 'has a record';
  return clientError(
    `${options.name} ${verb} of ${size} bytes, more than MaxPayloadInMB (${options.maxBytes / MB} MB).`,
  );
}
