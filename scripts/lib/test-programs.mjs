// @ts-check
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kill, runInForeground } from './foreground.mjs';
import { ROOT } from './paths.mjs';
import { runningTests } from './running-tests.mjs';

/** Arguments of Node that run jest. Our tests are ES modules, which jest reads through an experimental interface of Node. */
export const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  join(ROOT, 'node_modules/jest/bin/jest.js'),
];

/**
 * The JVM of PrestoDB compiles with its quick compiler only (C1). Measured on two cores: a start takes 17 s of CPU time instead
 * of 31, and the queries of test/observed/data/measuring.test.ts 111 s instead of 165. The code cache has the size that it has
 * with both compilers: with C1 alone it is 48 MB, which the code of a thousand queries fills.
 */
const JAVA_OPTIONS = '-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m';

/** The environment of servers and tests. The path has the programs of npm packages. */
export const TEST_ENVIRONMENT = {
  ...process.env,
  PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`,
  JAVA_TOOL_OPTIONS: `${JAVA_OPTIONS} ${process.env.JAVA_TOOL_OPTIONS ?? ''}`.trim(),
};

/** Every process that tests start has this variable in its environment. */
const MARK = { name: 'MLOPS_TEST_RUN', value: randomBytes(8).toString('hex') };

/** Numbers of the programs that run now. @type {Set<number>} */
const programs = new Set();

/**
 * Runs a program that runs tests.
 * @param {string} program @param {readonly string[]} args
 * @param {{env: NodeJS.ProcessEnv, log?: string}} options log: file for the output, instead of this terminal
 * @returns {Promise<number>} the exit code
 */
export async function runTestProgram(program, args, { env, ...options }) {
  let pid = 0;
  const code = await runInForeground(program, args, {
    ...options,
    env: { ...env, [MARK.name]: MARK.value },
    group: true,
    onStart: (child) => {
      pid = child.pid ?? 0;
      if (pid > 0) programs.add(pid);
    },
  });
  programs.delete(pid);
  return code;
}

/**
 * Ends the programs and all that they started when their time is over, and names the tests that ran: jest and pytest cannot
 * interrupt a test that never yields.
 * @param {number} minutes
 */
export function endTestsAfter(minutes) {
  setTimeout(() => endTests(minutes), minutes * 60_000).unref();
}

/** @param {number} minutes */
function endTests(minutes) {
  const lines = runningTests().map((line) => `  ${line}\n`);
  process.stderr.write(
    `\nnpm test: the tests still run after ${minutes} minutes, so they are ended. TEST_MINUTES=… gives them more time. These ran:\n${lines.join('')}`,
  );
  for (const pid of [...programs].map((pid) => -pid).concat(markedProcesses())) kill(pid, 'SIGKILL');
}

/** What tests started in process groups of their own. Only Linux shows the environment of a process. */
function markedProcesses() {
  if (process.platform !== 'linux') return [];
  const marked = readdirSync('/proc').filter((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      return /^\d+$/.test(pid) && environment.includes(`${MARK.name}=${MARK.value}`);
    } catch {
      return false; // Another user's process, or one that has just ended.
    }
  });
  return marked.map(Number);
}
