import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { isRunning, type ProcessIdentity, startedAt } from '../../scripts/lib/process-identity.mjs';
import { Failure } from '../../src/failure.ts';

/**
 * Environment variable that marks each process of the platform. Its value is `<instance>/<service>`. Processes that a service
 * starts inherit it.
 */
export const MARK = 'MLOPS_LOCAL_PROCESS';

/**
 * Starts a program that keeps running after this one ends. It has its own process group and writes to a log file.
 * @throws Failure unavailable when the program cannot be run
 */
export async function startDetached(options: {
  program: string;
  args: string[];
  cwd: string;
  log: string;
  env: NodeJS.ProcessEnv;
}): Promise<ProcessIdentity> {
  mkdirSync(dirname(options.log), { recursive: true });
  const log = openSync(options.log, 'a');
  try {
    const child = spawn(options.program, options.args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', log, log],
      detached: true,
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) =>
        reject(new Failure('unavailable', `cannot run ${options.program}: ${error.message}`, { cause: error })),
      );
    });
    child.unref();
    const pid = child.pid as number;
    return { pid, started: startedAt(pid) ?? 'ended' };
  } finally {
    closeSync(log);
  }
}

/**
 * Ends a recorded process, the processes in its process group, and all others with the same mark. Another process that has
 * got the same pid in the meantime is never touched.
 * @param graceSeconds time that the process has to end by itself; 0 kills it at once
 */
export async function endProcess(recorded: ProcessIdentity, mark: string, graceSeconds: number): Promise<void> {
  if (graceSeconds > 0 && isRunning(recorded)) {
    signal(recorded.pid, 'SIGTERM');
    await waitUntil(() => !isRunning(recorded), graceSeconds);
  }
  if (isRunning(recorded)) signal(-recorded.pid, 'SIGKILL');
  const remaining = markedProcesses(mark);
  if (remaining.length > 0) {
    for (const process of remaining) if (isRunning(process)) signal(process.pid, 'SIGTERM');
    await waitUntil(() => !remaining.some(isRunning), Math.min(graceSeconds, 3));
    for (const process of markedProcesses(mark)) if (isRunning(process)) signal(process.pid, 'SIGKILL');
  }
  await waitUntil(() => !isRunning(recorded), 5);
}

/**
 * The processes with a mark in their environment. Only Linux shows the environment of a process. Elsewhere the list is
 * empty, and only the process group of a running service can be ended.
 */
export function markedProcesses(mark: string): ProcessIdentity[] {
  if (process.platform !== 'linux') return [];
  const wanted = `${MARK}=${mark}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (!readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(wanted)) return [];
        const started = startedAt(Number(name));
        return started === undefined ? [] : [{ pid: Number(name), started }];
      } catch {
        return []; // The process belongs to another user, or it has just ended.
      }
    });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process has ended in the meantime.
  }
}

/**
 * Waits until a condition is true.
 * @returns false when it is not true before the deadline
 */
export async function waitUntil(condition: () => boolean | Promise<boolean>, seconds: number): Promise<boolean> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * The range of ports to choose from. It ends below the ports that systems give to outgoing connections (from 32768 on Linux,
 * from 49152 elsewhere). One of those could be taken before the server listens on it.
 */
const [MIN_PORT, MAX_PORT] = [20_000, 32_767];

/**
 * Different ports of 127.0.0.1 that no process listens on.
 * @throws Failure unavailable when it finds too few
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  for (let tries = 0; ports.size < count; tries++) {
    if (tries > 1000) throw new Failure('unavailable', 'no port of 127.0.0.1 is free to listen on');
    const port = randomInt(MIN_PORT, MAX_PORT + 1);
    if (await isPortFree(port)) ports.add(port);
  }
  return [...ports];
}

/** Whether a server can listen on a port of 127.0.0.1. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The last lines of a log, indented; a note when there is no log. */
export function lastLines(file: string, count: number): string {
  try {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count);
    return lines.map((line) => `    ${line.slice(0, 300)}`).join('\n');
  } catch {
    return '    (the log does not exist)';
  }
}
