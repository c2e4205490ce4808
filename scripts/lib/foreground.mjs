// @ts-check
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { ROOT } from './paths.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** Children that run now. @type {Map<ChildProcess, {group: boolean}>} */
const children = new Map();

/** From now on SIGINT and SIGTERM end the children, and this process goes on: it can then end what else it started. */
export function forwardSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => {
      for (const [child, { group }] of children) if (child.pid) kill(group ? -child.pid : child.pid, signal);
    });
  }
}

/**
 * Sends a signal. A process that has ended is no error.
 * @param {number} pid below 0: the process group of that number
 * @param {NodeJS.Signals} signal
 */
export function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {} // It has ended.
}

/**
 * Runs a program and returns its exit code: 130 when a signal ended it, 127 when it could not start.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {boolean} [options.group] runs it in a process group of its own, which a signal ends as a whole. Such a program
 *   cannot read from the terminal.
 * @param {string} [options.log] file for the output; without it, the program shares this terminal
 * @param {(child: ChildProcess) => void} [options.onStart]
 * @returns {Promise<number>}
 */
export function runInForeground(program, args, { env = process.env, group = false, log, onStart } = {}) {
  return new Promise((resolve) => {
    const out = log === undefined ? 'inherit' : openSync(log, 'w');
    const child = spawn(program, args, { cwd: ROOT, env, stdio: ['inherit', out, out], detached: group });
    if (typeof out === 'number') closeSync(out);
    children.set(child, { group });
    onStart?.(child);
    child.on('error', (error) => {
      children.delete(child);
      process.stderr.write(`${program}: ${error.message}\n`);
      resolve(127);
    });
    child.on('exit', (code) => {
      children.delete(child);
      resolve(code ?? 130);
    });
  });
}
