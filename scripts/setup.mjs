// @ts-check
/**
 * Brings everything that the project needs on this machine into `.local/` and `node_modules/`: Node 24, the Python
 * environments, the Presto server; for the tests also their tools. What is there stays; an interrupted run goes on where it
 * stopped.
 *
 *   npm run setup                 for `npm start` and the local platform
 *   npm run setup -- --test       also for `npm test`
 */
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeLock } from './lib/lock.mjs';
import { LOCAL, ROOT } from './lib/paths.mjs';
import { explainMissing, findPrerequisites, namesUsersPresto } from './lib/prerequisites.mjs';
import { endChildren, SetupFailure, tail } from './lib/run.mjs';
import { stepsFor } from './lib/steps.mjs';

const AT_ONCE = 2;
const PROGRESS_SECONDS = 5;

/** @typedef {import('./lib/steps.mjs').Step} Step */
/** @typedef {Omit<import('./lib/steps.mjs').StepContext, 'log'>} Context */

/**
 * Sets up what a purpose needs and returns the names of the parts that it brought: none when everything was there. On Ctrl-C
 * (SIGINT or SIGTERM) it ends its child processes and throws a SetupFailure with exit code 130.
 * @param {{what?: 'start' | 'test', say?: (line: string) => void, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<string[]>}
 */
export async function setup({ what = 'start', say = console.log, env = process.env } = {}) {
  const presto = !namesUsersPresto(env);
  const pending = () => stepsFor(what, { presto }).filter((step) => !step.isDone());
  if (pending().length === 0) return [];

  const stop = new AbortController();
  const interrupt = () =>
    stop.abort(new SetupFailure('interrupted; run the same command again to go on from here', 130));
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  stop.signal.addEventListener('abort', () => void endChildren());
  /** @type {(() => void) | undefined} */
  let release;
  try {
    release = await takeLock(join(LOCAL, 'setup.lock'), {
      waitSeconds: 1800,
      signal: stop.signal,
      onWait: (pid) => say(`set-up: process ${pid} is setting up this folder; waiting for it`),
    });
    const steps = pending();
    if (steps.length === 0) return [];
    const maven = steps.some(({ name }) => name === 'presto');
    const { python, missing } = await findPrerequisites({ presto, maven, env });
    if (missing.length > 0 || python === undefined) throw new SetupFailure(explainMissing(missing), 3);
    await runSteps(steps, { python, say, signal: stop.signal });
    return steps.map(({ name }) => name);
  } catch (error) {
    stop.abort(error);
    await endChildren();
    throw error;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    release?.();
  }
}

/**
 * Runs steps in the order of their needs. Two run at once, because each waits for the network as much as it computes.
 * @param {readonly Step[]} steps @param {Context} context
 */
async function runSteps(steps, context) {
  const began = Date.now();
  const waiting = new Map(steps.map((step) => [step.name, step]));
  /** @type {Map<string, Promise<unknown>>} */
  const running = new Map();
  const parts = steps.length === 1 ? '1 part' : `${steps.length} parts`;
  context.say(`set-up: ${parts} to bring: ${steps.map(({ name }) => name).join(', ')}`);
  while (waiting.size + running.size > 0) {
    for (const step of waiting.values()) {
      if (running.size >= AT_ONCE) break;
      if (step.needs.some((name) => waiting.has(name) || running.has(name))) continue;
      waiting.delete(step.name);
      running.set(
        step.name,
        runStep(step, context).finally(() => running.delete(step.name)),
      );
    }
    await Promise.race(running.values());
  }
  context.say(`set-up: done in ${seconds(began)} s`);
}

/** @param {Step} step @param {Context} context */
async function runStep(step, { python, say, signal }) {
  const began = Date.now();
  const log = join(LOCAL, 'logs', `setup-${step.name}.log`);
  rmSync(log, { force: true });
  /** @param {string} text */
  const line = (text) => say(`set-up: ${step.name}: ${text}`);
  line(`${step.title} …`);
  const progress = setInterval(() => {
    const last = tail(log, 1)[0]?.trim().slice(0, 90);
    line(`${seconds(began)} s${last ? ` · ${last}` : ''}`);
  }, PROGRESS_SECONDS * 1000);
  try {
    await step.work({ log, python, signal, say: line });
    line(`ready in ${seconds(began)} s`);
  } catch (error) {
    if (error instanceof SetupFailure && error.exitCode !== 130) {
      throw new SetupFailure(
        `${step.title}: ${error.message}\n  The whole log: ${relative(ROOT, log)}`,
        error.exitCode,
      );
    }
    throw error;
  } finally {
    clearInterval(progress);
  }
}

/** @param {number} since in milliseconds since 1970 */
function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const began = Date.now();
  try {
    const brought = await setup({ what: process.argv.includes('--test') ? 'test' : 'start' });
    const took = ((Date.now() - began) / 1000).toFixed(1);
    if (brought.length === 0) console.log(`set-up: everything is there (${took} s)`);
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    console.error(`set-up: ${error.message}`);
    process.exitCode = error.exitCode;
  }
}
