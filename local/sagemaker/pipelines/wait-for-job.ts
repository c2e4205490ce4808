import { type Context, type RecordKind, ServiceError, type Shape } from '../context.ts';

const FINAL_STATUSES = ['Completed', 'Failed', 'Stopped'];
/** The job's record is watched. The poll is for a change that was missed. */
const POLL_INTERVAL_MS = 5_000;

/** The server shuts down. The next start continues what was in progress. */
export class ShuttingDown extends Error {}

/** A job that is waited for. */
export interface AwaitedJob {
  readonly kind: RecordKind;
  readonly name: string;
  readonly statusMember: string;
  readonly describe: () => Promise<Shape>;
  /** Stops the job. Called once, when `stopping` aborts before the job has ended. */
  readonly stop: () => Promise<void>;
  readonly stopping: AbortSignal;
}

/**
 * Waits until a job has ended. It has no deadline.
 * @returns the last Describe output
 * @throws ShuttingDown, or the ServiceError of a Describe call for a job that does not exist
 */
export function waitForJob(context: Context, job: AwaitedJob): Promise<Shape> {
  return new Promise((resolve, reject) => {
    let isDescribing = false;
    let describeAgain = false;
    const end = (settle: () => void) => {
      unwatch();
      clearInterval(timer);
      job.stopping.removeEventListener('abort', onStop);
      context.signal.removeEventListener('abort', onShutdown);
      settle();
    };
    const describe = async (): Promise<void> => {
      if (isDescribing) {
        describeAgain = true;
        return;
      }
      isDescribing = true;
      try {
        const output = await job.describe();
        if (FINAL_STATUSES.includes(output[job.statusMember])) end(() => resolve(output));
      } catch (error) {
        // After a temporary fault the job is described again. A job that does not exist will never end.
        if (error instanceof ServiceError && error.status < 500 && !/Throttl/i.test(error.code))
          end(() => reject(error));
      } finally {
        isDescribing = false;
        if (describeAgain) {
          describeAgain = false;
          void describe();
        }
      }
    };
    const onStop = () => {
      // The job may end at this moment without the stop. Then stop fails, and describe sees the end.
      job.stop().then(describe, describe);
    };
    const onShutdown = () => end(() => reject(new ShuttingDown()));
    const unwatch = context.store.watch(job.kind, (name) => {
      if (name === job.name) void describe();
    });
    const timer = setInterval(() => void describe(), POLL_INTERVAL_MS);
    context.signal.addEventListener('abort', onShutdown);
    job.stopping.addEventListener('abort', onStop);
    if (context.signal.aborted) onShutdown();
    else if (job.stopping.aborted) onStop();
    else void describe();
  });
}

/** Waits until a time (epoch seconds), or until the stop. @throws ShuttingDown */
export function sleepUntil(context: Context, seconds: number, scale: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', onStop);
      context.signal.removeEventListener('abort', onShutdown);
      settle();
    };
    const onStop = () => end(resolve);
    const onShutdown = () => end(() => reject(new ShuttingDown()));
    const timer = setTimeout(onStop, Math.max(0, (seconds - context.now()) * 1000 * scale));
    stopping.addEventListener('abort', onStop);
    context.signal.addEventListener('abort', onShutdown);
    if (context.signal.aborted) onShutdown();
    else if (stopping.aborted) onStop();
  });
}
