import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBinary, pythonOf, ROOT, TOOLS } from '../../scripts/lib/paths.mjs';
import { Failure } from '../../src/failure.ts';
import { keepArchive, writesArchive } from '../presto/class-archive.ts';
import { preparePresto } from '../presto/configuration.ts';
import type { PrestoConnection } from '../presto/connection.ts';
import { isReady } from '../presto/server.ts';
import { endProcess } from './child.ts';
import type { PlatformState, ServiceName } from './state.ts';

/** How the platform runs one service. */
export interface Service {
  name: ServiceName;
  program: string;
  args: string[];
  cwd: string;
  log: string;
  env: Record<string, string>;
  /** Whether the service can be used. */
  isHealthy(): Promise<boolean>;
  /** Seconds that the service has to become healthy. */
  startSeconds: number;
  /** Seconds that the service has to end by itself. 0 kills it at once. */
  grace: number;
}

/** Where the platform runs a service. */
export interface ServiceLocation {
  /** Folder of the platform. */
  dir: string;
  port: number;
  account: string;
}

/** Whether the response to a GET has the status 200. */
async function respondsOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/**
 * S3, Secrets Manager, IAM and the other AWS services that moto stands in for.
 * @throws Failure not_found when set-up has not brought moto
 */
export function motoService({ dir, port, account }: ServiceLocation): Service {
  const python = pythonOf(TOOLS);
  if (!existsSync(python)) throw notSetUp('the local AWS (moto)');
  const folder = join(dir, 'moto');
  mkdirSync(folder, { recursive: true });
  return {
    name: 'moto',
    program: python,
    args: [join(ROOT, 'local', 'moto', 'server.py'), '--dir', folder, '--port', String(port), '--account', account],
    cwd: folder,
    log: join(dir, 'logs', 'moto.log'),
    env: { PYTHONDONTWRITEBYTECODE: '1' },
    isHealthy: () => respondsOk(`http://127.0.0.1:${port}/moto-api/`),
    startSeconds: 180,
    grace: 2,
  };
}

/** A Presto server. @throws Failure not_found when set-up has not brought it */
export function prestoService(
  { dir, port }: ServiceLocation,
  tls: boolean,
): Service & { connection: PrestoConnection } {
  const { program, args, cwd, connection } = preparePresto({ dir: join(dir, 'presto'), port, tls });
  return {
    name: 'presto',
    program,
    args,
    cwd,
    log: join(dir, 'logs', 'presto.log'),
    env: {},
    connection,
    isHealthy: () => isReady(connection),
    startSeconds: 300,
    // Presto keeps no state, so it can be killed at once, except when it still has to write its class archive.
    grace: writesArchive(args) ? 30 : 0,
  };
}

/**
 * A server of this project: `local/<name>/main.ts`.
 * @throws Failure not_found when set-up has not brought Node 24
 */
export function nodeService(
  name: 'sagemaker' | 'github',
  { dir, port }: ServiceLocation,
  env: Record<string, string>,
): Service {
  const node = nodeBinary();
  if (node === undefined) throw notSetUp('Node 24');
  const folder = join(dir, name);
  mkdirSync(folder, { recursive: true });
  return {
    name,
    program: node,
    args: [join(ROOT, 'local', name, 'main.ts'), '--dir', folder, '--port', String(port)],
    cwd: folder,
    log: join(dir, 'logs', `${name}.log`),
    env: { NODE_NO_WARNINGS: '1', ...env },
    isHealthy: () => respondsOk(`http://127.0.0.1:${port}/health`),
    startSeconds: 180,
    grace: 10,
  };
}

/** Stops a service, when the state has one of that name, and removes it from the state. */
export async function stopService(state: PlatformState, name: ServiceName): Promise<void> {
  const record = state.services[name];
  if (record === undefined) return;
  await endProcess(record, markOf(state, name), record.grace);
  delete state.services[name];
  if (name === 'presto') keepArchive();
}

/** The mark of the processes of a service. */
export function markOf(state: PlatformState, name: ServiceName): string {
  return `${state.instance}/${name}`;
}

function notSetUp(what: string): Failure {
  return new Failure('not_found', `${what} is not on this machine`, { way_out: 'Run `npm run setup`.' });
}
