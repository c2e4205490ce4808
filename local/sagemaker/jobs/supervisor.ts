import type { Kind } from '../context.ts';
import { createSlots, type Slots } from './slots.ts';

/** Why a job is ended before its time. A shutdown leaves its record InProgress: the next start runs it again. */
export type StopReason = 'stop' | 'max-runtime' | 'shutdown';

/** A job's own view of being ended. */
export interface Control {
  readonly signal: AbortSignal;
  /** Undefined while the job may run. */
  reason(): StopReason | undefined;
  end(reason: StopReason): void;
  /** Ends the job after this many seconds from now; the result takes the clock away. */
  limit(seconds: number | undefined): () => void;
}

/** Every job that runs in this process, so that it can be stopped, waited for and ended at shutdown. */
export interface Supervisor {
  readonly slots: Slots;
  /** Runs a job in the background. `run` must not throw: it records how the job ended. */
  start(kind: Kind, name: string, run: (control: Control) => Promise<void>): void;
  control(kind: Kind, name: string): Control | undefined;
  /** Resolves when that job has ended; at once when it is not running. */
  ended(kind: Kind, name: string): Promise<void>;
  close(): Promise<void>;
}

export function createSupervisor(): Supervisor {
  const jobs = new Map<string, { control: Control; done: Promise<void> }>();
  const key = (kind: Kind, name: string) => `${kind}/${name}`;
  return {
    slots: createSlots(),
    start(kind, name, run) {
      const control = createControl();
      // On a later turn: the caller's answer (the job's ARN) goes out before the job's first step.
      const done = new Promise<void>((resolve) => setImmediate(resolve))
        .then(() => run(control))
        .finally(() => jobs.delete(key(kind, name)));
      jobs.set(key(kind, name), { control, done });
    },
    control: (kind, name) => jobs.get(key(kind, name))?.control,
    ended: async (kind, name) => jobs.get(key(kind, name))?.done,
    async close() {
      const all = [...jobs.values()];
      for (const { control } of all) control.end('shutdown');
      await Promise.allSettled(all.map(({ done }) => done));
    },
  };
}

/** Longest delay of a timer, about 24.8 days: a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

function createControl(): Control {
  const controller = new AbortController();
  let reason: StopReason | undefined;
  const end = (why: StopReason) => {
    if (reason !== undefined) {
      // Shutting down wins over a stop in progress only by ending it faster: the reason that was first stays.
      return;
    }
    reason = why;
    controller.abort(new Error(`the job was ended: ${why}`));
  };
  return {
    signal: controller.signal,
    reason: () => reason,
    end,
    limit(seconds) {
      if (seconds === undefined) return () => undefined;
      const timer = setTimeout(() => end('max-runtime'), Math.min(seconds * 1000, LONGEST_TIMER));
      return () => clearTimeout(timer);
    },
  };
}
