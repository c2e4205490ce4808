// @ts-check
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LOCAL, ROOT } from './paths.mjs';

/** Folder with the reports of one run of `npm test`. */
export const TEST_REPORTS = join(LOCAL, 'test-reports');
const FILE = join(TEST_REPORTS, 'running.json');

/** @typedef {{since: number, test?: string | undefined}} Running since when, in milliseconds since 1970, and which test */

/**
 * A reporter of jest that writes down which tests run now. `npm test` reads it when tests do not end: a test that never
 * yields cannot report itself.
 */
export default class RunningTests {
  /** By path of the suite. @type {Map<string, Running>} */
  #running = new Map();
  /** @type {string} */
  #file;

  /** @param {object} [_config] of jest @param {{file?: string}} [options] */
  constructor(_config, { file = FILE } = {}) {
    this.#file = file;
  }

  /** @param {{path: string}} suite */
  onTestFileStart({ path }) {
    this.#note(path, { since: Date.now(), test: undefined });
  }

  /** @param {{path: string}} suite @param {{fullName: string}} test */
  onTestCaseStart({ path }, { fullName }) {
    this.#note(path, { since: Date.now(), test: fullName });
  }

  /** @param {{path: string}} suite */
  onTestFileResult({ path }) {
    this.#note(path, undefined);
  }

  /** @param {string} path @param {Running | undefined} running */
  #note(path, running) {
    if (running === undefined) this.#running.delete(path);
    else this.#running.set(path, running);
    // Renamed, so that a reader never finds half of it.
    writeFileSync(`${this.#file}.next`, JSON.stringify([...this.#running]));
    renameSync(`${this.#file}.next`, this.#file);
  }
}

/** One line for each test that runs, from what the reporter wrote down. */
export function runningTests(file = FILE) {
  /** @type {Array<[string, Running]>} */
  let running = [];
  try {
    running = JSON.parse(readFileSync(file, 'utf8'));
  } catch {} // No test has begun.
  return running.map(([path, { since, test }]) => {
    const minutes = ((Date.now() - since) / 60_000).toFixed(1);
    return `${relative(ROOT, path)}${test === undefined ? '' : `: ${test}`}, for ${minutes} min`;
  });
}
