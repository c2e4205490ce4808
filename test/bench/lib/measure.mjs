import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL, pythonOf, ROOT, TOOLS } from '../../../scripts/lib/paths.mjs';

/** What the benchmark writes, but for its result; one run at a time. */
export const SCRATCH = join(LOCAL, 'bench');

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop.abort(new Error('interrupted')));

/** Aborts on Ctrl-C; each section looks at it before it starts the next program. */
export const interrupted = stop.signal;

/**
 * Runs a program for its output; its standard error is shown.
 * @param {string} program
 * @param {string[]} args
 * @param {{env?: NodeJS.ProcessEnv, cwd?: string, always?: boolean}} [options] `always`: also after Ctrl-C, to clean up
 * @returns {Promise<string>}
 */
export function output(program, args, { env = process.env, cwd = ROOT, always = false } = {}) {
  if (!always) interrupted.throwIfAborted();
  return new Promise((done, fail) => {
    const signal = always ? {} : { signal: interrupted };
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'], ...signal });
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
    });
    // After Ctrl-C the child is given the time to end what it started itself.
    child.on('error', (error) => interrupted.aborted || fail(error));
    child.on('close', (code) => {
      if (code === 0) done(text);
      else
        fail(interrupted.aborted ? interrupted.reason : new Error(`${program} ${args.join(' ')} ended with ${code}`));
    });
  });
}

/**
 * Runs a program and gives what it took, by the kernel's account of that one process.
 * @param {string} program
 * @param {string[]} args
 * @param {{env: NodeJS.ProcessEnv, cwd: string}} options
 * @returns {Promise<{exit: number, seconds: number, cpu_seconds: number, peak_mebibytes: number, stdout: string, stderr: string}>}
 */
export async function measure(program, args, { env, cwd }) {
  mkdirSync(SCRATCH, { recursive: true });
  const [stdout, stderr] = [join(SCRATCH, 'stdout'), join(SCRATCH, 'stderr')];
  const script = join(ROOT, 'test/bench/python/measure.py');
  const text = await output(pythonOf(TOOLS), ['-I', '-S', script, stdout, stderr, program, ...args], { env, cwd });
  return { ...JSON.parse(text), stdout: readFileSync(stdout, 'utf8'), stderr: readFileSync(stderr, 'utf8') };
}

/**
 * Takes turns: every subject once, and again, so that what else the machine does meets all of them. The first
 * turn is not counted: it fills the caches of files and of compiled Python.
 * @param {number} repetitions
 * @param {Record<string, () => Promise<Record<string, number>>>} subjects
 * @param {{warm?: boolean}} [options] `warm: false` counts the first turn too
 * @returns {Promise<Record<string, Record<string, number[]>>>} subject → metric → one value a turn
 */
export async function takeTurns(repetitions, subjects, { warm = true } = {}) {
  const taken = Object.fromEntries(Object.keys(subjects).map((name) => [name, {}]));
  for (let turn = warm ? -1 : 0; turn < repetitions; turn += 1) {
    for (const [name, run] of Object.entries(subjects)) {
      const metrics = await run();
      if (turn < 0) continue;
      for (const [metric, value] of Object.entries(metrics)) {
        taken[name][metric] ??= [];
        taken[name][metric].push(value);
      }
    }
  }
  return taken;
}
