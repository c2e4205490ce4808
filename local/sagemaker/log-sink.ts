import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogSink, LogStream } from './context.ts';

/** The folder of the log files, and how to reach CloudWatch Logs. */
export interface LogSinkOptions {
  readonly dir: string;
  readonly region: string;
  /** Without it, lines go to files only. */
  readonly endpoint?: string | undefined;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
  /** Called when CloudWatch Logs refuses lines. A job must not fail because its log could not be sent. */
  readonly warn?: (text: string) => void;
}

/** A person who follows a log hardly notices one second. */
const FLUSH_AFTER_MS = 1000;
const FLUSH_AT_LINES = 1000;
/** PutLogEvents allows 10,000 events a call, 256 KiB an event, 26 bytes of it overhead, and 1 MiB a call. */
const MAX_EVENTS = 10_000;
const MAX_LINE_LENGTH = 200_000;
const MAX_BATCH_BYTES = 900_000;
const EVENT_OVERHEAD_BYTES = 26;

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Writes job logs as SageMaker does to CloudWatch Logs, and to `<dir>/logs/<group>/<stream>.log`. */
export class JobLogs implements LogSink {
  readonly #dir: string;
  readonly #sender: LogSender;
  readonly #warn: (text: string) => void;

  constructor(options: LogSinkOptions) {
    this.#dir = options.dir;
    this.#sender = new LogSender(options);
    this.#warn = options.warn ?? (() => undefined);
  }

  stream(group: string, stream: string): LogStream {
    const path = join(
      this.#dir,
      'logs',
      ...group.split('/').map(toFileName),
      `${stream.split('/').map(toFileName).join('/')}.log`,
    );
    mkdirSync(dirname(path), { recursive: true });
    const file = createWriteStream(path, { flags: 'a' });
    file.on('error', (error) => this.#warn(`${path}: ${error.message}`));
    return new JobLogStream(file, (events) =>
      this.#sender
        .send(group, stream, events)
        .catch((error: Error) => this.#warn(`${group} ${stream}: ${error.message}`)),
    );
  }
}

/** One log stream: a file, and lines that are sent to CloudWatch Logs in batches. */
class JobLogStream implements LogStream {
  readonly #file: WriteStream;
  /** Sends events; it never rejects. */
  readonly #send: (events: LogEvent[]) => Promise<void>;
  #waiting: LogEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(file: WriteStream, send: (events: LogEvent[]) => Promise<void>) {
    this.#file = file;
    this.#send = send;
  }

  line(text: string): void {
    if (this.#closed) return;
    this.#file.write(`${text}\n`);
    // The service refuses an empty message.
    this.#waiting.push({ timestamp: Date.now(), message: text === '' ? ' ' : text.slice(0, MAX_LINE_LENGTH) });
    if (this.#waiting.length >= FLUSH_AT_LINES) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), FLUSH_AFTER_MS);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#flush();
    await Promise.all([this.#sending, new Promise<void>((done) => this.#file.end(done))]);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#waiting;
    this.#waiting = [];
    // One call at a time: events of one stream must arrive in the order in which they were written.
    this.#sending = this.#sending.then(() => this.#send(events));
  }
}

/** Calls CloudWatch Logs; creates each group and stream before its first events. */
class LogSender {
  readonly #client: CloudWatchLogsClient | undefined;
  /** Groups and streams that exist or are being created. */
  readonly #created = new Map<string, Promise<void>>();

  constructor({ region, endpoint, credentials }: LogSinkOptions) {
    this.#client = endpoint ? new CloudWatchLogsClient({ region, endpoint, credentials, maxAttempts: 2 }) : undefined;
  }

  async send(group: string, stream: string, events: LogEvent[]): Promise<void> {
    const client = this.#client;
    if (!client || events.length === 0) return;
    await this.#createOnce(group, () => client.send(new CreateLogGroupCommand({ logGroupName: group })));
    await this.#createOnce(`${group}\n${stream}`, () =>
      client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream })),
    );
    for (const logEvents of splitIntoBatches(events)) {
      await client.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents }));
    }
  }

  #createOnce(key: string, create: () => Promise<unknown>): Promise<void> {
    const known = this.#created.get(key);
    if (known) return known;
    const creation = create().then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof ResourceAlreadyExistsException) return;
        this.#created.delete(key);
        throw error;
      },
    );
    this.#created.set(key, creation);
    return creation;
  }
}

/** Makes one part of a log's name usable as a file name. */
function toFileName(part: string): string {
  return part.replace(/[^\w.@-]/g, '_').replace(/^\.+$/, '_');
}

function* splitIntoBatches(events: LogEvent[]): Generator<LogEvent[]> {
  let batch: LogEvent[] = [];
  let size = 0;
  for (const event of events) {
    const bytes = Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES;
    if (batch.length >= MAX_EVENTS || size + bytes > MAX_BATCH_BYTES) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(event);
    size += bytes;
  }
  if (batch.length > 0) yield batch;
}
