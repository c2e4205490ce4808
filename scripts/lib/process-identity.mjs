import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one with the same number: the moment it started, as the kernel counts it, and the
 * boot in which it did. `undefined` when no such process runs (a zombie does not).
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

let boot;
function bootId() {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8);
  return boot;
}

/**
 * Whether the process that was noted down is the one that runs now under that number.
 * @param {{pid: number, started: string}} noted
 */
export function isRunning(noted) {
  return startedAt(noted.pid) === noted.started;
}
