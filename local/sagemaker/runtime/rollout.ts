import type { Shape } from '../context.ts';
import { invalid } from '../resources/records.ts';

/** One move of traffic to the new fleet, and how long it is watched before the next. */
export interface Step {
  /** Share of the traffic on the new fleet after this step, above 0 up to 1. */
  readonly share: number;
  readonly bakeSeconds: number;
}

/** How an update moves from the old fleet to the new one. */
export interface Rollout {
  readonly steps: readonly Step[];
  /** After the last step, the old fleet stays this long. */
  readonly terminationWaitSeconds: number;
  readonly timeoutSeconds: number | undefined;
  readonly alarms: readonly string[];
}

/**
 * Reads a DeploymentConfig. Without a policy the service shifts all traffic at once.
 * One model server stands for all instances of a variant here, so batches of a rolling update are shares of the traffic too.
 * @param instanceCount instances of the new fleet, to which INSTANCE_COUNT sizes relate
 * @throws ServiceError ValidationException for what the API documents as not allowed
 */
export function rolloutOf(config: Shape | undefined, instanceCount: number): Rollout {
  const blueGreen: Shape | undefined = config?.BlueGreenUpdatePolicy;
  const rolling: Shape | undefined = config?.RollingUpdatePolicy;
  if (blueGreen && rolling)
    throw invalid('Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy can be specified.');
  const steps = rolling
    ? rollingSteps(rolling, instanceCount)
    : blueGreen
      ? blueGreenSteps(blueGreen, instanceCount)
      : [];
  const rollout: Rollout = {
    steps: steps.length > 0 ? steps : [{ share: 1, bakeSeconds: 0 }],
    terminationWaitSeconds: blueGreen?.TerminationWaitInSeconds ?? 0,
    timeoutSeconds: (rolling ?? blueGreen)?.MaximumExecutionTimeoutInSeconds,
    alarms: ((config?.AutoRollbackConfiguration?.Alarms as Shape[] | undefined) ?? []).map((alarm) => alarm.AlarmName),
  };
  const waits = rollout.steps.reduce((sum, step) => sum + step.bakeSeconds, rollout.terminationWaitSeconds);
  if (rollout.timeoutSeconds !== undefined && rollout.timeoutSeconds <= waits) {
    throw invalid(
      `MaximumExecutionTimeoutInSeconds ${rollout.timeoutSeconds} must be larger than the total waiting time of ${waits} seconds.`,
    );
  }
  return rollout;
}

function blueGreenSteps(policy: Shape, instanceCount: number): Step[] {
  const { Type: type, WaitIntervalInSeconds: wait, CanarySize, LinearStepSize } = policy.TrafficRoutingConfiguration;
  if (type === 'ALL_AT_ONCE') return [{ share: 1, bakeSeconds: wait }];
  if (type === 'CANARY') {
    if (!CanarySize) throw invalid('CanarySize is required for traffic routing of type CANARY.');
    return [
      { share: shareOf('CanarySize', CanarySize, instanceCount, 0, 0.5), bakeSeconds: wait },
      { share: 1, bakeSeconds: wait },
    ];
  }
  if (!LinearStepSize) throw invalid('LinearStepSize is required for traffic routing of type LINEAR.');
  return evenSteps(shareOf('LinearStepSize', LinearStepSize, instanceCount, 0.1, 0.5), wait);
}

function rollingSteps(policy: Shape, instanceCount: number): Step[] {
  const share = shareOf('MaximumBatchSize', policy.MaximumBatchSize, instanceCount, 0.05, 0.5);
  return evenSteps(share, policy.WaitIntervalInSeconds);
}

function evenSteps(share: number, bakeSeconds: number): Step[] {
  const count = Math.ceil(1 / share - 1e-9);
  return Array.from({ length: count }, (_, index) => ({ share: Math.min(1, (index + 1) * share), bakeSeconds }));
}

function shareOf(member: string, size: Shape, instanceCount: number, least: number, most: number): number {
  const share = size.Type === 'CAPACITY_PERCENT' ? size.Value / 100 : size.Value / Math.max(1, instanceCount);
  if (share < least || share > most) {
    const bounds = least > 0 ? `between ${least * 100}% and ${most * 100}%` : `at most ${most * 100}%`;
    throw invalid(
      `${member} must be ${bounds} of the variant's total instance count, and is ${Math.round(share * 100)}%.`,
    );
  }
  return share;
}
