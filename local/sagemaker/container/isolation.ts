import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * How a process gets to see its own folder as `/opt/ml`:
 * - `namespace`: a mount namespace made as root;
 * - `user-namespace`: the same without root, in a user namespace;
 * - `rewrite`: neither is possible (macOS, a locked-down host): `/opt/ml` is replaced by the folder's path in arguments,
 *   environment and scripts, and SAGEMAKER_BASE_DIR names the folder.
 */
export type Isolation = 'namespace' | 'user-namespace' | 'rewrite';

/** What each mode means to a reader of a job's log. */
export const ISOLATION_MEANING: Readonly<Record<Isolation, string>> = {
  namespace: '/opt/ml is this container’s own folder (mount namespace)',
  'user-namespace': '/opt/ml is this container’s own folder (user and mount namespace)',
  rewrite:
    'no mount namespace is possible here: /opt/ml is replaced by a folder’s path in arguments, environment and scripts',
};

const NAMESPACE_SCRIPT = fileURLToPath(new URL('./namespace.sh', import.meta.url));
const UNSHARE: Readonly<Record<Exclude<Isolation, 'rewrite'>, readonly string[]>> = {
  namespace: ['unshare', '-m', '--propagation', 'private'],
  'user-namespace': ['unshare', '-Urm'],
};

/** The folders and files of one container, all inside the job's folder. */
export interface Mounts {
  readonly stage: string;
  readonly ml: string;
  readonly hosts: string;
  /** Becomes /tmp; absent where something that the process needs is itself below /tmp. */
  readonly tmp: string | undefined;
}

/** The command line that runs `command` with these mounts; unchanged in `rewrite` mode. The process id stays the same: every step is an exec. */
export function isolate(isolation: Isolation, mounts: Mounts, command: readonly string[]): string[] {
  if (isolation === 'rewrite') return [...command];
  return [
    ...UNSHARE[isolation],
    'sh',
    NAMESPACE_SCRIPT,
    mounts.stage,
    mounts.ml,
    mounts.hosts,
    mounts.tmp ?? '',
    ...command,
  ];
}

const detected = new Map<string, Promise<Isolation>>();

/**
 * Finds out by trying, once for each folder, which isolation works here. MLOPS_CONTAINER_ISOLATION chooses one by name.
 * `scratch` is a folder in which a temporary folder may be made.
 */
export function detectIsolation(scratch: string): Promise<Isolation> {
  const known = detected.get(scratch);
  if (known) return known;
  const finding = detect(scratch);
  detected.set(scratch, finding);
  return finding;
}

async function detect(scratch: string): Promise<Isolation> {
  const wish = process.env.MLOPS_CONTAINER_ISOLATION;
  if (wish === 'namespace' || wish === 'user-namespace' || wish === 'rewrite') return wish;
  if (process.platform !== 'linux') return 'rewrite';
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, 'isolation-'));
  try {
    const mounts = {
      stage: join(folder, 'stage'),
      ml: join(folder, 'ml'),
      hosts: join(folder, 'hosts'),
      tmp: undefined,
    };
    mkdirSync(mounts.stage);
    mkdirSync(mounts.ml);
    writeFileSync(mounts.hosts, '127.0.0.1 localhost\n');
    writeFileSync(join(mounts.ml, 'mark'), '');
    for (const isolation of ['namespace', 'user-namespace'] as const) {
      if (await works(isolate(isolation, mounts, ['test', '-f', '/opt/ml/mark']))) return isolation;
    }
    return 'rewrite';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function works(command: string[]): Promise<boolean> {
  const [file = '', ...args] = command;
  return new Promise((resolve) => execFile(file, args, { timeout: 10_000 }, (error) => resolve(error === null)));
}
