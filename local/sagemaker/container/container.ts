import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ProcessIdentity, startedAt } from '../../../scripts/lib/process-identity.mjs';
import type { ContainerImage } from './image.ts';
import { detectIsolation, ISOLATION_MEANING, type Isolation, isolate } from './isolation.ts';
import { endLeftOver, signalGroup } from './process-group.ts';
import { layPythonLayer, passedThrough } from './python-layer.ts';

/** A container that a process plays. */
export interface ContainerSpec {
  readonly image: ContainerImage;
  /** Folder of this container on the host: `ml/` in it becomes /opt/ml; everything else that is written stays in it, too. */
  readonly folder: string;
  /** Folder that outlives containers, for pip's cache of wheels and for finding out how to isolate. */
  readonly shared: string;
  /** Entry point and arguments. `python` is the image's. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Names that resolve to this machine inside the container (`algo-1`, …). */
  readonly hosts?: readonly string[];
  /** Each line of standard output and standard error, as it comes. */
  readonly onLine: (line: string) => void;
}

/** How a container ended. */
export interface ContainerExit {
  /** As a shell and the service report it: 128 + number for a signal. */
  readonly exitCode: number;
  readonly signal: NodeJS.Signals | null;
}

/** A running container. */
export interface Container extends ProcessIdentity {
  readonly isolation: Isolation;
  readonly exited: Promise<ContainerExit>;
  /** Asks the container to end (SIGTERM to its process group), and ends it (SIGKILL) when it has not after `graceMs`. Resolves when it is gone. */
  stop(graceMs?: number): Promise<ContainerExit>;
}

/** The service waits 120 seconds between SIGTERM and SIGKILL; nothing local takes as long as a real instance. */
export const STOP_GRACE_MS = 12_000;

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};
const PROCESS_FILE = 'process.json';
const REWRITE_SCRIPT = fileURLToPath(new URL('./rewrite.py', import.meta.url));

/** Folder on the host that the container sees as /opt/ml. */
export function mlFolder(folder: string): string {
  return join(folder, 'ml');
}

/** Starts the process that plays a container. Its identity is written to `process.json` in the folder, so that a later server can end it. */
export async function startContainer(spec: ContainerSpec): Promise<Container> {
  const isolation = await detectIsolation(spec.shared);
  const path = (name: string) => join(spec.folder, name);
  for (const name of ['ml', 'home', 'tmp', 'opt']) mkdirSync(path(name), { recursive: true });
  const pipCache = join(spec.shared, 'pip-cache');
  mkdirSync(pipCache, { recursive: true });
  const names = spec.hosts ?? ['algo-1'];
  writeFileSync(path('hosts'), hostsFile(names));
  const bins = layPythonLayer(spec.image.venv, path('python'));
  const ml = mlFolder(spec.folder);

  const environment: Record<string, string> = {
    ...passedThrough(process.env),
    PATH: [...bins, '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':'),
    HOME: path('home'),
    TMPDIR: path('tmp'),
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONIOENCODING: 'UTF-8',
    PIP_CACHE_DIR: pipCache,
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_ROOT_USER_ACTION: 'ignore',
    ...spec.environment,
  };
  let command = [...spec.command];
  if (isolation === 'rewrite') {
    command = command.map((argument) => rewritePaths(argument, ml));
    for (const [name, value] of Object.entries(environment)) environment[name] = rewritePaths(value, ml);
    environment.SAGEMAKER_BASE_DIR = ml;
    const python = join(bins[0] ?? '', 'python');
    await promisify(execFile)(python, [REWRITE_SCRIPT, ml, ml]);
  }
  const outsideTmp = [spec.folder, spec.image.venv, spec.shared, REWRITE_SCRIPT].every(
    (each) => !each.startsWith('/tmp/'),
  );
  const [file = '', ...args] = isolate(
    isolation,
    { stage: path('opt'), ml, hosts: path('hosts'), tmp: outsideTmp ? path('tmp') : undefined },
    command,
  );

  const child = spawn(file, args, {
    cwd: ml,
    env: environment,
    // A session of its own: the whole tree of processes can be signalled, and a Ctrl-C at the terminal ends it through us only.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = [readLines(child.stdout, spec.onLine), readLines(child.stderr, spec.onLine)];
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = child.pid ?? 0;
  const identity = { pid, started: startedAt(pid) ?? 'ended' };
  writeFileSync(path(PROCESS_FILE), JSON.stringify(identity));

  let ended = false;
  const exited = new Promise<ContainerExit>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = true;
      // A container ends with its first process: whatever that left running ends, too.
      signalGroup(pid, 'SIGKILL');
      const late = new Promise((done) => setTimeout(done, 2000).unref());
      void Promise.race([Promise.all(closed), late]).then(() => {
        rmSync(path(PROCESS_FILE), { force: true });
        resolve({ exitCode: code ?? 128 + (SIGNAL_NUMBERS[signal ?? ''] ?? 1), signal });
      });
    });
  });
  const container: Container = {
    ...identity,
    isolation,
    exited,
    stop(graceMs = STOP_GRACE_MS) {
      if (!ended) {
        signalGroup(pid, 'SIGTERM');
        const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
        void exited.then(() => clearTimeout(timer));
      }
      return exited;
    },
  };
  return container;
}

/** A line for the log: how this container is isolated. */
export function isolationLine(isolation: Isolation): string {
  return `[local] ${ISOLATION_MEANING[isolation]}`;
}

/** Ends the process that an earlier server left running in a container's folder, if there is one. */
export function endLeftOverContainer(folder: string): boolean {
  const path = join(folder, PROCESS_FILE);
  if (!existsSync(path)) return false;
  let ended = false;
  try {
    ended = endLeftOver(JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity);
  } catch {
    // A half-written file: the server was killed between starting the process and writing its identity.
  }
  rmSync(path, { force: true });
  return ended;
}

/** Replaces `/opt/ml` as a whole path component. */
export function rewritePaths(text: string, ml: string): string {
  return text.replace(/(?<![\w./-])\/opt\/ml(?![\w.-])/g, () => ml);
}

function hostsFile(names: readonly string[]): string {
  const existing = existsSync('/etc/hosts') ? readFileSync('/etc/hosts', 'utf8') : '127.0.0.1 localhost\n';
  return `${existing.trimEnd()}\n127.0.0.1 ${names.join(' ')}\n`;
}

/** Longest piece that is held back while no line end arrives: a progress bar must not fill the memory. */
const LONGEST_LINE = 1 << 16;

/** Calls back for each line, without its end; a carriage return alone ends a line, too (progress bars). */
function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  stream.setEncoding('utf8');
  let rest = '';
  stream.on('data', (chunk: string) => {
    const parts = (rest + chunk).split(/\r?\n|\r(?!$)/);
    rest = parts.pop() ?? '';
    for (const part of parts) onLine(part);
    if (rest.length > LONGEST_LINE) {
      onLine(rest);
      rest = '';
    }
  });
  return new Promise((resolve) => {
    stream.once('close', () => {
      if (rest !== '') onLine(rest);
      resolve();
    });
  });
}
