/**
 * `npm test`: sets up what the tests need, starts PrestoDB and moto on this machine, runs every test, and stops what it
 * started. Arguments that name files run only those: `npm test -- test/config test/python/test_metrics.py`.
 *
 * It ends by itself: jest and pytest cannot interrupt a test that never yields, so after an hour (TEST_MINUTES changes it) they
 * are ended with all that they started, and what ran is named.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { containerPython } from './lib/container-images.mjs';
import { nodeBinary, ROOT as root } from './lib/paths.mjs';
import { TEST_REPORTS as reports, runningTests } from './lib/running-tests.mjs';
import { setUpOrExit } from './lib/set-up-or-exit.mjs';
import { configuredImage } from './lib/steps.mjs';

const chosen = process.argv.slice(2);
const python = chosen.filter((name) => name.includes('python'));
const typescript = chosen.filter((name) => !name.includes('python'));
const platformDir = join(root, '.local/test-platform');

const minutes = Number(process.env.TEST_MINUTES) || 60;
/** Of all tests together; set-up and the start of the servers are bounded by themselves. */
let deadline;
/** Found in the environment of whatever the tests start. */
const MARK = { MLOPS_TEST_RUN: randomBytes(8).toString('hex') };

let child;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child && kill(-child.pid, signal));
}

/** @param {number} pid below 0 for a child and what it started: each runs in a process group of its own */
function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {} // It has ended.
}

/** Runs a program to its end, or to the deadline of all. */
function run(command, args, env) {
  return new Promise((done) => {
    child = spawn(command, args, { cwd: root, env, stdio: 'inherit', detached: true });
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      done(127);
    });
    child.on('exit', (code, signal) => done(signal ? 1 : (code ?? 1)));
  });
}

/** Runs tests; those that are not over at the deadline are ended with all that they started. */
async function runTests(command, args, env) {
  deadline ??= Date.now() + minutes * 60_000;
  const timer = setTimeout(
    () => {
      const lines = runningTests().map((line) => `  ${line}\n`);
      process.stderr.write(
        `\nnpm test: not over after ${minutes} minutes, so it is ended. TEST_MINUTES=… gives it more. What ran:\n${lines.join('')}`,
      );
      for (const pid of [-child.pid, ...markedProcesses()]) kill(pid, 'SIGKILL');
    },
    Math.max(0, deadline - Date.now()),
  );
  try {
    return await run(command, args, env);
  } finally {
    clearTimeout(timer);
  }
}

/** What tests started in process groups of their own. Only Linux shows the environment of a process. */
function markedProcesses() {
  if (process.platform !== 'linux') return [];
  const wanted = Object.entries(MARK)[0].join('=');
  const marked = readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(wanted);
    } catch {
      return false; // Another user's process, or one that has just ended.
    }
  });
  return marked.map(Number);
}

function capture(command, args, env) {
  return new Promise((done, fail) => {
    const process_ = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    process_.stdout.on('data', (data) => {
      text += data;
    });
    process_.on('error', fail);
    process_.on('exit', (code) =>
      code === 0 ? done(text) : fail(new Error(`${command} ${args.join(' ')} ended with ${code}`)),
    );
  });
}

/** Reads the lines `export NAME='value'` that `mlops local env` prints. */
function exportedVariables(text) {
  return Object.fromEntries(
    [...text.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [
      name,
      value.replace(/^'(.*)'$/, '$1').replaceAll("'\\''", "'"),
    ]),
  );
}

function jestCounts(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  return { passed: report.numPassedTests, failed: report.numFailedTests + report.numRuntimeErrorTestSuites };
}

function pytestCounts(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const suite = readFileSync(file, 'utf8').match(/<testsuite [^>]*>/)?.[0] ?? '';
  const count = (name) => Number(suite.match(new RegExp(`\\b${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  return { passed: count('tests') - failed - count('skipped'), failed };
}

await setUpOrExit('test');
const node = nodeBinary();
// The container scripts are tested with the scikit-learn of the container that they run in.
const testPython = containerPython(configuredImage())?.python;
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const base = {
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
  MLOPS_LOCAL_DIR: platformDir,
};
const platform = join(root, 'local/platform/main.ts');
let passed = 0;
let failed = 0;
const add = (counts) => {
  passed += counts.passed;
  failed += counts.failed;
};

try {
  if ((await run(node, [platform, 'up', '--no-sagemaker', '--no-github'], base)) !== 0) {
    throw new Error('the local platform did not start');
  }
  const variables = exportedVariables(await capture(node, [platform, 'env'], base));
  // Tests start their own SageMaker and GitHub servers; they share this PrestoDB and moto.
  const { MLOPS_LOCAL_DIR: _shared, ...own } = { ...base, ...variables, ...MARK };
  if (chosen.length === 0 || typescript.length > 0) {
    const report = join(reports, 'jest.json');
    const flags = [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
    ];
    const reporters = ['default', join(root, 'scripts/lib/running-tests.mjs')].map((name) => `--reporters=${name}`);
    // Not last: jest would take the names of the tests for more reporters.
    const options = [...reporters, '--json', `--outputFile=${report}`, '--maxWorkers=2'];
    const code = await runTests(node, [...flags, ...options, ...typescript], own);
    const counts = jestCounts(report);
    add(code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);
  }
  if (chosen.length === 0 || python.length > 0) {
    const report = join(reports, 'pytest.xml');
    const targets = python.length > 0 ? python : ['test/python'];
    const code = await runTests(
      testPython,
      [
        '-m',
        'pytest',
        '-q',
        // Says where a test is that takes as long as that.
        '-o',
        'faulthandler_timeout=600',
        '-p',
        'no:cacheprovider',
        `--basetemp=${join(root, '.local/pytest')}`,
        `--junitxml=${report}`,
        ...targets,
      ],
      own,
    );
    const counts = pytestCounts(report);
    add(code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  failed += 1;
} finally {
  await run(node, [platform, 'down'], base);
}

process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
