// @ts-check
import sequencer from '@jest/test-sequencer';
import { suiteServers } from './suite-servers.mjs';

// The types of the package describe its CommonJS build, in which the class is a property.
const TestSequencer = /** @type {typeof import('@jest/test-sequencer').default} */ (/** @type {unknown} */ (sequencer));

/**
 * Starts the longest suites first, so that no worker is left with a long one at the end. jest does that with the times of its
 * last run. A clean checkout has none, and jest goes by the size of files. Here the servers that a suite asks for come first:
 * the acceptance tests take minutes, suites without servers take seconds.
 */
export default class LongestFirst extends TestSequencer {
  /** @override @param {import('@jest/test-result').Test[]} tests */
  async sort(tests) {
    const sorted = await super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const ranks = new Map(sorted.map(({ path }) => [path, rank(path)]));
    return sorted.sort((a, b) => Number(ranks.get(a.path)) - Number(ranks.get(b.path)));
  }
}

const ORDER = ['presto', 'own', 'moto', undefined];

/** @param {string} path of a suite */
function rank(path) {
  return path.includes('/acceptance/') ? -1 : ORDER.indexOf(suiteServers(path));
}
