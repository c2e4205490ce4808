import type { Rollout } from '../../config/index.ts';
import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';

/** What new instances usually take until they answer; it counts towards the time-out too. */
const STARTING_UP = 600;

/**
 * Waits of a rollout that do not fit into its time-out. Each value's own range is checked with the configuration.
 *
 * AWS: "the timeout value should be larger than the total waiting time specified in TerminationWaitInSeconds and
 * WaitIntervalInSeconds" (API reference, BlueGreenUpdatePolicy.MaximumExecutionTimeoutInSeconds).
 */
export function timeoutRange(context: RuleContext): Finding[] {
  const rollout = context.environment?.endpoint.rollout;
  if (rollout === undefined) return [];
  const {
    wait_in_seconds: wait,
    termination_wait_in_seconds: last,
    maximum_execution_timeout_in_seconds: most,
  } = rollout;
  const moves = movesOf(rollout);
  const total = moves * wait + last;
  if (total + STARTING_UP <= most) return [];
  const fits = total < most;
  const sum = `${moves} × ${wait} s${last === 0 ? '' : ` and ${last} s before the old instances go`}`;
  // The service's own greatest value (MaximumExecutionTimeoutInSeconds).
  const possible = total + STARTING_UP <= 28_800;
  return [
    {
      rule: 'guardrail/timeout-range',
      severity: fits ? 'warning' : 'error',
      message: fits
        ? `The rollout waits ${total} s (${sum}) and may take ${most} s: ${most - total} s are left to start the new instances.`
        : `The rollout waits ${total} s (${sum}), but may take ${most} s only.`,
      why: fits
        ? `New instances take minutes until they answer (${STARTING_UP} s are on the safe side); an update that runs out of time is rolled back though nothing is wrong with the model.`
        : 'SageMaker needs a time-out that is larger than all waits together, and refuses the update or rolls it back half-way.',
      way_out: possible
        ? `Set rollout.maximum_execution_timeout_in_seconds to ${total + STARTING_UP} or more, or wait less.`
        : 'Wait less, or move more at a time: a rollout takes at most 28800 s.',
      place:
        context.place('environment.endpoint.rollout.maximum_execution_timeout_in_seconds') ??
        context.place('environment.endpoint.rollout.wait_in_seconds') ??
        context.place('environment.endpoint.rollout.type'),
    },
  ];
}

/** How often traffic moves; after each move the rollout waits. */
function movesOf({ type, step_percent: percent = 100 }: Rollout): number {
  if (type === 'all-at-once') return 1;
  return type === 'canary' ? 2 : Math.ceil(100 / percent);
}
