import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { isRunning, type ProcessIdentity, startedAt } from '../../scripts/lib/process-identity.mjs';
import { Failure } from '../../src/failure.ts';

/** Marks every process that the platform starts, and what these start in turn: `<instance>/<service>`. */
export const MARK = 'MLOPS_LOCAL_PROCESS';

/** Starts a program that outlives this one, with its output in a log file and a process group of its own. */
export async function startDetached(options: {
  program: string;
  args: string[];
  cwd: string;
  log: string;
  env: NodeJS.ProcessEnv;
}): Promise<ProcessIdentity> {
  mkdirSync(dirname(options.log), { recursive: true });
  const out = openSync(options.log, 'a');
  try {
    const child = spawn(options.program, options.args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', out, out],
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
    closeSync(out);
  }
}

/**
 * Ends a process that was noted down, and what it left in its process group or started elsewhere under the same mark.
 * A process that has the number of one that ended long ago is never touched.
 * @param graceSeconds how long it may take to end by itself; 0 ends it at once
 */
export async function endProcess(noted: ProcessIdentity, mark: string, graceSeconds: number): Promise<void> {
  if (graceSeconds > 0 && isRunning(noted)) {
    signal(noted.pid, 'SIGTERM');
    await until(() => !isRunning(noted), graceSeconds);
  }
  if (isRunning(noted)) signal(-noted.pid, 'SIGKILL');
  const left = marked(mark);
  if (left.length > 0) {
    for (const process of left) if (isRunning(process)) signal(process.pid, 'SIGTERM');
    await until(() => !left.some(isRunning), Math.min(graceSeconds, 3));
    for (const process of marked(mark)) if (isRunning(process)) signal(process.pid, 'SIGKILL');
  }
  await until(() => !isRunning(noted), 5);
}

/**
 * Processes that carry a mark in their environment. Only Linux shows it; elsewhere the process group of the service, ended
 * while its leader lived, is all that is known.
 */
export function marked(mark: string): ProcessIdentity[] {
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
        return []; // Another user's process, or one that has just ended.
      }
    });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

/** Waits until a condition holds, at most so many seconds; whether it does. */
export async function until(condition: () => boolean | Promise<boolean>, seconds: number): Promise<boolean> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Where ports are looked for: below those that systems give away by themselves (from 32768 on Linux, 49152 elsewhere), or
 * another program's connection could have one before the server that it is meant for listens on it.
 */
const [LOWEST_PORT, HIGHEST_PORT] = [20_000, 32_767];

/** Ports of 127.0.0.1 that nobody listens on now; all different. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let tries = 0; found.size < count; tries++) {
    if (tries > 1000) throw new Failure('unavailable', 'no port of 127.0.0.1 is free to listen on');
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT + 1);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

/** Whether somebody may listen on a port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The last lines of a log, indented; a note when there is none. */
export function tail(file: string, count: number): string {
  try {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count);
    return lines.map((line) => `    ${line.slice(0, 300)}`).join('\n');
  } catch {
    return '    (it wrote nothing)';
  }
}
