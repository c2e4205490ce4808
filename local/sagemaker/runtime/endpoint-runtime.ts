import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ProcessIdentity } from '../../../scripts/lib/process-identity.mjs';
import { endLeftOverContainer } from '../container/container.ts';
import { endLeftOver } from '../container/process-group.ts';
import type { Context, Shape } from '../context.ts';
import { forgetTags } from '../resources/tags.ts';
import type { Alarms } from './alarms.ts';
import {
  type Fleet,
  FleetError,
  type ModelServer,
  type StartModelServer,
  startFleet,
  type VariantPlan,
} from './fleet.ts';
import type { Rollout } from './rollout.ts';
import { pendingSummary, servedVariants } from './variant-summary.ts';

/** What a deployment needs, kept in the endpoint's record so that it can go on after a restart, whatever was deleted meanwhile. */
export interface Deployment {
  readonly configName: string;
  readonly variants: readonly VariantPlan[];
  /** The configuration's own variants, for what DescribeEndpoint repeats of them. */
  readonly configured: readonly Shape[];
  readonly rollout: Rollout;
  readonly startedAt: number;
}

/** Where a call goes. */
export interface Target {
  readonly variant: string;
  readonly server: ModelServer | undefined;
  readonly logStream: string;
}

/** Runs the model servers behind the endpoint records. */
export interface EndpointRuntime {
  /** Begins what the record's status says: Creating, Updating with a pending deployment, or Deleting. */
  begin(name: string): void;
  setWeights(name: string, weights: ReadonlyMap<string, number>): void;
  /** Waits for a fleet that is on its way back after a restart, at most `patienceMs`; undefined when none serves or the variant is unknown. */
  route(name: string, variant: string | undefined, patienceMs: number): Promise<Target | undefined>;
  resume(): Promise<void>;
  close(): Promise<void>;
}

interface Live {
  blue?: Fleet;
  green?: Fleet;
  greenShare: number;
  work: Promise<void>;
  readonly abort: AbortController;
}

const ALARM_POLL_MS = 1000;

export function createEndpointRuntime(context: Context, start: StartModelServer, alarms: Alarms): EndpointRuntime {
  const lives = new Map<string, Live>();
  const live = (name: string): Live => {
    const known = lives.get(name) ?? { greenShare: 0, work: Promise.resolve(), abort: new AbortController() };
    lives.set(name, known);
    return known;
  };
  const record = (name: string): Shape => context.store.get('endpoint', name) ?? {};
  const patch = (name: string, change: Shape, remove: readonly string[] = []) => {
    const next = { ...record(name), ...change };
    for (const member of remove) delete next[member];
    context.store.put('endpoint', name, next);
  };

  function fleet(name: string, deployment: Deployment, signal: AbortSignal): Promise<Fleet> {
    const processes = (): ProcessIdentity[] => record(name)._processes ?? [];
    return startFleet({
      endpoint: name,
      configName: deployment.configName,
      variants: deployment.variants,
      context,
      start,
      signal,
      started: (one) => patch(name, { _processes: [...processes(), one] }),
      ended: (one) => {
        if (context.store.get('endpoint', name)) {
          patch(name, { _processes: processes().filter((each) => each.pid !== one.pid) });
        }
      },
    });
  }

  async function create(name: string, self: Live, signal: AbortSignal): Promise<void> {
    const deployment: Deployment = record(name)._pending;
    try {
      self.blue = await fleet(name, deployment, signal);
    } catch (error) {
      if (signal.aborted) return;
      patch(name, { EndpointStatus: 'Failed', FailureReason: reason(error), LastModifiedTime: context.now() }, [
        '_pending',
        'PendingDeploymentSummary',
      ]);
      return;
    }
    succeed(name, deployment);
  }

  async function update(name: string, self: Live, signal: AbortSignal): Promise<void> {
    const deployment: Deployment = record(name)._pending;
    const old = self.blue;
    try {
      self.green = await fleet(name, deployment, signal);
      await shift(name, self, deployment, signal);
      self.blue = self.green;
      delete self.green;
      self.greenShare = 0;
      succeed(name, deployment);
      await old?.stop();
    } catch (error) {
      // At shutdown the record stays as it is: the update begins anew when the server is back.
      if (signal.aborted) return;
      self.greenShare = 0;
      const green = self.green;
      delete self.green;
      await green?.stop();
      const back = (await old?.healthy()) ?? false;
      patch(
        name,
        {
          EndpointStatus: back ? 'InService' : 'UpdateRollbackFailed',
          FailureReason: back ? reason(error) : `${reason(error)} The old fleet is not healthy either.`.slice(0, 1024),
          LastModifiedTime: context.now(),
        },
        ['_pending', 'PendingDeploymentSummary'],
      );
    }
  }

  /** Moves the traffic step by step; throws FleetError when an alarm goes off or the time is up. */
  async function shift(name: string, self: Live, deployment: Deployment, signal: AbortSignal): Promise<void> {
    const { rollout } = deployment;
    const deadline = rollout.timeoutSeconds === undefined ? Infinity : Date.now() + rollout.timeoutSeconds * 1000;
    const say = (status: string, message: string) =>
      patch(name, {
        PendingDeploymentSummary: pendingSummary(deployment, self.greenShare, context.now(), status, message),
      });
    const bake = async (seconds: number) => {
      const until = Date.now() + seconds * 1000;
      for (;;) {
        await checkAlarms(rollout.alarms);
        if (Date.now() > deadline) {
          throw new FleetError(
            `The deployment exceeded its maximum execution timeout of ${rollout.timeoutSeconds} seconds.`,
          );
        }
        const left = until - Date.now();
        if (left <= 0) return;
        await wait(Math.min(left, ALARM_POLL_MS), undefined, { signal });
      }
    };
    for (const step of rollout.steps) {
      self.greenShare = step.share;
      say('ActivatingTraffic', `${Math.round(step.share * 100)}% of the traffic is on ${deployment.configName}`);
      if (step.bakeSeconds > 0)
        say('Baking', `Watching ${rollout.alarms.length} alarms for ${step.bakeSeconds} seconds`);
      await bake(step.bakeSeconds);
    }
    if (rollout.terminationWaitSeconds > 0) {
      say('Baking', `The old fleet stays for ${rollout.terminationWaitSeconds} seconds`);
      await bake(rollout.terminationWaitSeconds);
    }
  }

  async function checkAlarms(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const states = await alarms.states(names);
    const off = names.filter((each) => states.get(each) === 'ALARM');
    if (off.length > 0) {
      throw new FleetError(
        `The deployment was rolled back: alarm(s) [${off.join(', ')}] went into ALARM state during the update.`,
      );
    }
  }

  function succeed(name: string, deployment: Deployment): void {
    patch(
      name,
      {
        EndpointStatus: 'InService',
        EndpointConfigName: deployment.configName,
        ProductionVariants: servedVariants(deployment, context.now()),
        LastModifiedTime: context.now(),
        _deployed: deployment,
      },
      ['_pending', 'PendingDeploymentSummary', 'FailureReason'],
    );
  }

  async function remove(name: string, self: Live): Promise<void> {
    self.abort.abort();
    await Promise.all([self.blue?.stop(), self.green?.stop()]);
    const arn: string = record(name).EndpointArn;
    context.store.delete('endpoint', name);
    forgetTags(arn, context);
    lives.delete(name);
    rmSync(join(context.dir, 'endpoints', name), { recursive: true, force: true });
  }

  /** After a restart: new servers for what was served, then what was under way. */
  async function bringBack(name: string, self: Live, signal: AbortSignal): Promise<void> {
    const { EndpointStatus: status, _deployed: deployed, _pending: pending } = record(name);
    if (status === 'Deleting') return remove(name, self);
    if (status === 'Creating') return create(name, self, signal);
    try {
      self.blue = await fleet(name, deployed, signal);
    } catch (error) {
      if (signal.aborted) return;
      patch(name, { EndpointStatus: 'Failed', FailureReason: reason(error), LastModifiedTime: context.now() });
      return;
    }
    if (pending) return update(name, self, signal);
    if (status === 'SystemUpdating' || status === 'Updating') patch(name, { EndpointStatus: 'InService' });
  }

  function run(name: string, task: (self: Live, signal: AbortSignal) => Promise<void>): void {
    const self = live(name);
    const signal = AbortSignal.any([context.signal, self.abort.signal]);
    self.work = self.work
      .then(() => task(self, signal))
      .catch((error: unknown) => {
        if (signal.aborted || !context.store.get('endpoint', name)) return;
        patch(name, { EndpointStatus: 'Failed', FailureReason: reason(error), LastModifiedTime: context.now() });
      });
  }

  return {
    begin(name) {
      const status: string = record(name).EndpointStatus;
      if (status === 'Deleting') run(name, (self) => remove(name, self));
      else if (status === 'Creating') run(name, (self, signal) => create(name, self, signal));
      else run(name, (self, signal) => update(name, self, signal));
    },

    setWeights(name, weights) {
      for (const [variant, weight] of weights) lives.get(name)?.blue?.weights.set(variant, weight);
    },

    async route(name, variant, patienceMs) {
      const until = Date.now() + patienceMs;
      const self = lives.get(name);
      while (self && !self.blue && record(name).EndpointStatus === 'SystemUpdating' && Date.now() < until) {
        await wait(100, undefined, { signal: context.signal });
      }
      const chosen = self?.green && Math.random() < self.greenShare ? self.green : self?.blue;
      if (!chosen) return undefined;
      const called = variant ?? byWeight(chosen.weights);
      if (!chosen.weights.has(called)) return undefined;
      return { variant: called, server: chosen.server(called), logStream: chosen.logStream(called) };
    },

    async resume() {
      for (const each of context.store.list('endpoint')) {
        const name: string = each.EndpointName;
        for (const left of (each._processes as ProcessIdentity[] | undefined) ?? []) endLeftOver(left);
        endUnrecorded(join(context.dir, 'endpoints', name));
        patch(name, { _processes: [] });
        if (each.EndpointStatus === 'Failed' || each.EndpointStatus === 'OutOfService') continue;
        // The service's word for "not by you, and you cannot change it now"; calls wait until the servers are back.
        if (each.EndpointStatus === 'InService') patch(name, { EndpointStatus: 'SystemUpdating' });
        run(name, (self, signal) => bringBack(name, self, signal));
      }
    },

    async close() {
      await Promise.all([...lives.values()].map((self) => self.work));
      await Promise.all([...lives.values()].flatMap((self) => [self.blue?.stop(), self.green?.stop()]));
    },
  };
}

/** A server that was killed between starting a process and noting it in the record left the process's own note in its folder. */
function endUnrecorded(folder: string): void {
  if (!existsSync(folder)) return;
  for (const each of readdirSync(folder)) endLeftOverContainer(join(folder, each));
  rmSync(folder, { recursive: true, force: true });
}

function byWeight(weights: ReadonlyMap<string, number>): string {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  let at = Math.random() * total;
  for (const [name, weight] of weights) {
    at -= weight;
    if (at < 0) return name;
  }
  return [...weights.keys()][0] ?? '';
}

function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 1024);
}
