import type { Rollout } from '../../../config/index.ts';
import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';

/** Seconds that new instances usually take until they answer. They count towards the time-out too. */
const STARTUP_SECONDS = 600;

/** The maximum of the service for MaximumExecutionTimeoutInSeconds. */
const MAX_TIMEOUT_SECONDS = 28_800;

/**
 * The waits of a rollout do not fit into its time-out. The configuration checks the range of each value.
 *
 * AWS: "the timeout value should be larger than the total waiting time specified in TerminationWaitInSeconds and
 * WaitIntervalInSeconds" (API reference, BlueGreenUpdatePolicy.MaximumExecutionTimeoutInSeconds).
 */
export function timeoutRange(context: RuleContext): Finding[] {
  const rollout = context.environment?.endpoint.rollout;
  if (rollout === undefined) return [];
  const {
    wait_in_seconds: wait,
    termination_wait_in_seconds: lastWait,
    maximum_execution_timeout_in_seconds: timeout,
  } = rollout;
  const moves = movesOf(rollout);
  const total = moves * wait + lastWait;
  if (total + STARTUP_SECONDS <= timeout) return [];
  const fits = total < timeout;
  const sum = `${moves} × ${wait} s${lastWait === 0 ? '' : ` and ${lastWait} s before the old instances stop`}`;
  const possible = total + STARTUP_SECONDS <= MAX_TIMEOUT_SECONDS;
  return [
    {
      rule: 'guardrail/timeout-range',
      severity: fits ? 'warning' : 'error',
      message: fits
        ? `The rollout waits ${total} s (${sum}) and may take ${timeout} s: ${timeout - total} s are left to start the new instances.`
        : `The rollout waits ${total} s (${sum}), but may take only ${timeout} s.`,
      why: fits
        ? `New instances take minutes until they answer; allow ${STARTUP_SECONDS} s. An update that runs out of time is rolled back, although nothing is wrong with the model.`
        : 'SageMaker needs a time-out that is larger than all waits together. Otherwise it refuses the update, or rolls it back half-way.',
      way_out: possible
        ? `Set rollout.maximum_execution_timeout_in_seconds to ${total + STARTUP_SECONDS} or more, or use shorter waits.`
        : `Use shorter waits or larger steps: a rollout takes at most ${MAX_TIMEOUT_SECONDS} s.`,
      place:
        context.place('environment.endpoint.rollout.maximum_execution_timeout_in_seconds') ??
        context.place('environment.endpoint.rollout.wait_in_seconds') ??
        context.place('environment.endpoint.rollout.type'),
    },
  ];
}

/** The number of times that traffic moves. The rollout waits after each move. */
function movesOf({ type, step_percent: percent = 100 }: Rollout): number {
  if (type === 'all-at-once') return 1;
  return type === 'canary' ? 2 : Math.ceil(100 / percent);
}
