import { Failure } from '../failure.ts';
import { isMoving } from '../plan/plan-endpoint.ts';
import type { Aws, Clock, Endpoint, Log } from '../ports/index.ts';
import { elapsed } from './follow-execution.ts';

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 20_000;
const HEARTBEAT = 60_000;

/**
 * Waits until SageMaker is done with an endpoint and returns it, undefined when it is gone. Fails with `still_running` when
 * that takes longer than `timeout` milliseconds or the credentials run out: a later run picks it up.
 */
export async function waitForEndpoint(
  sagemaker: Pick<Aws['sagemaker'], 'endpoint'>,
  name: string,
  { clock, log, timeout }: { clock: Clock; log: Log; timeout: number },
): Promise<Endpoint | undefined> {
  const start = clock.now();
  const later = (why: string) =>
    new Failure('still_running', `Endpoint ${name} is still being changed (${why})`, {
      wayOut: 'Run the same command again: it goes on from there.',
      facts: { endpoint: name },
    });
  let status: string | undefined;
  let spoken = start;
  let wait = FIRST_WAIT;
  for (;;) {
    try {
      const endpoint = await sagemaker.endpoint(name);
      if (endpoint?.status !== status) {
        status = endpoint?.status;
        log.info(`${elapsed(clock.now() - start)}  endpoint ${name}: ${status ?? 'gone'}`);
        spoken = clock.now();
        wait = FIRST_WAIT;
      }
      if (endpoint === undefined || !isMoving(endpoint.status)) return endpoint;
      if (clock.now() - spoken >= HEARTBEAT) {
        log.info(`${elapsed(clock.now() - start)}  waiting for endpoint ${name}, which is ${status}`);
        spoken = clock.now();
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.code === 'credentials_missing') throw later('the credentials of this job ran out');
      if (error.code !== 'unavailable') throw error;
      log.warn(`${error.message}; still waiting`);
    }
    if (clock.now() + wait - start > timeout) throw later(`${status} after ${elapsed(clock.now() - start)}`);
    await clock.sleep(wait);
    wait = Math.min(LONGEST_WAIT, wait * 1.3);
  }
}
