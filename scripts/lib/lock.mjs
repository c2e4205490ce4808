// @ts-check
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isRunning, startedAt } from './process-identity.mjs';

/**
 * Takes a lock file for this process. When another process has it, this waits. A lock is taken over when its process is
 * gone: it was killed, or another process has its number now.
 * @param {string} file
 * @param {{waitSeconds?: number, onWait?: (pid: number) => void, signal?: AbortSignal}} [options]
 * @returns {Promise<() => void>} gives the lock back
 */
export async function takeLock(file, { waitSeconds = 600, onWait, signal } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, started: startedAt(process.pid), taken: Date.now() });
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, mine);
  const deadline = Date.now() + waitSeconds * 1000;
  let announced = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      // A link appears with its whole content or not at all.
      if (tryLink(draft, file)) {
        return () => {
          if (read(file) === mine) rmSync(file, { force: true });
        };
      }
      const theirs = read(file);
      const holder = parse(theirs);
      if (theirs !== undefined && (holder === undefined || !isRunning(holder))) {
        takeAway(file, theirs);
        continue;
      }
      if (!announced && holder !== undefined) {
        announced = true;
        onWait?.(holder.pid);
      }
      if (Date.now() > deadline) {
        throw Object.assign(new Error(`process ${holder?.pid} holds ${file} for more than ${waitSeconds} s`), {
          code: 'LOCKED',
          pid: holder?.pid,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Removes a stale lock. Two processes may both find it stale. So the lock is moved away, read again, and put back when it is
 * a new one.
 * @param {string} file @param {string} stale content of the stale lock
 */
function takeAway(file, stale) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== stale) tryLink(aside, file);
  rmSync(aside, { force: true });
}

/** Makes a link, unless there is a file of that name. @param {string} from @param {string} to */
function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string | undefined} text @returns {import('./process-identity.mjs').ProcessIdentity | undefined} */
function parse(text) {
  try {
    const holder = JSON.parse(text ?? '');
    return typeof holder?.pid === 'number' ? holder : undefined;
  } catch {
    return undefined;
  }
}
