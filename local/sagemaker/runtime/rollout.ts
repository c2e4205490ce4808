import type { Shape } from '../context.ts';

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
 */
export function readRollout(config: Shape | undefined, instanceCount: number): Rollout {
  const blueGreen: Shape | undefined = config?.BlueGreenUpdatePolicy;
  const rolling: Shape | undefined = config?.RollingUpdatePolicy;
  const steps = rolling
    ? rollingSteps(rolling, instanceCount)
    : blueGreen
      ? blueGreenSteps(blueGreen, instanceCount)
      : [];
  return {
    steps: steps.length > 0 ? steps : [{ share: 1, bakeSeconds: 0 }],
    terminationWaitSeconds: blueGreen?.TerminationWaitInSeconds ?? 0,
    timeoutSeconds: (rolling ?? blueGreen)?.MaximumExecutionTimeoutInSeconds,
    alarms: ((config?.AutoRollbackConfiguration?.Alarms as Shape[] | undefined) ?? []).map((alarm) => alarm.AlarmName),
  };
}

function blueGreenSteps(policy: Shape, instanceCount: number): TrafficShift[] {
  const { Type: type, WaitIntervalInSeconds: wait, CanarySize, LinearStepSize } = policy.TrafficRoutingConfiguration;
  if (type === 'ALL_AT_ONCE') return [{ share: 1, bakeSeconds: wait }];
  if (type === 'CANARY') {
    const share = shareOf(CanarySize, instanceCount);
    return [
      { share, bakeSeconds: wait },
      { share: 1, bakeSeconds: wait },
    ];
  }
  return evenSteps(shareOf(LinearStepSize, instanceCount), wait);
}

function rollingSteps(policy: Shape, instanceCount: number): TrafficShift[] {
  const share = shareOf(policy.MaximumBatchSize, instanceCount);
  return evenSteps(share, policy.WaitIntervalInSeconds);
}

function evenSteps(share: number, bakeSeconds: number): TrafficShift[] {
  const count = Math.ceil(1 / share - 1e-9);
  return Array.from({ length: count }, (_, index) => ({ share: Math.min(1, (index + 1) * share), bakeSeconds }));
}

/** Reads a CapacitySize as a share of the traffic. */
function shareOf(size: Shape, instanceCount: number): number {
  return size.Type === 'CAPACITY_PERCENT' ? size.Value / 100 : size.Value / Math.max(1, instanceCount);
}
