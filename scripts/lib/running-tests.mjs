import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LOCAL, ROOT } from './paths.mjs';

/** Of one run of `npm test`. */
export const TEST_REPORTS = join(LOCAL, 'test-reports');
const FILE = join(TEST_REPORTS, 'running.json');

/** A reporter of jest that writes down which tests run now, for when they do not end: a test that never yields cannot say so itself. */
export default class RunningTests {
  #running = new Map();
  #file;

  /** @param {object} [_config] of jest @param {{file?: string}} [options] */
  constructor(_config, { file = FILE } = {}) {
    this.#file = file;
  }

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
    writeFileSync(`${this.#file}.next`, JSON.stringify([...this.#running]));
    renameSync(`${this.#file}.next`, this.#file);
  }
}

/** One line for each test that runs, by what the reporter wrote down. */
export function runningTests(file = FILE) {
  let running = [];
  try {
    running = JSON.parse(readFileSync(file, 'utf8'));
  } catch {} // No test has begun.
  return running.map(([path, { since, test }]) => {
    const minutes = ((Date.now() - since) / 60_000).toFixed(1);
    return `${relative(ROOT, path)}${test === undefined ? '' : `: ${test}`}, for ${minutes} min`;
  });
}
