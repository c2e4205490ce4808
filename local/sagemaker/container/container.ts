import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ProcessIdentity, startedAt } from '../../../scripts/lib/process-identity.mjs';
import type { ContainerImage } from './image.ts';
import { detectIsolation, ISOLATION_MEANING, type Isolation, isolate } from './isolation.ts';
import { endLeftOver, signalGroup } from './process-group.ts';
import { createPythonLayer, passedVariables } from './python-layer.ts';

/** A container that runs as a process of this machine. */
export interface ContainerSpec {
  readonly image: ContainerImage;
  /**
   * Folder of this container on the host. Its `ml/` becomes /opt/ml. Everything else that the process writes goes there
   * too.
   */
  readonly folder: string;
  /** Folder that outlives containers: pip's cache of wheels, and the scratch folder that finds the isolation. */
  readonly shared: string;
  /** Entry point and arguments. `python` is the image's. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Names that resolve to this machine inside the container (`algo-1`, …). */
  readonly hosts?: readonly string[];
  /** Called with each line of standard output and standard error as it arrives. */
  readonly onLine: (line: string) => void;
}

/** How a container ended. */
export interface ContainerExit {
  /** As a shell and the service report it: 128 + number for a signal. */
  readonly exitCode: number;
  readonly signal: NodeJS.Signals | null;
}

/** The service waits 120 seconds between SIGTERM and SIGKILL; nothing local takes as long as a real instance. */
const STOP_GRACE_MS = 12_000;
/** How long output may still arrive after the process has ended. */
const OUTPUT_TIMEOUT_MS = 2000;

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

/** Gives the folder on the host that the container sees as /opt/ml. */
export function mlFolder(folder: string): string {
  return join(folder, 'ml');
}

/**
 * Starts the process of a container. Its identity is written to `process.json` in the folder, so that a later server
 * can end it.
 */
export async function startContainer(spec: ContainerSpec): Promise<Container> {
  const isolation = await detectIsolation(spec.shared);
  const bins = prepareFolders(spec);
  const [file = '', ...args] = await prepareCommand(spec, isolation, bins);
  const child = spawn(file, args, {
    cwd: mlFolder(spec.folder),
    env: containerVariables(spec, isolation, bins),
    // With a session for itself, all its processes can be signalled at once. A Ctrl-C at the terminal reaches only this
    // server.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const outputs = [readLines(child.stdout, spec.onLine), readLines(child.stderr, spec.onLine)];
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  return new Container(child, { isolation, outputs, processFile: join(spec.folder, PROCESS_FILE) });
}

/** A running container. */
export class Container implements ProcessIdentity {
  readonly pid: number;
  readonly started: string;
  readonly isolation: Isolation;
  readonly exited: Promise<ContainerExit>;
  #ended = false;

  /** @param options.outputs resolve when standard output and standard error have closed */
  constructor(
    child: ChildProcess,
    options: { isolation: Isolation; outputs: ReadonlyArray<Promise<void>>; processFile: string },
  ) {
    const { isolation, outputs, processFile } = options;
    this.pid = child.pid ?? 0;
    this.started = startedAt(this.pid) ?? 'ended';
    this.isolation = isolation;
    writeFileSync(processFile, JSON.stringify({ pid: this.pid, started: this.started }));
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#ended = true;
        // A container ends with its first process: every process that this one left running ends too.
        signalGroup(this.pid, 'SIGKILL');
        const timeout = new Promise((done) => setTimeout(done, OUTPUT_TIMEOUT_MS).unref());
        void Promise.race([Promise.all(outputs), timeout]).then(() => {
          rmSync(processFile, { force: true });
          resolve({ exitCode: code ?? 128 + (SIGNAL_NUMBERS[signal ?? ''] ?? 1), signal });
        });
      });
    });
  }

  /**
   * Asks the container to end (SIGTERM to its process group). After `graceMs` it is killed (SIGKILL). Resolves when the
   * container has ended.
   */
  stop(graceMs = STOP_GRACE_MS): Promise<ContainerExit> {
    if (!this.#ended) {
      signalGroup(this.pid, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(this.pid, 'SIGKILL'), graceMs);
      void this.exited.then(() => clearTimeout(timer));
    }
    return this.exited;
  }
}

/** Creates the container's folders and files. @returns the folders that go first on PATH */
function prepareFolders(spec: ContainerSpec): string[] {
  for (const name of ['ml', 'home', 'tmp', 'opt']) mkdirSync(join(spec.folder, name), { recursive: true });
  mkdirSync(pipCache(spec), { recursive: true });
  writeFileSync(join(spec.folder, 'hosts'), hostsFile(spec.hosts ?? ['algo-1']));
  return createPythonLayer(spec.image.venv, join(spec.folder, 'python'));
}

function pipCache(spec: ContainerSpec): string {
  return join(spec.shared, 'pip-cache');
}

function containerVariables(
  spec: ContainerSpec,
  isolation: Isolation,
  bins: readonly string[],
): Record<string, string> {
  const variables: Record<string, string> = {
    ...passedVariables(process.env),
    PATH: [...bins, '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':'),
    HOME: join(spec.folder, 'home'),
    TMPDIR: join(spec.folder, 'tmp'),
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONIOENCODING: 'UTF-8',
    PIP_CACHE_DIR: pipCache(spec),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_ROOT_USER_ACTION: 'ignore',
    ...spec.environment,
  };
  if (isolation !== 'rewrite') return variables;
  const ml = mlFolder(spec.folder);
  for (const [name, value] of Object.entries(variables)) variables[name] = rewritePaths(value, ml);
  variables.SAGEMAKER_BASE_DIR = ml;
  return variables;
}

/** Gives the command line with its isolation. In `rewrite` mode it also replaces /opt/ml in the scripts. */
async function prepareCommand(spec: ContainerSpec, isolation: Isolation, bins: readonly string[]): Promise<string[]> {
  const path = (name: string) => join(spec.folder, name);
  const ml = mlFolder(spec.folder);
  let command = [...spec.command];
  if (isolation === 'rewrite') {
    command = command.map((argument) => rewritePaths(argument, ml));
    const python = join(bins[0] ?? '', 'python');
    await promisify(execFile)(python, [REWRITE_SCRIPT, ml, ml]);
  }
  // What the process needs must not be hidden by its own /tmp.
  const isOutsideTmp = [spec.folder, spec.image.venv, spec.shared, REWRITE_SCRIPT].every(
    (each) => !each.startsWith('/tmp/'),
  );
  return isolate(
    isolation,
    { stage: path('opt'), ml, hosts: path('hosts'), tmp: isOutsideTmp ? path('tmp') : undefined },
    command,
  );
}

/** Makes the line of the log that says how this container is isolated. */
export function isolationLine(isolation: Isolation): string {
  return `[local] ${ISOLATION_MEANING[isolation]}`;
}

/** Ends the process that an earlier server left in a container's folder. @returns whether there was one */
export function endLeftOverContainer(folder: string): boolean {
  const path = join(folder, PROCESS_FILE);
  if (!existsSync(path)) return false;
  let ended = false;
  try {
    ended = endLeftOver(JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity);
  } catch {
    // The file is incomplete: the server was killed after it started the process and before it wrote its identity.
  }
  rmSync(path, { force: true });
  return ended;
}

/** Replaces `/opt/ml` where it is a whole path component. */
export function rewritePaths(text: string, ml: string): string {
  return text.replace(/(?<![\w./-])\/opt\/ml(?![\w.-])/g, () => ml);
}

function hostsFile(names: readonly string[]): string {
  const existing = existsSync('/etc/hosts') ? readFileSync('/etc/hosts', 'utf8') : '127.0.0.1 localhost\n';
  return `${existing.trimEnd()}\n127.0.0.1 ${names.join(' ')}\n`;
}

/** How much text without a line end is kept back: a progress bar must not fill the memory. */
const MAX_LINE_LENGTH = 1 << 16;

/** Calls back for each line, without its end. A carriage return alone ends a line too (progress bars). */
function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  stream.setEncoding('utf8');
  let rest = '';
  stream.on('data', (chunk: string) => {
    const parts = (rest + chunk).split(/\r?\n|\r(?!$)/);
    rest = parts.pop() ?? '';
    for (const part of parts) onLine(part);
    if (rest.length > MAX_LINE_LENGTH) {
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
