import { formatDuration } from '../duration.ts';
import { Failure } from '../failure.ts';
import type { Clock, Log } from '../ports/index.ts';

export interface PollOptions {
  clock: Clock;
  log: Log;
  /** Longest wait, in milliseconds. */
  timeout: number;
}

/** What one look at something that changes shows. */
export interface Look<Value> {
  /** What changed since the last look, a line for the log each. */
  changes: readonly string[];
  /** What is waited for, in words. */
  waitingFor: string;
  /** Set when the wait is over. */
  result?: { value: Value };
}

export type Polled<Value> =
  | { over: true; value: Value }
  /** `credentials`: they ran out. `timeout`: the next look would come too late. */
  | { over: false; why: 'credentials' | 'timeout' };

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 20_000;
const PAUSE_GROWTH = 1.3;
/** Longest silence in the log. */
const HEARTBEAT_MS = 60_000;

/**
 * Looks again and again until there is a result. Each change goes to the log with the time since the start, and without
 * a change what is waited for, once a minute. Pauses grow while nothing changes. What is waited for goes on whether it
 * can be watched or not, so a look that fails with `unavailable` is repeated.
 * @throws Failure any other failure of `look`
 */
export async function poll<Value>(
  look: () => Promise<Look<Value>>,
  { clock, log, timeout }: PollOptions,
): Promise<Polled<Value>> {
  const start = clock.now();
  const say = (text: string) => log.info(`${formatDuration((clock.now() - start) / 1000)}  ${text}`);
  let lastLine = start;
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    try {
      const { changes, waitingFor, result } = await look();
      for (const change of changes) say(change);
      if (result !== undefined) return { over: true, value: result.value };
      if (changes.length > 0) {
        lastLine = clock.now();
        pause = FIRST_PAUSE_MS;
      } else if (clock.now() - lastLine >= HEARTBEAT_MS) {
        say(`waiting for ${waitingFor}`);
        lastLine = clock.now();
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.code === 'credentials_missing') return { over: false, why: 'credentials' };
      if (error.code !== 'unavailable') throw error;
      log.warn(`${error.message}; still waiting`);
    }
    if (clock.now() + pause - start > timeout) return { over: false, why: 'timeout' };
    await clock.sleep(pause);
    pause = Math.min(MAX_PAUSE_MS, pause * PAUSE_GROWTH);
  }
}
