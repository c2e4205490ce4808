import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isRunning, type ProcessIdentity } from '../../../scripts/lib/process-identity.mjs';
import type { Context } from '../context.ts';
import { errorMessage } from '../error-message.ts';
import type { ModelServer, StartModelServer } from '../model-hosting.ts';
import { ObjectFileError } from '../object-files.ts';
import type { DeployedVariant } from './deployment.ts';

/** A fleet did not start; the message says why in the words of the service. */
export class FleetError extends Error {
  override readonly name = 'FleetError';
}

export interface FleetSpec {
  readonly endpoint: string;
  readonly configName: string;
  readonly variants: readonly DeployedVariant[];
  readonly context: Context;
  readonly start: StartModelServer;
  readonly signal: AbortSignal;
  /**
   * Called for every process that starts and for every one that ends. The caller records them, so that a later server
   * can end the processes that this one leaves behind.
   */
  readonly onStart: (process: ProcessIdentity) => void;
  readonly onEnd: (process: ProcessIdentity) => void;
}

const POLL_MS = 200;
const WATCH_MS = 2000;
/** Number of servers that this process has started: it makes the names of their folders unique. */
let serial = 0;

/**
 * Starts the server of every variant and waits until all are healthy. A server that dies later is started again.
 * @throws FleetError; no server is left running then
 */
export async function startFleet(spec: FleetSpec): Promise<Fleet> {
  const fleet = new Fleet(spec);
  await fleet.start();
  return fleet;
}

/** The running servers of one endpoint configuration. One process runs for all instances of a variant. */
export class Fleet {
  readonly configName: string;
  /** Weights by variant. They change in place when weights are updated. */
  readonly weights: Map<string, number>;
  readonly #spec: FleetSpec;
  readonly #servers = new Map<string, ModelServer>();
  readonly #logStreams = new Map<string, string>();
  readonly #abort = new AbortController();
  readonly #signal: AbortSignal;
  #stopping = false;
  #relaunch: Promise<void> = Promise.resolve();
  #watch: NodeJS.Timeout | undefined;

  constructor(spec: FleetSpec) {
    this.configName = spec.configName;
    this.weights = new Map(spec.variants.map((variant) => [variant.name, variant.weight]));
    this.#spec = spec;
    this.#signal = AbortSignal.any([spec.signal, this.#abort.signal]);
  }

  server(variant: string): ModelServer | undefined {
    return this.#servers.get(variant);
  }

  /** Gives the log stream of the variant's server. */
  logStream(variant: string): string {
    return this.#logStreams.get(variant) ?? variant;
  }

  async start(): Promise<void> {
    const outcomes = await Promise.allSettled(this.#spec.variants.map((variant) => this.#launch(variant)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) {
      await this.#stopServers();
      throw failed.reason;
    }
    this.#watch = setInterval(() => this.#relaunchDeadServers(), WATCH_MS);
    this.#watch.unref();
  }

  async healthy(): Promise<boolean> {
    const all = await Promise.all(
      this.#spec.variants.map((variant) => this.#servers.get(variant.name)?.healthy() ?? false),
    );
    return all.every((each) => each);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#abort.abort();
    clearInterval(this.#watch);
    await this.#relaunch;
    await this.#stopServers();
    this.#servers.clear();
  }

  async #launch(variant: DeployedVariant): Promise<void> {
    serial += 1;
    const instance = `${process.pid}-${serial}`;
    const server = await startServer(this.#spec, variant, instance, this.#signal);
    this.#logStreams.set(variant.name, logStreamOf(variant, instance));
    this.#servers.set(variant.name, server);
    this.#spec.onStart(identityOf(server));
    await waitUntilHealthy(server, variant, this.#signal);
  }

  #relaunchDeadServers(): void {
    for (const variant of this.#spec.variants) {
      const server = this.#servers.get(variant.name);
      if (this.#stopping || !server || isRunning(server)) continue;
      this.#servers.delete(variant.name);
      this.#spec.onEnd(identityOf(server));
      // The service restarts a container that dies. Until the new one is there, calls get ServiceUnavailable.
      this.#relaunch = this.#relaunch
        .then(() => (this.#stopping ? undefined : this.#launch(variant)))
        .catch(() => {
          // With the dead server in the map, the next round tries again.
          if (!this.#servers.has(variant.name)) this.#servers.set(variant.name, server);
        });
    }
  }

  async #stopServers(): Promise<void> {
    await Promise.all(
      [...this.#servers.values()].map(async (server) => {
        await server.stop();
        this.#spec.onEnd(identityOf(server));
      }),
    );
  }
}

function identityOf({ pid, started }: ModelServer): ProcessIdentity {
  return { pid, started };
}

function logStreamOf(variant: DeployedVariant, instance: string): string {
  return `${variant.name}/${instance}`;
}

async function startServer(
  spec: FleetSpec,
  variant: DeployedVariant,
  instance: string,
  signal: AbortSignal,
): Promise<ModelServer> {
  try {
    return await spec.start({
      name: `${spec.endpoint}/${variant.name}`,
      dir: join(spec.context.dir, 'endpoints', spec.endpoint, `${variant.name}-${instance}`),
      containers: variant.containers,
      context: spec.context,
      log: { group: `/aws/sagemaker/Endpoints/${spec.endpoint}`, stream: logStreamOf(variant, instance) },
      startupSeconds: variant.startupTimeoutSeconds,
      signal,
    });
  } catch (error) {
    if (error instanceof ObjectFileError) {
      throw new FleetError(
        `Failed to download model data for production variant ${variant.name} from URL: "${error.uri}". Please ensure that there is an object located at the URL. ${error.message}`,
      );
    }
    throw new FleetError(`The container for production variant ${variant.name} did not start: ${errorMessage(error)}`);
  }
}

/** Waits until the server answers the ping. @throws FleetError when its process ends, or when the time is over */
async function waitUntilHealthy(server: ModelServer, variant: DeployedVariant, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + variant.startupTimeoutSeconds * 1000;
  const unhealthy = (why: string) =>
    new FleetError(
      `The primary container for production variant ${variant.name} did not pass the ping health check${why}. Please check CloudWatch logs for this endpoint.`,
    );
  while (!(await server.healthy())) {
    if (!isRunning(server)) throw unhealthy(': its process ended');
    if (Date.now() > deadline) throw unhealthy(` within ${variant.startupTimeoutSeconds} seconds`);
    await wait(POLL_MS, undefined, { signal });
  }
}
