import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogSink } from './context.ts';

/** Where and as whom CloudWatch Logs is called. */
export interface LogSinkOptions {
  readonly dir: string;
  readonly region: string;
  /** Absent: lines go to files only. */
  readonly endpoint?: string | undefined;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
  /** Told when CloudWatch Logs refuses: a job must not fail because its log could not be sent. */
  readonly warn?: (text: string) => void;
}

/** One second is what a person who follows a log hardly notices; the service takes at most 10,000 events a call. */
const FLUSH_AFTER_MS = 1000;
const FLUSH_AT_LINES = 1000;
/** PutLogEvents allows 256 KiB an event, 26 bytes of it overhead, and 1 MiB a call. */
const LONGEST_LINE = 200_000;
const LARGEST_BATCH = 900_000;

interface Event {
  readonly timestamp: number;
  readonly message: string;
}

/** Job logs as SageMaker writes them to CloudWatch Logs, and to `<dir>/logs/<group>/<stream>.log`. */
export function createLogSink(options: LogSinkOptions): LogSink {
  const client = options.endpoint
    ? new CloudWatchLogsClient({
        region: options.region,
        endpoint: options.endpoint,
        credentials: options.credentials,
        maxAttempts: 2,
      })
    : undefined;
  const made = new Map<string, Promise<void>>();
  const once = (key: string, make: () => Promise<unknown>): Promise<void> => {
    const known = made.get(key);
    if (known) return known;
    const promise = make().then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof ResourceAlreadyExistsException) return;
        made.delete(key);
        throw error;
      },
    );
    made.set(key, promise);
    return promise;
  };

  async function send(group: string, stream: string, events: Event[]): Promise<void> {
    if (!client || events.length === 0) return;
    await once(group, () => client.send(new CreateLogGroupCommand({ logGroupName: group })));
    await once(`${group}\n${stream}`, () =>
      client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream })),
    );
    for (const logEvents of batches(events)) {
      await client.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents }));
    }
  }

  return {
    stream(group, stream) {
      const path = join(
        options.dir,
        'logs',
        ...group.split('/').map(safe),
        `${stream.split('/').map(safe).join('/')}.log`,
      );
      mkdirSync(dirname(path), { recursive: true });
      const file = createWriteStream(path, { flags: 'a' });
      file.on('error', (error) => options.warn?.(`${path}: ${error.message}`));
      let waiting: Event[] = [];
      let timer: NodeJS.Timeout | undefined;
      let sending: Promise<void> = Promise.resolve();
      let closed = false;
      const flush = () => {
        clearTimeout(timer);
        timer = undefined;
        const events = waiting;
        waiting = [];
        // In order, one call at a time: events of one stream must arrive as they were written.
        sending = sending
          .then(() => send(group, stream, events))
          .catch((error: Error) => options.warn?.(`${group} ${stream}: ${error.message}`));
      };
      return {
        line(text) {
          if (closed) return;
          file.write(`${text}\n`);
          // The service refuses an empty message.
          waiting.push({ timestamp: Date.now(), message: text === '' ? ' ' : text.slice(0, LONGEST_LINE) });
          if (waiting.length >= FLUSH_AT_LINES) flush();
          else timer ??= setTimeout(flush, FLUSH_AFTER_MS);
        },
        async close() {
          if (closed) return;
          closed = true;
          flush();
          await Promise.all([sending, new Promise<void>((done) => file.end(done))]);
        },
      };
    },
  };
}

function safe(part: string): string {
  return part.replace(/[^\w.@-]/g, '_').replace(/^\.+$/, '_');
}

function* batches(events: Event[]): Generator<Event[]> {
  let batch: Event[] = [];
  let size = 0;
  for (const event of events) {
    const bytes = Buffer.byteLength(event.message) + 26;
    if (batch.length >= 10_000 || size + bytes > LARGEST_BATCH) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(event);
    size += bytes;
  }
  if (batch.length > 0) yield batch;
}
