// @ts-check
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { LOCAL, ROOT } from './paths.mjs';

/** A failure that a person can mend. Entries print the message and end with `exitCode`. */
export class SetupFailure extends Error {
  /** @param {string} message @param {number} [exitCode] */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'SetupFailure';
    this.exitCode = exitCode;
  }
}

/**
 * @typedef {object} RunOptions
 * @property {string} log file that the output is added to
 * @property {string} [cwd] default: the root of the checkout
 * @property {Record<string, string | undefined>} [env] variables beside those of this process
 * @property {string | undefined} [way_out] what a person can do when the program fails
 * @property {AbortSignal | undefined} [signal]
 */

/** Numbers of the process groups that run now. @type {Set<number>} */
const groups = new Set();

/** Ends every child process and what it started: with SIGTERM, and after three seconds with SIGKILL. */
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

/**
 * Sends a signal to a process group.
 * @param {number} pid @param {NodeJS.Signals | 0} signal 0 only asks whether the group runs
 * @returns {boolean} whether it runs
 */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a program with its output in a log file. It gets a process group of its own, so that `endChildren` ends it together
 * with what it started.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} options
 * @throws {SetupFailure} with the end of the log when the program fails
 */
export async function run(program, args, { log, cwd = ROOT, env, way_out, signal }) {
  const temporary = join(LOCAL, 'tmp');
  mkdirSync(temporary, { recursive: true });
  signal?.throwIfAborted();
  mkdirSync(dirname(log), { recursive: true });
  const out = openSync(log, 'a');
  try {
    const child = spawn(program, args, {
      cwd,
      // Programs write into the checkout and into package caches only, so temporary files go into the checkout too.
      env: {
        ...process.env,
        TMPDIR: temporary,
        MAVEN_OPTS: `${process.env.MAVEN_OPTS ?? ''} -XX:-UsePerfData`.trim(),
        ...env,
      },
      stdio: ['ignore', out, out],
      detached: true,
    });
    const code = await endOf(child, program);
    signal?.throwIfAborted();
    if (code !== 0) throw new SetupFailure(explainEnd([program, ...args].join(' '), code, { log, way_out }));
  } finally {
    closeSync(out);
  }
}

/**
 * Waits until a program ends, and ends what it left running.
 * @param {import('node:child_process').ChildProcess} child @param {string} program
 * @returns {Promise<number | string | null>} exit code, or the signal that ended it
 */
function endOf(child, program) {
  return new Promise((resolve, reject) => {
    const { pid } = child;
    child.on('error', (error) => reject(new SetupFailure(`cannot run ${program}: ${error.message}`)));
    if (pid === undefined) return;
    groups.add(pid);
    child.on('close', (code, signal) => {
      signalGroup(pid, 'SIGKILL');
      groups.delete(pid);
      resolve(code ?? signal);
    });
  });
}

/**
 * The message about a program that failed.
 * @param {string} command @param {number | string | null} code
 * @param {{log: string, way_out: string | undefined}} context
 */
function explainEnd(command, code, { log, way_out }) {
  const short = command.length > 200 ? `${command.slice(0, 200)} …` : command;
  return [
    `\`${short}\` ended with ${code}. The end of ${relative(ROOT, log)}:`,
    ...tail(log, 20).map((line) => `    ${line}`),
    ...(way_out ? [`  ${way_out}`] : []),
  ].join('\n');
}

/**
 * The last lines of a file, without blank ones. A file that cannot be read has none.
 * @param {string} file @param {number} count
 */
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

/**
 * Runs a program for its output, at most `seconds` long.
 * @param {string} program @param {readonly string[]} args
 * @param {{seconds?: number, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<{code: number | null, output: string}>} code null when it could not start or took too long
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
