import type { Context, RecordKind } from '../context.ts';
import type { Slots } from './slots.ts';

/** Why a job ends early. After a shutdown its record stays InProgress, and the next start runs it again. */
export type StopReason = 'stop' | 'max-runtime' | 'shutdown';

/** The maximum delay of a timer, about 24.8 days. A longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Ends one job early. */
export class JobControl {
  readonly #controller = new AbortController();
  #reason: StopReason | undefined;

  /** Aborts when the job has to end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Undefined while the job may run. */
  get reason(): StopReason | undefined {
    return this.#reason;
  }

  /** Ends the job. The first reason stays: a shutdown while the job stops does not change it. */
  end(reason: StopReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#controller.abort(new Error(`the job was ended: ${reason}`));
  }

  /** Ends the job after some seconds. @returns a function that removes the limit */
  limit(seconds: number | undefined): () => void {
    if (seconds === undefined) return () => undefined;
    const timer = setTimeout(() => this.end('max-runtime'), Math.min(seconds * 1000, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  }
}

/** What a job has while it runs. */
export interface JobRun {
  readonly name: string;
  /** The job's folder. */
  readonly folder: string;
  readonly context: Context;
  readonly control: JobControl;
  readonly slots: Slots;
}

/** The jobs that run in this process. They can be stopped and waited for, and they end at shutdown. */
export class JobSupervisor {
  readonly slots: Slots;
  readonly #jobs = new Map<string, { control: JobControl; done: Promise<void> }>();

  constructor(slots: Slots) {
    this.slots = slots;
  }

  /** Runs a job in the background. `run` must not throw: it records how the job ended. */
  start(kind: RecordKind, name: string, run: (control: JobControl) => Promise<void>): void {
    const control = new JobControl();
    // At a later turn of the event loop: the caller gets the job's ARN before the job does anything.
    const done = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => run(control))
      .finally(() => this.#jobs.delete(keyOf(kind, name)));
    this.#jobs.set(keyOf(kind, name), { control, done });
  }

  /** Gives the control of a job; undefined when it does not run. */
  control(kind: RecordKind, name: string): JobControl | undefined {
    return this.#jobs.get(keyOf(kind, name))?.control;
  }

  /** Resolves when a job has ended; at once when it does not run. */
  async ended(kind: RecordKind, name: string): Promise<void> {
    await this.#jobs.get(keyOf(kind, name))?.done;
  }

  async close(): Promise<void> {
    const all = [...this.#jobs.values()];
    for (const { control } of all) control.end('shutdown');
    await Promise.allSettled(all.map(({ done }) => done));
  }
}

function keyOf(kind: RecordKind, name: string): string {
  return `${kind}/${name}`;
}
