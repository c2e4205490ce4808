import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isRunning, startedAt } from './process-identity.mjs';

/**
 * Takes a lock file for this process, waiting for the one that holds it. A lock whose holder is gone (killed, or its
 * number given to another process) is taken over.
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
      try {
        linkSync(draft, file); // The file appears with its content or not at all.
        return () => {
          if (read(file) === mine) rmSync(file, { force: true });
        };
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
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

/** Removes a stale lock. Two processes may both find it stale: what was moved away is looked at again and put back when it is a new one. */
function takeAway(file, stale) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== stale) {
    try {
      linkSync(aside, file);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  rmSync(aside, { force: true });
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text) {
  try {
    const holder = JSON.parse(text);
    return typeof holder?.pid === 'number' ? holder : undefined;
  } catch {
    return undefined;
  }
}
