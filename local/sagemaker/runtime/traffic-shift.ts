import { setTimeout as wait } from 'node:timers/promises';
import type { Alarms } from './alarms.ts';
import { FleetError } from './fleet.ts';
import type { Rollout } from './rollout.ts';

const ALARM_POLL_MS = 1000;

export interface TrafficShiftOptions {
  readonly rollout: Rollout;
  /** Name of the new configuration, for the progress messages. */
  readonly configName: string;
  readonly alarms: Alarms;
  /** Routes this share of the traffic to the new fleet. */
  readonly setShare: (share: number) => void;
  /** Shows the progress in DescribeEndpoint. */
  readonly report: (status: string, message: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Moves the traffic to the new fleet, one share after the other.
 * @throws FleetError when an alarm goes off or the time is over
 */
export async function shiftTraffic(options: TrafficShiftOptions): Promise<void> {
  const { rollout, configName, setShare, report } = options;
  const deadline = rollout.timeoutSeconds === undefined ? Infinity : Date.now() + rollout.timeoutSeconds * 1000;
  for (const { share, bakeSeconds } of rollout.steps) {
    setShare(share);
    report('ActivatingTraffic', `${Math.round(share * 100)}% of the traffic is on ${configName}`);
    if (bakeSeconds > 0) report('Baking', `Watching ${rollout.alarms.length} alarms for ${bakeSeconds} seconds`);
    await bake(bakeSeconds, deadline, options);
  }
  if (rollout.terminationWaitSeconds > 0) {
    report('Baking', `The old fleet stays for ${rollout.terminationWaitSeconds} seconds`);
    await bake(rollout.terminationWaitSeconds, deadline, options);
  }
}

/** Watches the alarms for some seconds; at least once. */
async function bake(seconds: number, deadline: number, options: TrafficShiftOptions): Promise<void> {
  const { rollout, alarms, signal } = options;
  const end = Date.now() + seconds * 1000;
  for (;;) {
    await checkAlarms(rollout.alarms, alarms);
    if (Date.now() > deadline) {
      throw new FleetError(
        `The deployment exceeded its maximum execution timeout of ${rollout.timeoutSeconds} seconds.`,
      );
    }
    const left = end - Date.now();
    if (left <= 0) return;
    await wait(Math.min(left, ALARM_POLL_MS), undefined, { signal });
  }
}

/** @throws FleetError that names the alarms in ALARM state */
async function checkAlarms(names: readonly string[], alarms: Alarms): Promise<void> {
  if (names.length === 0) return;
  const states = await alarms.states(names);
  const inAlarm = names.filter((name) => states.get(name) === 'ALARM');
  if (inAlarm.length > 0) {
    throw new FleetError(
      `The deployment was rolled back: alarm(s) [${inAlarm.join(', ')}] went into ALARM state during the update.`,
    );
  }
}
