import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { LOCAL, ROOT } from './paths.mjs';

/** A failure that a person can act on; entries print the message and end with `exitCode`. */
export class SetupFailure extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'SetupFailure';
    this.exitCode = exitCode;
  }
}

/** Groups of the child processes that run now. */
const groups = new Set();

/** Ends every child process with everything below it: asks, waits up to three seconds, then insists. */
export async function endChildren() {
  for (const pid of groups) signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + 3000;
  while ([...groups].some((pid) => signalGroup(pid, 0)) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
}

process.on('exit', () => {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
});

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a program with its output in a log file. It gets a process group of its own, so that Ctrl-C reaches it and
 * everything below it through `endChildren`, and in order.
 * @param {string} program
 * @param {string[]} args
 * @param {{log: string, cwd?: string, env?: Record<string, string | undefined>, wayOut?: string, signal?: AbortSignal}} options
 */
export async function run(program, args, { log, cwd = ROOT, env, wayOut, signal }) {
  const temporary = join(LOCAL, 'tmp');
  mkdirSync(temporary, { recursive: true });
  signal?.throwIfAborted();
  mkdirSync(dirname(log), { recursive: true });
  const out = openSync(log, 'a');
  try {
    const child = spawn(program, args, {
      cwd,
      // Nothing is written outside the checkout but the package caches: not even temporary files.
      env: {
        ...process.env,
        TMPDIR: temporary,
        MAVEN_OPTS: `${process.env.MAVEN_OPTS ?? ''} -XX:-UsePerfData`.trim(),
        ...env,
      },
      stdio: ['ignore', out, out],
      detached: true,
    });
    const code = await new Promise((resolve, reject) => {
      child.on('error', (error) => reject(new SetupFailure(`cannot run ${program}: ${error.message}`)));
      child.on('spawn', () => groups.add(child.pid));
      child.on('close', (status, ended) => {
        if (child.pid !== undefined) {
          signalGroup(child.pid, 'SIGKILL');
          groups.delete(child.pid);
        }
        resolve(status ?? ended);
      });
    });
    signal?.throwIfAborted();
    if (code !== 0) {
      const command = [program, ...args].join(' ');
      throw new SetupFailure(
        [
          `\`${command.length > 200 ? `${command.slice(0, 200)} …` : command}\` ended with ${code}. The end of ${relative(ROOT, log)}:`,
          ...tail(log, 20).map((line) => `    ${line}`),
          ...(wayOut ? [`  ${wayOut}`] : []),
        ].join('\n'),
      );
    }
  } finally {
    closeSync(out);
  }
}

/** The last lines of a file, without blank ones; none when it cannot be read. */
export function tail(file, count) {
  try {
    return readFileSync(file, 'utf8')
      .split(/\r?\n|\r/)
      .filter((line) => line.trim() !== '')
      .slice(-count)
      .map((line) => line.slice(0, 300));
  } catch {
    return [];
  }
}

export function size(file) {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

/**
 * Runs a program for its output, at most `seconds` long.
 * @returns {Promise<{code: number | null, output: string}>} code null when it could not be started or took too long
 */
export function ask(program, args, { seconds = 20, env = process.env } = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env, timeout: seconds * 1000 });
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.on('error', () => resolve({ code: null, output: '' }));
    child.on('close', (code) => resolve({ code, output: output.trim() }));
  });
}
