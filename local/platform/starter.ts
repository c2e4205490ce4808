import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from '../../scripts/lib/process-identity.mjs';
import { Failure } from '../../src/failure.ts';
import type { PrestoConnection } from '../presto/connection.ts';
import { allowedRules } from '../sagemaker/refusals/index.ts';
import { freePorts, isPortFree, lastLines, MARK, startDetached, waitUntil } from './child.ts';
import { platformVariables } from './environment.ts';
import { provision } from './provision.ts';
import { markOf, motoService, nodeService, prestoService, type Service, stopService } from './services.ts';
import {
  type PlatformState,
  readState,
  SERVICE_NAMES,
  type ServiceName,
  type ServiceRecord,
  writeState,
} from './state.ts';
import { checkUserPresto, userPrestoOf } from './user-presto.ts';

export interface StartOptions {
  /** `false`: none; `tls`: with TLS and a password. Default: plain HTTP, or the server that PRESTO_HOST names. */
  presto?: boolean | 'tls';
  github?: boolean;
  sagemaker?: boolean;
  /** Only these services; the switches above have no effect on others. moto always runs. */
  services?: readonly ServiceName[];
  /** Ports to use. The other services get free ports and keep them. */
  ports?: Partial<Record<ServiceName, number>>;
  /** Refusals that the local SageMaker leaves out, with commas between them. Default: MLOPS_LOCAL_ALLOW, or as before. */
  allow?: string;
  region?: string;
  account?: string;
  /** Takes the lines that tell the user what happens. */
  print?: (line: string) => void;
  signal?: AbortSignal;
}

export interface StartedPlatform {
  dir: string;
  /** The environment variables with which AWS clients, the command line and the scripts find this platform. */
  env: Record<string, string>;
  services: Partial<Record<ServiceName, ServiceRecord>>;
  /** Services that this call started. Empty when all of them ran. */
  started: ServiceName[];
}

/** Seconds between two lines about a service that is starting. */
const PROGRESS_SECONDS = 5;
const LOG_LINES = 15;

/** Starts the services of a platform that do not run. */
export class PlatformStarter {
  readonly #dir: string;
  readonly #options: StartOptions;
  readonly #state: PlatformState;
  readonly #region: string;
  readonly #account: string;
  readonly #allow: string;
  readonly #started: ServiceName[] = [];

  constructor(dir: string, options: StartOptions) {
    this.#dir = dir;
    this.#options = options;
    this.#state = readState(dir) ?? { version: 1, instance: randomBytes(8).toString('hex'), ports: {}, services: {} };
    this.#region = options.region ?? this.#state.env?.AWS_REGION ?? 'us-east-1';
    const before = this.#state.env?.MLOPS_LOCAL_ALLOW ?? '';
    this.#allow = allowedRules(options.allow ?? process.env.MLOPS_LOCAL_ALLOW ?? before).join(',');
    this.#account = options.account ?? this.#state.env?.AWS_ACCOUNT_ID ?? '123456789012';
  }

  /** @throws Failure as `platformUp` does; then the services that this call started are stopped */
  async start(): Promise<StartedPlatform> {
    try {
      const userPresto = this.#userPresto();
      const services = this.#selectServices(userPresto !== undefined);
      await this.#choosePorts(services);
      const env = platformVariables({
        dir: this.#dir,
        region: this.#region,
        account: this.#account,
        ports: this.#state.ports,
        services,
        userPresto,
        allow: this.#allow,
      });
      const presto = await this.#startServices(services, userPresto, env);
      await provision(
        { endpoint: `http://127.0.0.1:${this.#port('moto')}`, region: this.#region, account: this.#account },
        presto,
      );
      if (userPresto !== undefined) this.#state.presto = { mode: 'user', connection: userPresto };
      this.#state.env = env;
      writeState(this.#dir, this.#state);
      return { dir: this.#dir, env, services: this.#state.services, started: this.#started };
    } catch (error) {
      for (const name of this.#started) await stopService(this.#state, name);
      writeState(this.#dir, this.#state);
      throw error;
    }
  }

  /**
   * Starts the services side by side. SageMaker comes after moto, which it uses.
   * @returns the Presto server, if there is one
   */
  async #startServices(
    services: readonly ServiceName[],
    userPresto: PrestoConnection | undefined,
    env: Record<string, string>,
  ): Promise<PrestoConnection | undefined> {
    const aws = this.#startAws(services, env);
    const presto = this.#startPresto(services, userPresto);
    const github = this.#startGitHub(services, env);
    // When one fails, the others are awaited too. Then all that this call started is recorded, and can be stopped.
    for (const result of await Promise.allSettled([aws, presto, github])) {
      if (result.status === 'rejected') throw result.reason;
    }
    return await presto;
  }

  /** A SageMaker that leaves out other refusals starts again with those that are wanted now. Its state stays. */
  async #stopWithOtherRules(): Promise<void> {
    const record = this.#state.services.sagemaker;
    if (record === undefined || (this.#state.env?.MLOPS_LOCAL_ALLOW ?? '') === this.#allow) return;
    this.#options.print?.(
      `sagemaker: starts again ${this.#allow === '' ? 'with every refusal' : `without ${this.#allow}`}`,
    );
    await stopService(this.#state, 'sagemaker');
  }

  async #startAws(services: readonly ServiceName[], env: Record<string, string>): Promise<void> {
    await this.#ensureRunning(motoService(this.#location('moto')));
    if (services.includes('sagemaker')) {
      await this.#stopWithOtherRules();
      const moto = `http://127.0.0.1:${this.#port('moto')}`;
      const ownEnv = { ...env, AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING: moto };
      await this.#ensureRunning(nodeService('sagemaker', this.#location('sagemaker'), ownEnv));
    }
  }

  async #startGitHub(services: readonly ServiceName[], env: Record<string, string>): Promise<void> {
    if (services.includes('github')) await this.#ensureRunning(nodeService('github', this.#location('github'), env));
  }

  async #startPresto(
    services: readonly ServiceName[],
    userPresto: PrestoConnection | undefined,
  ): Promise<PrestoConnection | undefined> {
    if (userPresto !== undefined) {
      await checkUserPresto(userPresto);
      return userPresto;
    }
    if (!services.includes('presto')) return undefined;
    const { presto } = this.#options;
    const previous = this.#state.presto?.mode;
    const tls = presto === 'tls' || (presto === undefined && previous === 'own-tls');
    const mode = tls ? 'own-tls' : 'own';
    const service = prestoService(this.#location('presto'), tls);
    await this.#ensureRunning(service, { restart: previous !== mode });
    this.#state.presto = { mode, connection: service.connection };
    return service.connection;
  }

  #selectServices(hasUserPresto: boolean): ServiceName[] {
    const { services, presto, sagemaker, github } = this.#options;
    const excluded = new Set<ServiceName>();
    if (presto === false || hasUserPresto) excluded.add('presto');
    if (sagemaker === false) excluded.add('sagemaker');
    if (github === false) excluded.add('github');
    return SERVICE_NAMES.filter(
      (name) => name === 'moto' || ((services === undefined || services.includes(name)) && !excluded.has(name)),
    );
  }

  #userPresto(): PrestoConnection | undefined {
    const { presto, services } = this.#options;
    if (presto === false || presto === 'tls' || services?.includes('presto') === false) return undefined;
    return userPrestoOf(process.env);
  }

  #port(name: ServiceName): number {
    return this.#state.ports[name] ?? 0;
  }

  #location(name: ServiceName) {
    return { dir: this.#dir, port: this.#port(name), account: this.#account };
  }

  /** Keeps the port of each running service, and the earlier port of each other service if it is still free. */
  async #choosePorts(services: readonly ServiceName[]): Promise<void> {
    const unused = await freePorts(services.length);
    const anyRuns = services.some((name) => runs(this.#state.services[name]));
    for (const [index, name] of services.entries()) {
      if (runs(this.#state.services[name])) continue;
      const earlier = this.#state.ports[name];
      const port = this.#options.ports?.[name] ?? earlier;
      // A process that was killed a moment ago may still be closing its port.
      if (port !== undefined && (await waitUntil(() => isPortFree(port), port === earlier ? 5 : 0))) {
        this.#state.ports[name] = port;
      } else if (port === undefined || (port === earlier && !anyRuns)) {
        this.#state.ports[name] = unused[index] as number;
      } else {
        throw new Failure('conflict', `port ${port} of ${name} is taken by another process`, {
          way_out: 'End that process, or run `mlops local down` and then `mlops local up`, which takes other ports.',
        });
      }
    }
  }

  /** Starts a service, except when it runs and is healthy. @param options.restart start it again in any case */
  async #ensureRunning(service: Service, options: { restart?: boolean } = {}): Promise<void> {
    const { signal } = this.#options;
    signal?.throwIfAborted();
    const { name } = service;
    if (runs(this.#state.services[name]) && options.restart !== true) {
      if (await service.isHealthy()) return;
      this.#print(`${name}: is running but does not respond; restarting it`);
    }
    await stopService(this.#state, name);
    const start = Date.now();
    this.#print(`${name}: starting`);
    mkdirSync(join(this.#dir, 'tmp'), { recursive: true });
    const { program, args, cwd, log, env } = service;
    const identity = await startDetached({
      program,
      args,
      cwd,
      log,
      env: { ...childEnvironment(this.#dir), ...env, [MARK]: markOf(this.#state, name) },
    });
    const record = { ...identity, port: this.#port(name), log, grace: service.grace };
    this.#state.services[name] = record;
    this.#started.push(name);
    writeState(this.#dir, this.#state);
    await this.#waitUntilHealthy(service, record, start);
    this.#print(`${name}: ready in ${((Date.now() - start) / 1000).toFixed(1)} s at 127.0.0.1:${this.#port(name)}`);
  }

  async #waitUntilHealthy(service: Service, record: ServiceRecord, start: number): Promise<void> {
    let lastPrint = start;
    while (!(await service.isHealthy())) {
      this.#options.signal?.throwIfAborted();
      const seconds = Math.round((Date.now() - start) / 1000);
      if (!isRunning(record)) throw notStarted(service, `ended after ${seconds} s`);
      if (seconds > service.startSeconds) throw notStarted(service, `does not respond after ${seconds} s`);
      if (Date.now() - lastPrint > PROGRESS_SECONDS * 1000) {
        lastPrint = Date.now();
        this.#print(`${service.name}: starting, ${seconds} s`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  #print(line: string): void {
    this.#options.print?.(line);
  }
}

/** The environment of a service: that of this process, with temporary files in the folder of the platform. */
function childEnvironment(dir: string): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return { ...env, TMPDIR: join(dir, 'tmp') };
}

function notStarted({ name, log }: Service, reason: string): Failure {
  return new Failure('unavailable', `${name} ${reason}. The end of ${log}:\n${lastLines(log, LOG_LINES)}`, {
    way_out: `The whole log: ${log}`,
  });
}

function runs(record: ServiceRecord | undefined): boolean {
  return record !== undefined && isRunning(record);
}
