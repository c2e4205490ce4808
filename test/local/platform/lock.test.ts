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

test('one at a time, in turn', async () => {
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      const release = await takeLock(file);
      most = Math.max(most, ++inside);
      await new Promise((wake) => setTimeout(wake, 5));
      inside--;
      release();
    }),
  );
  expect(most).toBe(1);
  expect(existsSync(file)).toBe(false);
});

test.each([
  ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, started: 'x:1' })],
  ['a process whose number another one has now', JSON.stringify({ pid: process.pid, started: 'x:1' })],
  ['a file that says nothing', ''],
])('the lock of %s is taken over', async (_, content) => {
  writeFileSync(file, content);
  const release = await takeLock(file, { waitSeconds: 5 });
  release();
  expect(existsSync(file)).toBe(false);
});

test('the wait is announced with the holder and bounded', async () => {
  const release = await takeLock(file);
  const waitedFor: number[] = [];
  await expect(takeLock(file, { waitSeconds: 0.2, onWait: (pid) => waitedFor.push(pid) })).rejects.toThrow(
    `process ${process.pid} holds ${file} for more than 0.2 s`,
  );
  expect(waitedFor).toEqual([process.pid]);
  release();
});

test('a process is known by its number and the moment of its start', () => {
  const started = startedAt(process.pid) as string;
  expect(isRunning({ pid: process.pid, started })).toBe(true);
  expect(isRunning({ pid: process.pid, started: `${started}0` })).toBe(false);
  expect(startedAt(2 ** 22 + 1)).toBeUndefined();
});
