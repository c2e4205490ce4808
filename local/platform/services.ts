import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBinary, pythonOf, ROOT, TOOLS } from '../../scripts/lib/paths.mjs';
import { Failure } from '../../src/failure.ts';
import { isReady, type PrestoConnection, preparePresto, writesArchive } from '../presto/server.ts';
import type { ServiceName } from './state.ts';

/** How one service is run and known to be ready. */
export interface Service {
  name: ServiceName;
  program: string;
  args: string[];
  cwd: string;
  log: string;
  env: Record<string, string>;
  isHealthy(): Promise<boolean>;
  /** Seconds until it must be healthy. */
  startSeconds: number;
  /** Seconds it may take to end by itself; 0 for one that has nothing to put in order. */
  grace: number;
}

interface Place {
  dir: string;
  port: number;
  account: string;
}

/** Whether a GET is answered with 200. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** S3, Secrets Manager, IAM and the other services that moto plays. */
export function motoService({ dir, port, account }: Place): Service {
  const python = pythonOf(TOOLS);
  if (!existsSync(python)) throw notSetUp('the local AWS (moto)');
  const folder = join(dir, 'moto');
  mkdirSync(folder, { recursive: true });
  return {
    name: 'moto',
    program: python,
    args: [join(ROOT, 'local', 'moto', 'server.py'), '--dir', folder, '--port', String(port)],
    cwd: folder,
    log: join(dir, 'logs', 'moto.log'),
    env: { MOTO_ACCOUNT_ID: account, PYTHONDONTWRITEBYTECODE: '1' },
    isHealthy: () => answers(`http://127.0.0.1:${port}/moto-api/`),
    startSeconds: 180,
    grace: 2,
  };
}

export function prestoService({ dir, port }: Place, tls: boolean): Service & { connection: PrestoConnection } {
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
    // It keeps nothing, so it may be ended at once, unless it has a class archive to write.
    grace: writesArchive(args) ? 30 : 0,
  };
}

/** One of our own servers: `local/<name>/main.ts`. */
export function nodeService(name: 'sagemaker' | 'github', { dir, port }: Place, env: Record<string, string>): Service {
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
    isHealthy: () => answers(`http://127.0.0.1:${port}/health`),
    startSeconds: 180,
    grace: 10,
  };
}

function notSetUp(what: string): Failure {
  return new Failure('not_found', `${what} is not on this machine`, { wayOut: 'Run `npm run setup`.' });
}
