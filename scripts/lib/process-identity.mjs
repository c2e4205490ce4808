// @ts-check
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process that was written down. Its number alone is not enough: the system gives it to other processes later.
 * @typedef {object} ProcessIdentity
 * @property {number} pid
 * @property {string} started from `startedAt`; only to compare, never to show
 */

/**
 * Returns when a process started, as the kernel counts it, and in which boot. This tells it from a later process with the
 * same number. `undefined` when no such process runs; a zombie does not run.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function startedAt(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The command in parentheses may itself hold spaces and parentheses: fields are counted after the last one.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      return `${bootId()}:${fields[19]}`;
    } catch {
      return undefined;
    }
  }
  try {
    const [state, ...start] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    })
      .trim()
      .split(/\s+/);
    return state && !state.startsWith('Z') ? start.join(' ') : undefined;
  } catch {
    return undefined;
  }
}

/** @type {string | undefined} */
let boot;

function bootId() {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8);
  return boot;
}

/**
 * Whether a process that was written down still runs.
 * @param {ProcessIdentity} identity
 */
export function isRunning({ pid, started }) {
  return startedAt(pid) === started;
}
