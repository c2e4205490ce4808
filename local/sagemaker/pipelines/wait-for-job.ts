import { type Context, ServiceError, type Shape } from '../context.ts';

const FINAL = ['Completed', 'Failed', 'Stopped'];
/** Records are watched; asking now and then only heals a missed notice. */
const ASK_AGAIN_MS = 5_000;

/** The server is shutting down: what was going on is picked up at its next start. */
export class ShuttingDown extends Error {}

export interface JobToWaitFor {
  readonly kind: Parameters<Context['store']['watch']>[0];
  readonly name: string;
  readonly statusMember: string;
  readonly describe: () => Promise<Shape>;
  /** Asks the job to stop; called once, when `stopping` aborts before the job has ended. */
  readonly stop: () => Promise<void>;
  readonly stopping: AbortSignal;
}

/**
 * Waits until a job has ended, however long that takes.
 * @returns its last Describe answer
 * @throws ShuttingDown, or the ServiceError of a Describe that says the job is gone
 */
export function waitForJob(context: Context, job: JobToWaitFor): Promise<Shape> {
  return new Promise((resolve, reject) => {
    let asking = false;
    let askAgain = false;
    const end = (act: () => void) => {
      unwatch();
      clearInterval(timer);
      job.stopping.removeEventListener('abort', onStop);
      context.signal.removeEventListener('abort', onShutdown);
      act();
    };
    const ask = async (): Promise<void> => {
      if (asking) {
        askAgain = true;
        return;
      }
      asking = true;
      try {
        const answer = await job.describe();
        if (FINAL.includes(answer[job.statusMember])) end(() => resolve(answer));
      } catch (error) {
        // A passing fault is asked again; a job that is not there will never end.
        if (error instanceof ServiceError && error.status < 500 && !/Throttl/i.test(error.code))
          end(() => reject(error));
      } finally {
        asking = false;
        if (askAgain) {
          askAgain = false;
          void ask();
        }
      }
    };
    const onStop = () => {
      // The job may end by itself at this moment: then there is nothing to stop and its end is seen anyway.
      job.stop().then(ask, ask);
    };
    const onShutdown = () => end(() => reject(new ShuttingDown()));
    const unwatch = context.store.watch(job.kind, (name) => {
      if (name === job.name) void ask();
    });
    const timer = setInterval(() => void ask(), ASK_AGAIN_MS);
    context.signal.addEventListener('abort', onShutdown);
    job.stopping.addEventListener('abort', onStop);
    if (context.signal.aborted) onShutdown();
    else if (job.stopping.aborted) onStop();
    else void ask();
  });
}

/** Waits until a time, or until the stop. @throws ShuttingDown */
export function sleepUntil(context: Context, seconds: number, scale: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void) => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', onStop);
      context.signal.removeEventListener('abort', onShutdown);
      act();
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
