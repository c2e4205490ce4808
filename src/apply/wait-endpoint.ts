import { formatDuration } from '../duration.ts';
import { Failure } from '../failure.ts';
import { isMoving } from '../plan/plan-endpoint.ts';
import type { Aws, Endpoint } from '../ports/index.ts';
import { type PollOptions, poll } from './poll.ts';

/**
 * Waits until SageMaker has changed an endpoint and returns it; undefined when it is gone.
 * @throws Failure `still_running` when that takes longer than `timeout` or the credentials run out: a later run picks
 * it up
 */
export async function waitForEndpoint(
  sagemaker: Pick<Aws['sagemaker'], 'endpoint'>,
  name: string,
  options: PollOptions,
): Promise<Endpoint | undefined> {
  const start = options.clock.now();
  let status: string | undefined;
  const polled = await poll<Endpoint | undefined>(async () => {
    const endpoint = await sagemaker.endpoint(name);
    const changed = endpoint?.status !== status;
    status = endpoint?.status;
    return {
      changes: changed ? [`endpoint ${name}: ${status ?? 'gone'}`] : [],
      waitingFor: `endpoint ${name}, which is ${status}`,
      ...(endpoint === undefined || !isMoving(endpoint.status) ? { result: { value: endpoint } } : {}),
    };
  }, options);
  if (polled.over) return polled.value;
  const why =
    polled.why === 'credentials'
      ? 'the credentials of this job ran out'
      : `${status ?? 'its state is unknown'} after ${formatDuration((options.clock.now() - start) / 1000)}`;
  throw new Failure('still_running', `Endpoint ${name} is still being changed (${why})`, {
    way_out: 'Run the same command again: it goes on from there.',
    facts: { endpoint: name },
  });
}
