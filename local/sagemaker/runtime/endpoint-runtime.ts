import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ProcessIdentity } from '../../../scripts/lib/process-identity.mjs';
import { endLeftOverContainer } from '../container/container.ts';
import { endLeftOver } from '../container/process-group.ts';
import type { Context, Shape } from '../context.ts';
import { errorMessage } from '../error-message.ts';
import type { ModelServer, StartModelServer } from '../model-hosting.ts';
import { deleteTags } from '../resources/tags.ts';
import type { Alarms } from './alarms.ts';
import type { Deployment } from './deployment.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { shiftTraffic } from './traffic-shift.ts';
import { pendingSummary, servedVariants } from './variant-summary.ts';

/** Where a call goes. */
export interface Target {
  readonly variant: string;
  readonly server: ModelServer | undefined;
  readonly logStream: string;
}

/** What this process runs for one endpoint. */
interface RunningEndpoint {
  /** The fleet in service. */
  blue?: Fleet;
  /** The fleet that an update starts. */
  green?: Fleet;
  /** Share of the traffic that the green fleet gets. */
  greenShare: number;
  /** The tasks so far: they run one after the other. */
  work: Promise<void>;
  readonly abort: AbortController;
}

/** One change of an endpoint, with the signal that ends it. */
type EndpointTask = (running: RunningEndpoint, signal: AbortSignal) => Promise<void>;

const MAX_REASON_LENGTH = 1024;
const ROUTE_POLL_MS = 100;
/** The members of a record that exist only while a deployment is in progress. */
const PENDING_MEMBERS = ['_pending', 'PendingDeploymentSummary'];

/** Runs the model servers of the endpoint records. */
export class EndpointRuntime {
  readonly #context: Context;
  readonly #start: StartModelServer;
  readonly #alarms: Alarms;
  readonly #running = new Map<string, RunningEndpoint>();

  constructor(context: Context, start: StartModelServer, alarms: Alarms) {
    this.#context = context;
    this.#start = start;
    this.#alarms = alarms;
  }

  /** Begins what the record's status demands: Creating, Updating with a pending deployment, or Deleting. */
  begin(name: string): void {
    const status: string = this.#record(name).EndpointStatus;
    if (status === 'Deleting') this.#enqueue(name, (running) => this.#delete(name, running));
    else if (status === 'Creating') this.#enqueue(name, (running, signal) => this.#create(name, running, signal));
    else this.#enqueue(name, (running, signal) => this.#update(name, running, signal));
  }

  setWeights(name: string, weights: ReadonlyMap<string, number>): void {
    for (const [variant, weight] of weights) this.#running.get(name)?.blue?.weights.set(variant, weight);
  }

  /**
   * Chooses the server of one call. While the fleet comes back after a restart, it waits for it, at most `maxWaitMs`.
   * @returns undefined when no fleet is in service or the variant is unknown
   */
  async route(name: string, variant: string | undefined, maxWaitMs: number): Promise<Target | undefined> {
    const deadline = Date.now() + maxWaitMs;
    const running = this.#running.get(name);
    while (
      running &&
      !running.blue &&
      this.#record(name).EndpointStatus === 'SystemUpdating' &&
      Date.now() < deadline
    ) {
      await wait(ROUTE_POLL_MS, undefined, { signal: this.#context.signal });
    }
    const fleet = running?.green && Math.random() < running.greenShare ? running.green : running?.blue;
    if (!fleet) return undefined;
    const chosen = variant ?? chooseByWeight(fleet.weights);
    if (!fleet.weights.has(chosen)) return undefined;
    return { variant: chosen, server: fleet.server(chosen), logStream: fleet.logStream(chosen) };
  }

  /** After a restart: ends the processes that an earlier server left, and brings the endpoints back. */
  async resume(): Promise<void> {
    const { store, dir } = this.#context;
    for (const record of store.list('endpoint')) {
      const name: string = record.EndpointName;
      for (const left of (record._processes as ProcessIdentity[] | undefined) ?? []) endLeftOver(left);
      endUnrecordedProcesses(join(dir, 'endpoints', name));
      this.#patch(name, { _processes: [] });
      if (record.EndpointStatus === 'Failed' || record.EndpointStatus === 'OutOfService') continue;
      // SystemUpdating is the status of an update by the service itself, which clients cannot change. Calls wait for
      // its end.
      if (record.EndpointStatus === 'InService') this.#patch(name, { EndpointStatus: 'SystemUpdating' });
      this.#enqueue(name, (running, signal) => this.#restore(name, running, signal));
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map((running) => running.work));
    await Promise.all([...this.#running.values()].flatMap((running) => [running.blue?.stop(), running.green?.stop()]));
  }

  async #create(name: string, running: RunningEndpoint, signal: AbortSignal): Promise<void> {
    const deployment: Deployment = this.#record(name)._pending;
    try {
      running.blue = await this.#startFleet(name, deployment, signal);
    } catch (error) {
      if (!signal.aborted) this.#markFailed(name, error, PENDING_MEMBERS);
      return;
    }
    this.#markInService(name, deployment);
  }

  async #update(name: string, running: RunningEndpoint, signal: AbortSignal): Promise<void> {
    const deployment: Deployment = this.#record(name)._pending;
    const old = running.blue;
    try {
      running.green = await this.#startFleet(name, deployment, signal);
      await this.#shiftTraffic(name, running, deployment, signal);
      running.blue = running.green;
      delete running.green;
      running.greenShare = 0;
      this.#markInService(name, deployment);
      await old?.stop();
    } catch (error) {
      // At shutdown the record does not change: the update begins again when the server starts again.
      if (signal.aborted) return;
      running.greenShare = 0;
      const green = running.green;
      delete running.green;
      await green?.stop();
      await this.#rollBack(name, old, error);
    }
  }

  /** Records that an update failed: the old fleet is in service again, or it is not healthy either. */
  async #rollBack(name: string, old: Fleet | undefined, error: unknown): Promise<void> {
    const healthy = (await old?.healthy()) ?? false;
    const reason = reasonOf(error);
    this.#patch(
      name,
      {
        EndpointStatus: healthy ? 'InService' : 'UpdateRollbackFailed',
        FailureReason: healthy ? reason : `${reason} The old fleet is not healthy either.`.slice(0, MAX_REASON_LENGTH),
        LastModifiedTime: this.#context.now(),
      },
      PENDING_MEMBERS,
    );
  }

  #shiftTraffic(name: string, running: RunningEndpoint, deployment: Deployment, signal: AbortSignal): Promise<void> {
    return shiftTraffic({
      rollout: deployment.rollout,
      configName: deployment.configName,
      alarms: this.#alarms,
      setShare: (share) => {
        running.greenShare = share;
      },
      report: (status, message) => {
        const progress = { share: running.greenShare, now: this.#context.now(), status, message };
        this.#patch(name, { PendingDeploymentSummary: pendingSummary(deployment, progress) });
      },
      signal,
    });
  }

  async #delete(name: string, running: RunningEndpoint): Promise<void> {
    running.abort.abort();
    await Promise.all([running.blue?.stop(), running.green?.stop()]);
    const arn: string = this.#record(name).EndpointArn;
    this.#context.store.delete('endpoint', name);
    deleteTags(arn, this.#context);
    this.#running.delete(name);
    rmSync(join(this.#context.dir, 'endpoints', name), { recursive: true, force: true });
  }

  /** After a restart: starts new servers for the deployment in service, then continues what was in progress. */
  async #restore(name: string, running: RunningEndpoint, signal: AbortSignal): Promise<void> {
    const { EndpointStatus: status, _deployed: deployed, _pending: pending } = this.#record(name);
    if (status === 'Deleting') return this.#delete(name, running);
    if (status === 'Creating') return this.#create(name, running, signal);
    try {
      running.blue = await this.#startFleet(name, deployed, signal);
    } catch (error) {
      if (!signal.aborted) this.#markFailed(name, error);
      return;
    }
    if (pending) return this.#update(name, running, signal);
    if (status === 'SystemUpdating' || status === 'Updating') this.#patch(name, { EndpointStatus: 'InService' });
  }

  #startFleet(name: string, deployment: Deployment, signal: AbortSignal): Promise<Fleet> {
    const processes = (): ProcessIdentity[] => this.#record(name)._processes ?? [];
    return startFleet({
      endpoint: name,
      configName: deployment.configName,
      variants: deployment.variants,
      context: this.#context,
      start: this.#start,
      signal,
      onStart: (started) => this.#patch(name, { _processes: [...processes(), started] }),
      onEnd: (ended) => {
        if (this.#context.store.get('endpoint', name)) {
          this.#patch(name, { _processes: processes().filter((each) => each.pid !== ended.pid) });
        }
      },
    });
  }

  /** Runs a task after the endpoint's earlier tasks. An unexpected error makes the endpoint Failed. */
  #enqueue(name: string, task: EndpointTask): void {
    const running = this.#running.get(name) ?? {
      greenShare: 0,
      work: Promise.resolve(),
      abort: new AbortController(),
    };
    this.#running.set(name, running);
    const signal = AbortSignal.any([this.#context.signal, running.abort.signal]);
    running.work = running.work
      .then(() => task(running, signal))
      .catch((error: unknown) => {
        if (!signal.aborted && this.#context.store.get('endpoint', name)) this.#markFailed(name, error);
      });
  }

  #markInService(name: string, deployment: Deployment): void {
    const now = this.#context.now();
    this.#patch(
      name,
      {
        EndpointStatus: 'InService',
        EndpointConfigName: deployment.configName,
        ProductionVariants: servedVariants(deployment, now),
        LastModifiedTime: now,
        _deployed: deployment,
      },
      [...PENDING_MEMBERS, 'FailureReason'],
    );
  }

  #markFailed(name: string, error: unknown, removed: readonly string[] = []): void {
    this.#patch(
      name,
      { EndpointStatus: 'Failed', FailureReason: reasonOf(error), LastModifiedTime: this.#context.now() },
      removed,
    );
  }

  #record(name: string): Shape {
    return this.#context.store.get('endpoint', name) ?? {};
  }

  /** Changes members of an endpoint's record, and removes others. */
  #patch(name: string, change: Shape, removed: readonly string[] = []): void {
    const record = { ...this.#record(name), ...change };
    for (const member of removed) delete record[member];
    this.#context.store.put('endpoint', name, record);
  }
}

/**
 * Ends the processes that an endpoint's record does not list. Each has its identity in its folder. They exist when the
 * server was killed after it started a process and before it recorded it.
 */
function endUnrecordedProcesses(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder)) endLeftOverContainer(join(folder, entry));
  rmSync(folder, { recursive: true, force: true });
}

function chooseByWeight(weights: ReadonlyMap<string, number>): string {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  let position = Math.random() * total;
  for (const [name, weight] of weights) {
    position -= weight;
    if (position < 0) return name;
  }
  return [...weights.keys()][0] ?? '';
}

function reasonOf(error: unknown): string {
  return errorMessage(error).slice(0, MAX_REASON_LENGTH);
}
