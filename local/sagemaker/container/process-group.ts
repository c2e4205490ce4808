import { isRunning, type ProcessIdentity } from '../../../scripts/lib/process-identity.mjs';

/** Signals the process group of a process. @returns false when the group does not exist */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ends a process that an earlier server left behind, with its group. Does nothing when it has ended or its id belongs
 * to another process.
 */
export function endLeftOver(left: ProcessIdentity): boolean {
  return isRunning(left) && signalGroup(left.pid, 'SIGKILL');
}
