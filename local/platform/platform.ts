import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { takeLock } from '../../scripts/lib/lock.mjs';
import { LOCAL } from '../../scripts/lib/paths.mjs';
import { isRunning } from '../../scripts/lib/process-identity.mjs';
import { Callers } from '../sagemaker/callers.ts';
import { markedProcesses } from './child.ts';
import { provision } from './provision.ts';
import { markOf, stopService } from './services.ts';
import { PlatformStarter, type StartedPlatform, type StartOptions } from './starter.ts';
import { readState, SERVICE_NAMES, type ServiceName, writeState } from './state.ts';

/** Folder of the platform: `--dir`, MLOPS_LOCAL_DIR, or `.local/platform`. */
export function platformDir(dir?: string): string {
  return resolve(dir ?? process.env.MLOPS_LOCAL_DIR ?? join(LOCAL, 'platform'));
}

export interface UpOptions extends StartOptions {
  dir?: string;
}

export interface Platform extends StartedPlatform {
  stop(): Promise<void>;
}

/**
 * Starts the services that do not run, and returns when all of them respond. A service that runs stays as it is. One that was
 * killed starts again on the same port with its state. When a service does not start, or on abort, this call stops the
 * services that it started.
 * @throws Failure conflict when a port is taken
 * @throws Failure unavailable with the end of the log of a service that did not start
 */
export async function platformUp(options: UpOptions = {}): Promise<Platform> {
  const { dir: _, ...startOptions } = options;
  const dir = platformDir(options.dir);
  mkdirSync(dir, { recursive: true });
  const release = await lockPlatform(dir, options);
  try {
    const started = await new PlatformStarter(dir, startOptions).start();
    return { ...started, stop: () => platformDown({ dir }).then(() => {}) };
  } finally {
    release();
  }
}

/**
 * Stops the processes that the platform of a folder started, and no others. Their state and ports are kept for the next `up`.
 * @returns the services that ran
 */
export async function platformDown(
  options: { dir?: string; print?: (line: string) => void } = {},
): Promise<ServiceName[]> {
  const dir = platformDir(options.dir);
  if (!existsSync(dir)) return [];
  const release = await lockPlatform(dir, options);
  try {
    const state = readState(dir);
    if (state === undefined) return [];
    const names = SERVICE_NAMES.filter((name) => state.services[name] !== undefined);
    const stop = (some: readonly ServiceName[]) =>
      Promise.all(some.filter((name) => names.includes(name)).map((name) => stopService(state, name)));
    // SageMaker and GitHub stop first, because they use the other services.
    await stop(['sagemaker', 'github']);
    await stop(['moto', 'presto']);
    delete state.env;
    writeState(dir, state);
    return names;
  } finally {
    release();
  }
}

function lockPlatform(
  dir: string,
  { print, signal }: { print?: (line: string) => void; signal?: AbortSignal },
): Promise<() => void> {
  return takeLock(join(dir, 'platform.lock'), {
    ...(signal ? { signal } : {}),
    onWait: (pid) => print?.(`process ${pid} is working on ${dir}; waiting for it`),
  });
}

export interface ServiceStatus {
  name: ServiceName;
  state: 'running' | 'dead';
  pid: number;
  port: number;
  log: string;
}

export interface PlatformStatus {
  dir: string;
  /** The platform is up, and all its services run. */
  running: boolean;
  services: ServiceStatus[];
  presto?: { mode: string; host: string; port: number };
}

/** What runs. A service is `dead` when its process has ended without `down`; `up` starts it again. */
export function platformStatus(options: { dir?: string } = {}): PlatformStatus {
  const dir = platformDir(options.dir);
  const state = readState(dir);
  const services = SERVICE_NAMES.flatMap((name): ServiceStatus[] => {
    const record = state?.services[name];
    if (record === undefined) return [];
    const { pid, port, log } = record;
    return [{ name, state: isRunning(record) ? 'running' : 'dead', pid, port, log }];
  });
  const presto = state?.env && state.presto;
  return {
    dir,
    running: state?.env !== undefined && services.every((service) => service.state === 'running'),
    services,
    ...(presto ? { presto: { mode: presto.mode, host: presto.connection.host, port: presto.connection.port } } : {}),
  };
}

/** The environment variables with which clients find this platform; undefined when it is not up. */
export function platformEnv(options: { dir?: string } = {}): Record<string, string> | undefined {
  return readState(platformDir(options.dir))?.env;
}

/**
 * The environment variables with which clients work in another account or region of this platform. The account gets what an
 * account has before its first use: the default bucket, the execution role and the secret with the Presto credentials.
 * @returns undefined when the platform is not up
 * @throws Failure unavailable when the local AWS refuses a request
 */
export async function accountEnv(options: {
  dir?: string;
  account?: string;
  region?: string;
}): Promise<Record<string, string> | undefined> {
  const state = readState(platformDir(options.dir));
  const own = state?.env;
  if (state === undefined || own === undefined) return undefined;
  const [ownAccount, ownRegion] = [own.AWS_ACCOUNT_ID ?? '', own.AWS_REGION ?? ''];
  const { account = ownAccount, region = ownRegion } = options;
  const endpoint = own.AWS_ENDPOINT_URL_STS ?? '';
  const callers = new Callers(endpoint, { account: ownAccount, region: ownRegion });
  const keys = account === ownAccount ? undefined : await callers.credentialsOf(account);
  await provision(
    { endpoint, region, account, ...(keys === undefined ? {} : { accessKeyId: keys.accessKeyId }) },
    state.presto?.connection,
  );
  return {
    ...own,
    AWS_ACCOUNT_ID: account,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...(keys === undefined
      ? {}
      : {
          AWS_ACCESS_KEY_ID: keys.accessKeyId,
          AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
          AWS_SESSION_TOKEN: keys.sessionToken ?? '',
        }),
  };
}

/** The processes that belong to the platform of a folder, with the jobs and model servers of its SageMaker. Linux only. */
export function platformProcesses(options: { dir?: string } = {}): number[] {
  const state = readState(platformDir(options.dir));
  if (state === undefined) return [];
  return SERVICE_NAMES.flatMap((name) => markedProcesses(markOf(state, name)).map(({ pid }) => pid));
}
