// @ts-check
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pythonOf, TOOLS } from './paths.mjs';
import { ask, run } from './run.mjs';

/** It installs Python packages about ten times faster than pip. */
const INSTALLER = 'uv==0.13.9';
const WAY_OUT =
  'Is the Python package index reachable? `python3 -m pip config list` names yours. Then run the same command again.';

/** @typedef {import('./steps.mjs').StepContext} StepContext */

/**
 * Makes a new virtual environment in place of the one that is there.
 * @param {string} folder
 * @param {Pick<StepContext, 'log' | 'python' | 'signal'>} context
 * @param {{installer?: boolean}} [options] installer: also installs the fast installer in it
 */
export async function makeEnvironment(folder, { log, python, signal }, { installer = false } = {}) {
  rmSync(folder, { recursive: true, force: true });
  const way_out = 'On Debian and Ubuntu the module is a package of its own: sudo apt-get install python3-venv';
  await run(python.command, ['-m', 'venv', folder], { log, signal, way_out });
  if (!installer) return;
  const arguments_ = ['-m', 'pip', 'install', '--disable-pip-version-check', '--only-binary', ':all:', INSTALLER];
  // Where it has no wheel, pip does the work, only slower.
  await run(pythonOf(folder), arguments_, { log, signal }).catch(() => signal?.throwIfAborted());
}

/**
 * Installs packages in an environment, from the index that the user has configured for pip.
 * @param {string} folder
 * @param {string[]} packages arguments that pip and uv both take
 * @param {Pick<StepContext, 'log' | 'signal' | 'say'>} context
 */
export async function installPackages(folder, packages, { log, signal, say }) {
  const uv = join(TOOLS, 'bin', 'uv');
  if (existsSync(uv)) {
    const { args, env } = await pipSettings();
    try {
      // Containers cannot write bytecode beside the packages. Without this, each would compile what it imports again.
      await run(uv, ['pip', 'install', '--compile-bytecode', '--python', pythonOf(folder), ...args, ...packages], {
        log,
        env,
        signal,
      });
      return;
    } catch {
      signal?.throwIfAborted();
      say('uv failed; pip installs the packages instead');
    }
  }
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--progress-bar', 'off'];
  await run(pythonOf(folder), [...pip, ...packages], { log, signal, way_out: WAY_OUT });
}

/** Gives pip's configuration (files and PIP_… variables) as arguments and variables of uv, which reads neither. */
async function pipSettings() {
  const { code, output } = await ask(pythonOf(TOOLS), ['-m', 'pip', 'config', 'list']);
  /** @type {Map<string, string>} */
  const settings = new Map();
  for (const line of code === 0 ? output.split('\n') : []) {
    const [, name, value] = /^(?:global|install|:env:)\.([\w-]+)='(.*)'$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) settings.set(name, value.replaceAll('\\n', ' ').trim());
  }
  /** @type {string[]} */
  const args = [];
  /** @param {string} name @param {string} flag */
  const each = (name, flag) => {
    for (const value of settings.get(name)?.split(/\s+/) ?? []) args.push(flag, value);
  };
  each('index-url', '--index-url');
  each('extra-index-url', '--extra-index-url');
  each('find-links', '--find-links');
  each('trusted-host', '--allow-insecure-host');
  if (/^(1|true|yes|on)$/i.test(settings.get('no-index') ?? '')) args.push('--no-index');
  return {
    args,
    env: {
      UV_NO_PROGRESS: '1',
      UV_PYTHON_DOWNLOADS: 'never',
      ...(settings.has('cert') ? { SSL_CERT_FILE: settings.get('cert') } : {}),
      ...(settings.has('proxy') ? { ALL_PROXY: settings.get('proxy') } : {}),
    },
  };
}
