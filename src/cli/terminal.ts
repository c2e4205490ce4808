import { logText } from '../log-text.ts';
import type { Log } from '../ports/log.ts';
import type { Redactor } from '../redact.ts';

/** Where the command line writes: results to one stream, everything else to the other. Tests pass other streams. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
}

export const processStreams: Streams = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

/**
 * Lets the verb end normally when its reader ends first (`mlops local logs | head`): what is not read is dropped.
 * Without a listener Node turns the error event into a stack trace.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** Progress and warnings on standard error, redacted. Groups are indented. */
export function terminalLog(streams: Streams, redactor: Redactor): Log {
  let depth = 0;
  const line = (text: string) => streams.err(`${'  '.repeat(depth)}${logText(redactor.redact(text))}\n`);
  const at = (place: { file: string; line?: number; column?: number } | undefined) =>
    place === undefined
      ? ''
      : `${[place.file, place.line, place.column].filter((part) => part !== undefined).join(':')}: `;
  return {
    info: line,
    warn: (message, place) => line(`${at(place)}warning: ${message}`),
    error: (message, place) => line(`${at(place)}error: ${message}`),
    group(title) {
      line(title);
      depth += 1;
      return {
        end() {
          depth -= 1;
        },
      };
    },
    secret: (value) => redactor.add(value),
  };
}
