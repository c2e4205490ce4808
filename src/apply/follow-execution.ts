import { formatDuration } from '../duration.ts';
import { Failure } from '../failure.ts';
import { isOver } from '../observed/describe-run.ts';
import type { Aws, ExecutionStatus, StepState } from '../ports/index.ts';
import { type PollOptions, poll } from './poll.ts';

/** `over` with its status, or it goes on without us, for the reason given. */
export type FollowedExecution = { over: true; status: ExecutionStatus } | { over: false; why: string };

/**
 * Waits for a pipeline execution and logs each step's change of state with the time it took.
 * @throws Failure `not_found` when the execution is deleted meanwhile
 */
export async function followExecution(
  sagemaker: Aws['sagemaker'],
  arn: string,
  options: PollOptions,
): Promise<FollowedExecution> {
  const logged = new Map<string, string>();
  const polled = await poll(async () => {
    const execution = await sagemaker.execution(arn);
    if (execution === undefined) throw new Failure('not_found', `The execution ${arn} is gone`);
    const steps = await sagemaker.steps(arn);
    const changed = steps.filter(({ name, status }) => logged.get(name) !== status);
    for (const { name, status } of changed) logged.set(name, status);
    const running = steps.filter(({ endedAt }) => endedAt === undefined).map(({ name }) => name);
    return {
      changes: changed.map((step) => `${step.name}: ${stepLine(step)}`),
      waitingFor: running.join(', ') || 'the next step',
      ...(isOver(execution.status) ? { result: { value: execution.status } } : {}),
    };
  }, options);
  if (polled.over) return { over: true, status: polled.value };
  const why =
    polled.why === 'credentials'
      ? 'the credentials of this job ran out'
      : `it takes longer than ${formatDuration(options.timeout / 1000)}`;
  return { over: false, why };
}

/** `Succeeded in 2 min 5 s`, `Failed in 4 s: AlgorithmError: …` */
function stepLine(step: StepState): string {
  const took =
    step.startedAt !== undefined && step.endedAt !== undefined
      ? ` in ${formatDuration((Date.parse(step.endedAt) - Date.parse(step.startedAt)) / 1000)}`
      : '';
  const cached = step.cacheHit === undefined ? '' : ' (from the cache)';
  const reason = step.failMessage ?? step.failureReason;
  return `${step.status}${took}${cached}${reason === undefined ? '' : `: ${reason}`}`;
}
