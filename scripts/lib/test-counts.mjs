// @ts-check
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{passed: number, failed: number}} Counts */

/** What counts as one failure: a program that wrote no report. @type {Counts} */
const NO_REPORT = { passed: 0, failed: 1 };

/**
 * Counts the tests in a report that jest wrote with `--json`. A suite that could not run is a failure.
 * @param {string} file @returns {Counts}
 */
export function jestCounts(file) {
  if (!existsSync(file)) return NO_REPORT;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  return { passed: report.numPassedTests, failed: report.numFailedTests + report.numRuntimeErrorTestSuites };
}

/**
 * Counts the tests in a report that pytest wrote with `--junitxml`.
 * @param {string} file @returns {Counts}
 */
export function pytestCounts(file) {
  if (!existsSync(file)) return NO_REPORT;
  const suite = readFileSync(file, 'utf8').match(/<testsuite [^>]*>/)?.[0] ?? '';
  /** @param {string} name */
  const count = (name) => Number(suite.match(new RegExp(`\\b${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  return { passed: count('tests') - failed - count('skipped'), failed };
}
