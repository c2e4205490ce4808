import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LOCAL, ROOT } from './paths.mjs';

/** Of one run of `npm test`. */
export const TEST_REPORTS = join(LOCAL, 'test-reports');
const FILE = join(TEST_REPORTS, 'running.json');

/** A reporter of jest that writes down which tests run now, for when they do not end: a test that never yields cannot say so itself. */
export default class RunningTests {
  #running = new Map();

  onTestFileStart({ path }) {
    this.#note(path, { since: Date.now(), test: undefined });
  }

  onTestCaseStart({ path }, { fullName }) {
    this.#note(path, { since: Date.now(), test: fullName });
  }

  onTestFileResult({ path }) {
    this.#note(path, undefined);
  }

  #note(path, what) {
    if (what === undefined) this.#running.delete(path);
    else this.#running.set(path, what);
    // Renamed: whoever reads it finds all of it.
    writeFileSync(`${FILE}.next`, JSON.stringify([...this.#running]));
    renameSync(`${FILE}.next`, FILE);
  }
}

/** One line for each test that runs, by what the reporter wrote down. */
export function runningTests() {
  let running = [];
  try {
    running = JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {} // No test has begun.
  return running.map(([path, { since, test }]) => {
    const minutes = ((Date.now() - since) / 60_000).toFixed(1);
    return `${relative(ROOT, path)}${test === undefined ? '' : `: ${test}`}, for ${minutes} min`;
  });
}
