import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isRunning, type ProcessIdentity } from '../../../scripts/lib/process-identity.mjs';
import type { Context } from '../context.ts';
import { ObjectFileError } from '../object-files.ts';
import type { ModelContainer } from '../resources/models.ts';

/** A model server process: `POST /invocations` and `GET /ping` on 127.0.0.1. */
export interface ModelServer extends ProcessIdentity {
  readonly port: number;
  stop(): Promise<void>;
  healthy(): Promise<boolean>;
}

/** Downloads the artifacts into `dir` and starts a server for the containers. */
export type StartModelServer = (spec: {
  /** For messages: `endpoint/variant`. */
  readonly name: string;
  readonly dir: string;
  readonly containers: readonly ModelContainer[];
  readonly context: Context;
  readonly log: { readonly group: string; readonly stream: string };
  readonly startupSeconds: number;
  readonly signal: AbortSignal;
}) => Promise<ModelServer>;

/** What a fleet serves: one variant of an endpoint configuration, with its model's containers as they were at deployment. */
export interface VariantPlan {
  readonly name: string;
  readonly containers: readonly ModelContainer[];
  readonly weight: number;
  readonly instanceCount: number;
  readonly startupTimeoutSeconds: number;
}

/** The running servers of one endpoint configuration. One process stands for all instances of a variant. */
export interface Fleet {
  readonly configName: string;
  /** By variant; changed in place when weights are updated. */
  readonly weights: Map<string, number>;
  server(variant: string): ModelServer | undefined;
  /** Where the variant's server writes its log. */
  logStream(variant: string): string;
  healthy(): Promise<boolean>;
  stop(): Promise<void>;
}

/** Why a fleet did not come up, in the words of the service. */
export class FleetError extends Error {
  override readonly name = 'FleetError';
}

export interface FleetSpec {
  readonly endpoint: string;
  readonly configName: string;
  readonly variants: readonly VariantPlan[];
  readonly context: Context;
  readonly start: StartModelServer;
  readonly signal: AbortSignal;
  /** Told of every process that starts and ends, so that a later server can end what this one leaves behind. */
  readonly started: (process: ProcessIdentity) => void;
  readonly ended: (process: ProcessIdentity) => void;
}

const POLL_MS = 200;
const WATCH_MS = 2000;
let serial = 0;

/**
 * Starts every variant's server and waits until all are healthy. A server that dies later is started again.
 * @throws FleetError; nothing is left running then.
 */
export async function startFleet(spec: FleetSpec): Promise<Fleet> {
  const servers = new Map<string, ModelServer>();
  const streams = new Map<string, string>();
  let stopping = false;
  const own = new AbortController();
  const signal = AbortSignal.any([spec.signal, own.signal]);
  const end = async (server: ModelServer) => {
    await server.stop();
    spec.ended({ pid: server.pid, started: server.started });
  };
  const launch = async (variant: VariantPlan): Promise<void> => {
    serial += 1;
    const server = await startOne(spec, variant, `${process.pid}-${serial}`, signal);
    streams.set(variant.name, `${variant.name}/${process.pid}-${serial}`);
    servers.set(variant.name, server);
    spec.started({ pid: server.pid, started: server.started });
    await untilHealthy(server, variant, signal);
  };

  const outcomes = await Promise.allSettled(spec.variants.map(launch));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await Promise.all([...servers.values()].map(end));
    throw failed.reason;
  }

  let relaunch: Promise<void> = Promise.resolve();
  const watch = setInterval(() => {
    for (const variant of spec.variants) {
      const server = servers.get(variant.name);
      if (stopping || !server || isRunning(server)) continue;
      servers.delete(variant.name);
      spec.ended({ pid: server.pid, started: server.started });
      // Keeps trying, as the service restarts a container that dies; calls meanwhile get ServiceUnavailable.
      relaunch = relaunch
        .then(() => (stopping ? undefined : launch(variant)))
        .catch(() => {
          if (!servers.has(variant.name)) servers.set(variant.name, server);
        });
    }
  }, WATCH_MS);
  watch.unref();

  return {
    configName: spec.configName,
    weights: new Map(spec.variants.map((variant) => [variant.name, variant.weight])),
    server: (variant) => servers.get(variant),
    logStream: (variant) => streams.get(variant) ?? variant,
    async healthy() {
      const all = await Promise.all(spec.variants.map((variant) => servers.get(variant.name)?.healthy() ?? false));
      return all.every((each) => each);
    },
    async stop() {
      stopping = true;
      own.abort();
      clearInterval(watch);
      await relaunch;
      await Promise.all([...servers.values()].map(end));
      servers.clear();
    },
  };
}

async function startOne(
  spec: FleetSpec,
  variant: VariantPlan,
  instance: string,
  signal: AbortSignal,
): Promise<ModelServer> {
  try {
    return await spec.start({
      name: `${spec.endpoint}/${variant.name}`,
      dir: join(spec.context.dir, 'endpoints', spec.endpoint, `${variant.name}-${instance}`),
      containers: variant.containers,
      context: spec.context,
      log: { group: `/aws/sagemaker/Endpoints/${spec.endpoint}`, stream: `${variant.name}/${instance}` },
      startupSeconds: variant.startupTimeoutSeconds,
      signal,
    });
  } catch (error) {
    if (error instanceof ObjectFileError) {
      throw new FleetError(
        `Failed to download model data for production variant ${variant.name} from URL: "${error.uri}". Please ensure that there is an object located at the URL. ${error.message}`,
      );
    }
    throw new FleetError(
      `The container for production variant ${variant.name} did not start: ${(error as Error).message}`,
    );
  }
}

async function untilHealthy(server: ModelServer, variant: VariantPlan, signal: AbortSignal): Promise<void> {
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
