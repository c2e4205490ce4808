import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from '../../../scripts/lib/lock.mjs';
import { isRunning, startedAt } from '../../../scripts/lib/process-identity.mjs';

let dir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(dir, 'platform.lock');
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('only one caller at a time has the lock', async () => {
  let holders = 0;
  let maxHolders = 0;
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      const release = await takeLock(file);
      maxHolders = Math.max(maxHolders, ++holders);
      await new Promise((wake) => setTimeout(wake, 5));
      holders--;
      release();
    }),
  );
  expect(maxHolders).toBe(1);
  expect(existsSync(file)).toBe(false);
});

test.each([
  ['a process that has ended', JSON.stringify({ pid: 2 ** 22 + 1, started: 'x:1' })],
  ['a process whose pid another process has now', JSON.stringify({ pid: process.pid, started: 'x:1' })],
  ['an unknown process (an empty file)', ''],
])('the lock of %s is taken over', async (_, content) => {
  writeFileSync(file, content);
  const release = await takeLock(file, { waitSeconds: 5 });
  release();
  expect(existsSync(file)).toBe(false);
});

test('a caller that waits is told which process has the lock, and gives up in time', async () => {
  const release = await takeLock(file);
  const waitedFor: number[] = [];
  await expect(takeLock(file, { waitSeconds: 0.2, onWait: (pid) => waitedFor.push(pid) })).rejects.toThrow(
    `process ${process.pid} holds ${file} for more than 0.2 s`,
  );
  expect(waitedFor).toEqual([process.pid]);
  release();
});

test('a process is known by its pid and the time of its start', () => {
  const started = startedAt(process.pid) as string;
  expect(isRunning({ pid: process.pid, started })).toBe(true);
  expect(isRunning({ pid: process.pid, started: `${started}0` })).toBe(false);
  expect(startedAt(2 ** 22 + 1)).toBeUndefined();
});
