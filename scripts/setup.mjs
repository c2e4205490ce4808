/**
 * Brings everything that the project needs on this machine into `.local/` and `node_modules/`: Node 24, the Python
 * environments, the Presto server; for the tests also their tools. What is there is kept; an interrupted run is resumed.
 *
 *   npm run setup                 for `npm start` and the local platform
 *   npm run setup -- --test       for `npm test` as well
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

/**
 * Sets up what a purpose needs and returns the names of the parts that had to be made; none when all was there.
 * On Ctrl-C (SIGINT or SIGTERM) it ends its child processes and throws a SetupFailure with exit code 130.
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
    if (missing.length > 0) throw new SetupFailure(explainMissing(missing), 3);
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

/** Runs steps in the order of their needs, two at once: each waits for the network as much as it computes. */
async function runSteps(steps, { python, say, signal }) {
  const began = Date.now();
  const waiting = new Map(steps.map((step) => [step.name, step]));
  const running = new Map();
  say(
    `set-up: ${steps.length} part${steps.length === 1 ? '' : 's'} to bring: ${steps.map(({ name }) => name).join(', ')}`,
  );
  while (waiting.size + running.size > 0) {
    for (const step of waiting.values()) {
      if (running.size >= AT_ONCE) break;
      if (step.needs.some((name) => waiting.has(name) || running.has(name))) continue;
      waiting.delete(step.name);
      running.set(
        step.name,
        runStep(step, { python, say, signal }).finally(() => running.delete(step.name)),
      );
    }
    await Promise.race(running.values());
  }
  say(`set-up: done in ${seconds(began)} s`);
}

async function runStep(step, { python, say, signal }) {
  const began = Date.now();
  const log = join(LOCAL, 'logs', `setup-${step.name}.log`);
  rmSync(log, { force: true });
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

function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const began = Date.now();
  try {
    const made = await setup({ what: process.argv.includes('--test') ? 'test' : 'start' });
    if (made.length === 0) console.log(`set-up: everything is there (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    console.error(`set-up: ${error.message}`);
    process.exitCode = error.exitCode;
  }
}
