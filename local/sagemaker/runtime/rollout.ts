import type { Shape } from '../context.ts';
import { validationError } from '../resources/records.ts';

/** One shift of traffic to the new fleet, and how long the alarms are watched before the next one. */
export interface TrafficShift {
  /** Share of the traffic on the new fleet after this shift, above 0 up to 1. */
  readonly share: number;
  readonly bakeSeconds: number;
}

/** How an update moves the traffic from the old fleet to the new one. */
export interface Rollout {
  readonly steps: readonly TrafficShift[];
  /** How long the old fleet stays after the last shift. */
  readonly terminationWaitSeconds: number;
  readonly timeoutSeconds: number | undefined;
  readonly alarms: readonly string[];
}

/**
 * Reads a DeploymentConfig. Without a policy the service shifts all traffic at once.
 * Here one model server runs for all instances of a variant, so the batches of a rolling update are shares of the
 * traffic too.
 * @param instanceCount instances of the new fleet; sizes of type INSTANCE_COUNT are parts of this number
 * @throws ServiceError ValidationException for what the API documents as not allowed
 */
export function readRollout(config: Shape | undefined, instanceCount: number): Rollout {
  const blueGreen: Shape | undefined = config?.BlueGreenUpdatePolicy;
  const rolling: Shape | undefined = config?.RollingUpdatePolicy;
  if (blueGreen && rolling)
    throw validationError('Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy can be specified.');
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
  const waitSeconds = rollout.steps.reduce((sum, step) => sum + step.bakeSeconds, rollout.terminationWaitSeconds);
  if (rollout.timeoutSeconds !== undefined && rollout.timeoutSeconds <= waitSeconds) {
    throw validationError(
      `MaximumExecutionTimeoutInSeconds ${rollout.timeoutSeconds} must be larger than the total waiting time of ${waitSeconds} seconds.`,
    );
  }
  return rollout;
}

function blueGreenSteps(policy: Shape, instanceCount: number): TrafficShift[] {
  const { Type: type, WaitIntervalInSeconds: wait, CanarySize, LinearStepSize } = policy.TrafficRoutingConfiguration;
  if (type === 'ALL_AT_ONCE') return [{ share: 1, bakeSeconds: wait }];
  if (type === 'CANARY') {
    if (!CanarySize) throw validationError('CanarySize is required for traffic routing of type CANARY.');
    const share = readShare('CanarySize', CanarySize, instanceCount, { min: 0, max: 0.5 });
    return [
      { share, bakeSeconds: wait },
      { share: 1, bakeSeconds: wait },
    ];
  }
  if (!LinearStepSize) throw validationError('LinearStepSize is required for traffic routing of type LINEAR.');
  return evenSteps(readShare('LinearStepSize', LinearStepSize, instanceCount, { min: 0.1, max: 0.5 }), wait);
}

function rollingSteps(policy: Shape, instanceCount: number): TrafficShift[] {
  const share = readShare('MaximumBatchSize', policy.MaximumBatchSize, instanceCount, { min: 0.05, max: 0.5 });
  return evenSteps(share, policy.WaitIntervalInSeconds);
}

function evenSteps(share: number, bakeSeconds: number): TrafficShift[] {
  const count = Math.ceil(1 / share - 1e-9);
  return Array.from({ length: count }, (_, index) => ({ share: Math.min(1, (index + 1) * share), bakeSeconds }));
}

/**
 * Reads a CapacitySize as a share of the traffic.
 * @throws ServiceError ValidationException when it is outside the range
 */
function readShare(member: string, size: Shape, instanceCount: number, range: { min: number; max: number }): number {
  const { min, max } = range;
  const share = size.Type === 'CAPACITY_PERCENT' ? size.Value / 100 : size.Value / Math.max(1, instanceCount);
  if (share < min || share > max) {
    const bounds = min > 0 ? `between ${min * 100}% and ${max * 100}%` : `at most ${max * 100}%`;
    throw validationError(
      `${member} must be ${bounds} of the variant's total instance count, and is ${Math.round(share * 100)}%.`,
    );
  }
  return share;
}
