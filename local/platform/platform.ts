import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { takeLock } from '../../scripts/lib/lock.mjs';
import { LOCAL } from '../../scripts/lib/paths.mjs';
import { namesUsersPresto } from '../../scripts/lib/prerequisites.mjs';
import { isRunning } from '../../scripts/lib/process-identity.mjs';
import { Failure } from '../../src/failure.ts';
import { isReady, keepArchive, type PrestoConnection } from '../presto/server.ts';
import { sdkConfigPath } from '../sagemaker/sdk-config.ts';
import { endProcess, freePorts, isFree, MARK, marked, startDetached, tail, until } from './child.ts';
import { provision } from './provision.ts';
import { motoService, nodeService, prestoService, type Service } from './services.ts';
import {
  type PlatformState,
  readState,
  SERVICE_NAMES,
  type ServiceName,
  type ServiceRecord,
  writeState,
} from './state.ts';

/** Folder of the platform: `--dir`, MLOPS_LOCAL_DIR, or `.local/platform`. */
export function platformDir(dir?: string): string {
  return resolve(dir ?? process.env.MLOPS_LOCAL_DIR ?? join(LOCAL, 'platform'));
}

export interface UpOptions {
  dir?: string;
  /** `false`: none; `tls`: with TLS and a password. Default: plain HTTP, or the server that PRESTO_HOST names. */
  presto?: boolean | 'tls';
  github?: boolean;
  sagemaker?: boolean;
  /** Only these, whatever the switches above say; moto is always among them. */
  services?: readonly ServiceName[];
  /** Ports to use; free ones are chosen for the others and kept for the next time. */
  ports?: Partial<Record<ServiceName, number>>;
  region?: string;
  account?: string;
  say?: (line: string) => void;
  signal?: AbortSignal;
}

export interface Platform {
  dir: string;
  /** Variables under which any AWS client, the CLI and the scripts find this platform. */
  env: Record<string, string>;
  services: Partial<Record<ServiceName, ServiceRecord>>;
  /** Services that this call started; empty when all of it ran already. */
  started: ServiceName[];
  stop(): Promise<void>;
}

/**
 * Starts what does not run yet and returns when all of it answers. What runs is left alone; what was killed comes back on
 * the same port with its state. When a service does not come up, or on abort, what this call started is ended again.
 * @throws Failure with the end of the log of a service that did not come up
 */
export async function platformUp(options: UpOptions = {}): Promise<Platform> {
  const dir = platformDir(options.dir);
  const say = options.say ?? (() => {});
  mkdirSync(dir, { recursive: true });
  const release = await takeLock(join(dir, 'platform.lock'), {
    ...(options.signal ? { signal: options.signal } : {}),
    onWait: (pid) => say(`process ${pid} is working on ${dir}; waiting for it`),
  });
  try {
    return await new Start(dir, options, say).run();
  } finally {
    release();
  }
}

class Start {
  readonly #dir: string;
  readonly #options: UpOptions;
  readonly #say: (line: string) => void;
  readonly #state: PlatformState;
  readonly #region: string;
  readonly #account: string;
  readonly #started: ServiceName[] = [];

  constructor(dir: string, options: UpOptions, say: (line: string) => void) {
    this.#dir = dir;
    this.#options = options;
    this.#say = say;
    this.#state = readState(dir) ?? { version: 1, instance: randomBytes(8).toString('hex'), ports: {}, services: {} };
    this.#region = options.region ?? this.#state.env?.AWS_REGION ?? 'us-east-1';
    this.#account = options.account ?? this.#state.env?.AWS_ACCOUNT_ID ?? '123456789012';
  }

  async run(): Promise<Platform> {
    try {
      const users = this.#usersPresto();
      const wanted = this.#wanted(users !== undefined);
      await this.#choosePorts(wanted);
      const env = this.#environment(wanted, users);
      const place = (name: ServiceName) => ({ dir: this.#dir, port: this.#port(name), account: this.#account });

      const aws = (async () => {
        await this.#ensure(motoService(place('moto')));
        if (wanted.includes('sagemaker')) await this.#ensure(nodeService('sagemaker', place('sagemaker'), env));
      })();
      const presto = (async (): Promise<PrestoConnection | undefined> => {
        if (users !== undefined) {
          await this.#checkUsersPresto(users);
          return users;
        }
        if (!wanted.includes('presto')) return undefined;
        const tls =
          this.#options.presto === 'tls' ||
          (this.#options.presto === undefined && this.#state.presto?.mode === 'own-tls');
        const mode = tls ? 'own-tls' : 'own';
        const service = prestoService(place('presto'), tls);
        await this.#ensure(service, this.#state.presto?.mode !== mode);
        this.#state.presto = { mode, connection: service.connection };
        return service.connection;
      })();
      const github = wanted.includes('github') ? this.#ensure(nodeService('github', place('github'), env)) : undefined;
      const results = await Promise.allSettled([aws, presto, github]);
      for (const result of results) if (result.status === 'rejected') throw result.reason;

      const connection = await presto;
      if (users !== undefined) this.#state.presto = { mode: 'user', connection: users };
      await provision(
        { endpoint: `http://127.0.0.1:${this.#port('moto')}`, region: this.#region, account: this.#account },
        connection,
      );
      this.#state.env = env;
      writeState(this.#dir, this.#state);
      return {
        dir: this.#dir,
        env,
        services: this.#state.services,
        started: this.#started,
        stop: () => platformDown({ dir: this.#dir }).then(() => {}),
      };
    } catch (error) {
      for (const name of this.#started) await end(this.#state, name);
      writeState(this.#dir, this.#state);
      throw error;
    }
  }

  #wanted(usersPresto: boolean): ServiceName[] {
    const { services, presto, sagemaker, github } = this.#options;
    const off = new Set<ServiceName>();
    if (presto === false || usersPresto) off.add('presto');
    if (sagemaker === false) off.add('sagemaker');
    if (github === false) off.add('github');
    return SERVICE_NAMES.filter(
      (name) => name === 'moto' || ((services === undefined || services.includes(name)) && !off.has(name)),
    );
  }

  #port(name: ServiceName): number {
    return this.#state.ports[name] ?? 0;
  }

  /** Keeps the port of what runs, and of what ran before if it is still free. */
  async #choosePorts(wanted: ServiceName[]): Promise<void> {
    const fresh = await freePorts(wanted.length);
    const oneRuns = wanted.some((name) => isAlive(this.#state.services[name]));
    for (const [index, name] of wanted.entries()) {
      const kept = this.#state.ports[name];
      const asked = this.#options.ports?.[name] ?? kept;
      if (isAlive(this.#state.services[name])) continue;
      // A process that was killed a moment ago may still be closing its port.
      if (asked !== undefined && (await until(() => isFree(asked), asked === kept ? 5 : 0))) {
        this.#state.ports[name] = asked;
      } else if (asked === undefined || (asked === kept && !oneRuns)) {
        this.#state.ports[name] = fresh[index] as number;
      } else {
        throw new Failure('conflict', `port ${asked} of ${name} is taken by another process`, {
          wayOut: 'End that process, or run `mlops local down` and then `mlops local up`, which takes other ports.',
        });
      }
    }
  }

  /** Starts a service unless it runs and is healthy. */
  async #ensure(service: Service, anew = false): Promise<void> {
    const { signal } = this.#options;
    signal?.throwIfAborted();
    const { name } = service;
    const noted = this.#state.services[name];
    if (isAlive(noted) && !anew) {
      if (await service.isHealthy()) return;
      this.#say(`${name}: runs but does not answer; starting it anew`);
    }
    if (noted !== undefined) await end(this.#state, name);
    const began = Date.now();
    this.#say(`${name}: starting`);
    mkdirSync(join(this.#dir, 'tmp'), { recursive: true });
    const mark = `${this.#state.instance}/${name}`;
    const { program, args, cwd, log, env } = service;
    const started = await startDetached({
      program,
      args,
      cwd,
      log,
      env: { ...childEnvironment(this.#dir), ...env, [MARK]: mark },
    });
    this.#state.services[name] = { ...started, port: this.#port(name), log, grace: service.grace };
    this.#started.push(name);
    writeState(this.#dir, this.#state);
    let lastWord = began;
    while (!(await service.isHealthy())) {
      signal?.throwIfAborted();
      const seconds = Math.round((Date.now() - began) / 1000);
      if (!isRunning(started)) throw notUp(service, `ended after ${seconds} s`);
      if (seconds > service.startSeconds) throw notUp(service, `does not answer after ${seconds} s`);
      if (Date.now() - lastWord > 5000) {
        lastWord = Date.now();
        this.#say(`${name}: starting, ${seconds} s`);
      }
      await new Promise((wake) => setTimeout(wake, 100));
    }
    this.#say(`${name}: ready in ${((Date.now() - began) / 1000).toFixed(1)} s at 127.0.0.1:${this.#port(name)}`);
  }

  /** The Presto server that the user named. */
  #usersPresto(): PrestoConnection | undefined {
    const { presto, services } = this.#options;
    const { env } = process;
    if (presto === false || presto === 'tls' || services?.includes('presto') === false) return undefined;
    if (!namesUsersPresto(env)) return undefined;
    return {
      host: env.PRESTO_HOST as string,
      port: Number(env.PRESTO_PORT ?? 8080),
      user: env.PRESTO_USER ?? 'mlops',
      ...(env.PRESTO_PASSWORD ? { password: env.PRESTO_PASSWORD } : {}),
      ...(env.PRESTO_CA_FILE ? { ca: readFileSync(env.PRESTO_CA_FILE, 'utf8') } : {}),
    };
  }

  async #checkUsersPresto(connection: PrestoConnection): Promise<void> {
    if (await isReady(connection)) return;
    throw new Failure(
      'unavailable',
      `the Presto server ${connection.host}:${connection.port} does not answer a query of tpch.tiny.nation`,
      {
        wayOut:
          'PRESTO_HOST, PRESTO_PORT, PRESTO_USER, PRESTO_PASSWORD and PRESTO_CA_FILE say how it is reached. Without PRESTO_HOST a local one is started.',
      },
    );
  }

  #environment(wanted: ServiceName[], users: PrestoConnection | undefined): Record<string, string> {
    const moto = `http://127.0.0.1:${this.#port('moto')}`;
    const onMoto = [
      'S3',
      'SECRETS_MANAGER',
      'STS',
      'IAM',
      'APPLICATION_AUTO_SCALING',
      'CLOUDWATCH',
      'CLOUDWATCH_LOGS',
      'EVENTBRIDGE',
      'SCHEDULER',
    ];
    const sagemaker = `http://127.0.0.1:${this.#port('sagemaker')}`;
    const presto = users ?? (wanted.includes('presto') ? { host: '127.0.0.1', port: this.#port('presto') } : undefined);
    return {
      MLOPS_LOCAL_DIR: this.#dir,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: this.#region,
      AWS_DEFAULT_REGION: this.#region,
      AWS_ACCOUNT_ID: this.#account,
      // Without it a client that finds no profile asks the address of an EC2 instance, and waits.
      AWS_EC2_METADATA_DISABLED: 'true',
      ...Object.fromEntries(onMoto.map((service) => [`AWS_ENDPOINT_URL_${service}`, moto])),
      ...(wanted.includes('sagemaker')
        ? {
            AWS_ENDPOINT_URL_SAGEMAKER: sagemaker,
            AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sagemaker,
            SAGEMAKER_USER_CONFIG_OVERRIDE: sdkConfigPath(join(this.#dir, 'sagemaker')),
          }
        : {}),
      ...(presto ? { PRESTO_HOST: presto.host, PRESTO_PORT: String(presto.port) } : {}),
      // Tells our own server from one that the user names: a later `up` in the same shell starts ours again.
      ...(presto && users === undefined ? { MLOPS_LOCAL_PRESTO: `${presto.host}:${presto.port}` } : {}),
      ...(wanted.includes('github') ? { GITHUB_API_URL: `http://127.0.0.1:${this.#port('github')}` } : {}),
    };
  }
}

/** A service's environment: this one's, with everything that is written temporarily kept in the platform's folder. */
function childEnvironment(dir: string): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return { ...env, TMPDIR: join(dir, 'tmp') };
}

function notUp(service: Service, what: string): Failure {
  return new Failure('unavailable', `${service.name} ${what}. The end of ${service.log}:\n${tail(service.log, 15)}`, {
    wayOut: `The whole log: ${service.log}`,
  });
}

function isAlive(noted: ServiceRecord | undefined): noted is ServiceRecord {
  return noted !== undefined && isRunning(noted);
}

async function end(state: PlatformState, name: ServiceName): Promise<void> {
  const noted = state.services[name];
  if (noted === undefined) return;
  await endProcess(noted, `${state.instance}/${name}`, noted.grace);
  delete state.services[name];
  if (name === 'presto') keepArchive();
}

/** Ends exactly the processes that the platform of this folder started. State and ports are kept for the next `up`. */
export async function platformDown(
  options: { dir?: string; say?: (line: string) => void } = {},
): Promise<ServiceName[]> {
  const dir = platformDir(options.dir);
  if (!existsSync(dir)) return [];
  const release = await takeLock(join(dir, 'platform.lock'), {
    onWait: (pid) => options.say?.(`process ${pid} is working on ${dir}; waiting for it`),
  });
  try {
    const state = readState(dir);
    if (state === undefined) return [];
    const names = SERVICE_NAMES.filter((name) => state.services[name] !== undefined);
    // The servers that use the others end first.
    await Promise.all(
      names.filter((name) => name === 'sagemaker' || name === 'github').map((name) => end(state, name)),
    );
    await Promise.all(names.filter((name) => name === 'moto' || name === 'presto').map((name) => end(state, name)));
    delete state.env;
    writeState(dir, state);
    return names;
  } finally {
    release();
  }
}

export interface ServiceStatus {
  name: ServiceName;
  state: 'running' | 'dead';
  pid: number;
  port: number;
  log: string;
}

/** What runs. A service whose process is gone is `dead`; `up` brings it back. */
export function platformStatus(options: { dir?: string } = {}): {
  dir: string;
  running: boolean;
  services: ServiceStatus[];
  presto?: { mode: string; host: string; port: number };
} {
  const dir = platformDir(options.dir);
  const state = readState(dir);
  const services = SERVICE_NAMES.flatMap((name): ServiceStatus[] => {
    const noted = state?.services[name];
    if (noted === undefined) return [];
    return [{ name, state: isRunning(noted) ? 'running' : 'dead', pid: noted.pid, port: noted.port, log: noted.log }];
  });
  const presto = state?.env && state.presto;
  return {
    dir,
    running: state?.env !== undefined && services.every((service) => service.state === 'running'),
    services,
    ...(presto ? { presto: { mode: presto.mode, host: presto.connection.host, port: presto.connection.port } } : {}),
  };
}

/** The variables under which this platform is found; `undefined` when it is not up. */
export function platformEnv(options: { dir?: string } = {}): Record<string, string> | undefined {
  return readState(platformDir(options.dir))?.env;
}

/** Processes that belong to the platform of a folder and run now, the jobs and model servers of its SageMaker among them (Linux). */
export function platformProcesses(options: { dir?: string } = {}): number[] {
  const state = readState(platformDir(options.dir));
  return state === undefined
    ? []
    : SERVICE_NAMES.flatMap((name) => marked(`${state.instance}/${name}`).map(({ pid }) => pid));
}
