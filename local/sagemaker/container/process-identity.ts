import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that cannot be confused with a later one that got the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process started, in this system's own notation; compared for equality only. */
  readonly startTime: string;
}

/** When the process started, or undefined when there is none (or only its remains). */
export function startTimeOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name, in parentheses, may hold blanks and parentheses: fields are counted from behind it. Field 3 is the state, 22 the start.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
    }
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return started === '' ? undefined : started;
  } catch {
    return undefined;
  }
}

/** Whether that very process still runs. */
export function isAlive(process: ProcessIdentity): boolean {
  return startTimeOf(process.pid) === process.startTime;
}

/** Signals the process group that the process leads. False when it is gone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Ends a process that an earlier server left behind, with its group. Does nothing when it is gone or its id belongs to another. */
export function endLeftOver(left: ProcessIdentity): boolean {
  return isAlive(left) && signalGroup(left.pid, 'SIGKILL');
}
