import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/lib/paths.mjs';
import RunningTests, { runningTests } from '../../../scripts/lib/running-tests.mjs';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'running-tests-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('the list of running tests has the file and the test of each', () => {
  const file = join(dir, 'running.json');
  expect(runningTests(file)).toEqual([]);
  const reporter = new RunningTests({}, { file });
  const [one, other] = ['test/one.test.ts', 'test/other.test.ts'].map((name) => ({ path: join(ROOT, name) })) as [
    { path: string },
    { path: string },
  ];
  reporter.onTestFileStart(one);
  reporter.onTestFileStart(other);
  reporter.onTestCaseStart(other, { fullName: 'a thing that never yields' });
  expect(runningTests(file)).toEqual([
    expect.stringMatching(/^test\/one\.test\.ts, for [\d.]+ min$/),
    expect.stringMatching(/^test\/other\.test\.ts: a thing that never yields, for [\d.]+ min$/),
  ]);
  reporter.onTestFileResult(other);
  expect(runningTests(file)).toHaveLength(1);
});
