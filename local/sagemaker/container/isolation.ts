import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * How a process sees its own folder as `/opt/ml`:
 * - `namespace`: in a mount namespace, created as root;
 * - `user-namespace`: the same without root, in a user namespace;
 * - `rewrite`: where neither is possible (macOS, a locked-down host). `/opt/ml` is replaced by the folder's path in
 *   arguments, environment and scripts, and SAGEMAKER_BASE_DIR names the folder.
 */
export type Isolation = 'namespace' | 'user-namespace' | 'rewrite';

/** Explains each mode to a reader of a job's log. */
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
  /** Becomes /tmp. Absent when something that the process needs is below /tmp. */
  readonly tmp: string | undefined;
}

/**
 * Gives the command line that runs `command` with these mounts; unchanged in `rewrite` mode. The process id stays the
 * same, because every step is an exec.
 */
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
 * Finds the isolation that works here. It tries each one, once for each folder. MLOPS_CONTAINER_ISOLATION chooses one
 * by name.
 * @param scratch folder for a temporary folder
 */
export function detectIsolation(scratch: string): Promise<Isolation> {
  const known = detected.get(scratch);
  if (known) return known;
  const detection = detect(scratch);
  detected.set(scratch, detection);
  return detection;
}

async function detect(scratch: string): Promise<Isolation> {
  const chosen = process.env.MLOPS_CONTAINER_ISOLATION;
  if (chosen === 'namespace' || chosen === 'user-namespace' || chosen === 'rewrite') return chosen;
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
