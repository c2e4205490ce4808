// @ts-check
/**
 * `npm test`: sets up what the tests need, starts PrestoDB and moto on this machine, runs every test, and stops what it
 * started. Arguments that name files run only those: `npm test -- test/config test/python/test_metrics.py`.
 *
 * It ends by itself, after an hour at the latest. The variable TEST_MINUTES changes this. TEST_WORKERS says how many suites run
 * at once.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { containerPython } from './lib/container-images.mjs';
import { forwardSignals } from './lib/foreground.mjs';
import { installedNode, LOCAL, ROOT } from './lib/paths.mjs';
import { TEST_REPORTS } from './lib/running-tests.mjs';
import { setUpOrExit } from './lib/set-up-or-exit.mjs';
import { startServers, stopServers } from './lib/shared-servers.mjs';
import { configuredImage } from './lib/steps.mjs';
import { jestCounts, pytestCounts } from './lib/test-counts.mjs';
import { endTestsAfter, JEST, runTestProgram, TEST_ENVIRONMENT } from './lib/test-programs.mjs';

/** @typedef {import('./lib/test-counts.mjs').Counts} Counts */

const FOLDER = join(LOCAL, 'test-platform');
const minutes = Number(process.env.TEST_MINUTES) || 60;
/** More than the cores: suites with servers wait about as long as they compute. */
const workers = Number(process.env.TEST_WORKERS) || availableParallelism() + 1;

/**
 * @param {readonly string[]} paths of suites; none: every suite
 * @param {Record<string, string>} servers variables that lead to the servers
 */
async function runJest(paths, servers) {
  const report = join(TEST_REPORTS, 'jest.json');
  // Before --json: jest would take the paths for more reporters.
  const reporters = ['default', join(ROOT, 'scripts/lib/running-tests.mjs')].map((name) => `--reporters=${name}`);
  const args = [...JEST, ...reporters, '--json', `--outputFile=${report}`, `--maxWorkers=${workers}`, ...paths];
  const env = { ...TEST_ENVIRONMENT, ...servers, MLOPS_TEST_SERVERS: JSON.stringify(servers) };
  const code = await runTestProgram(installedNode(), args, { env });
  return atLeastOneFailure(code, jestCounts(report));
}

/**
 * @param {readonly string[]} paths of test files; none: every file
 * @param {Record<string, string>} servers variables that lead to the servers
 * @param {string} [log] file for the output, instead of this terminal
 */
async function runPytest(paths, servers, log) {
  const report = join(TEST_REPORTS, 'pytest.xml');
  const args = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'];
  // Prints where a test is that takes as long as that.
  args.push('-o', 'faulthandler_timeout=600');
  args.push(`--basetemp=${join(LOCAL, 'pytest')}`, `--junitxml=${report}`);
  // The container scripts are tested with the scikit-learn of the container that they run in.
  const python = String(containerPython(configuredImage())?.python);
  const targets = paths.length > 0 ? paths : ['test/python'];
  const env = { ...TEST_ENVIRONMENT, ...servers };
  const options = log === undefined ? { env } : { env, log };
  const code = await runTestProgram(python, [...args, ...targets], options);
  return atLeastOneFailure(code, pytestCounts(report));
}

/**
 * A program that ended with an error has at least one failure, whatever its report says.
 * @param {number} code @param {Counts} counts @returns {Counts}
 */
function atLeastOneFailure(code, counts) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * Runs jest and pytest at the same time, and prints what pytest wrote when both have ended.
 * @param {readonly string[]} chosen paths of suites and of Python test files; none: every one
 * @param {Record<string, string>} servers
 */
async function runAll(chosen, servers) {
  const python = chosen.filter((name) => name.includes('python'));
  const typescript = chosen.filter((name) => !name.includes('python'));
  if (chosen.length > 0 && python.length === 0) return [await runJest(typescript, servers)];
  if (chosen.length > 0 && typescript.length === 0) return [await runPytest(python, servers)];
  const log = join(TEST_REPORTS, 'pytest.log');
  const counts = await Promise.all([runJest(typescript, servers), runPytest(python, servers, log)]);
  process.stdout.write(`\n${readFileSync(log, 'utf8')}`);
  return counts;
}

await setUpOrExit('test');
forwardSignals();
rmSync(TEST_REPORTS, { recursive: true, force: true });
mkdirSync(TEST_REPORTS, { recursive: true });
let [passed, failed] = [0, 0];
try {
  const servers = await startServers(FOLDER, ['presto', 'moto'], TEST_ENVIRONMENT);
  endTestsAfter(minutes);
  const counts = await runAll(process.argv.slice(2), servers);
  for (const each of counts) [passed, failed] = [passed + each.passed, failed + each.failed];
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  failed += 1;
} finally {
  await stopServers(FOLDER);
}
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
