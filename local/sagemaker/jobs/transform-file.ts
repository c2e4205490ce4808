import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BatchOptions, readBatches } from './batches.ts';
import { type ModelClient, sendBatch } from './transform-requests.ts';

const LINE_END = 0x0a;

export interface TransformFileOptions {
  /** Path of the input, and of the output. */
  readonly input: string;
  readonly output: string;
  /** Name of the object, for messages. */
  readonly name: string;
  readonly strategy: BatchOptions['strategy'];
  readonly maxBytes: number;
  /** Whether each answer ends with a line end (AssembleWith Line). */
  readonly endLines: boolean;
}

/**
 * Sends the batches of one file to the model. At most `concurrency` requests run at a time. Answers are written in the
 * order of the input, so the memory holds only the requests in progress.
 */
export async function transformFile(options: TransformFileOptions, client: ModelClient): Promise<void> {
  const { input, output, name, strategy, maxBytes } = options;
  mkdirSync(dirname(output), { recursive: true });
  const writer = await openForWrite(`${output}.part`);
  const pending: Array<Promise<Buffer>> = [];
  const writeFirst = async () => writeAnswer(writer, await (pending.shift() ?? Buffer.alloc(0)), options.endLines);
  try {
    const batches = readBatches(input, {
      split: client.split,
      strategy,
      maxBytes,
      toModel: (record) => client.processing.toModel(record),
      name,
    });
    for await (const batch of batches) {
      client.signal.throwIfAborted();
      const answer = sendBatch(batch, name, client);
      // A failure is thrown at the answer's turn. Until then it must not count as an unhandled rejection.
      answer.catch(() => undefined);
      pending.push(answer);
      if (pending.length >= client.concurrency) await writeFirst();
    }
    while (pending.length > 0) await writeFirst();
  } finally {
    await Promise.allSettled(pending);
    await new Promise<void>((resolve) => writer.end(() => resolve()));
  }
  await rename(`${output}.part`, output);
}

async function openForWrite(path: string): Promise<WriteStream> {
  const writer = createWriteStream(path);
  await new Promise<void>((resolve, reject) => {
    writer.once('open', () => resolve());
    writer.once('error', reject);
  });
  return writer;
}

async function writeAnswer(writer: WriteStream, answer: Buffer, endLine: boolean): Promise<void> {
  await write(writer, answer);
  // The answer's last line may or may not have a line end.
  if (endLine && answer.length > 0 && answer.at(-1) !== LINE_END) await write(writer, Buffer.from('\n'));
}

async function write(writer: WriteStream, data: Buffer): Promise<void> {
  if (!writer.write(data)) await new Promise<void>((resolve) => writer.once('drain', () => resolve()));
}
