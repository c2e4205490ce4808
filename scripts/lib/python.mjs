import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pythonOf, TOOLS } from './paths.mjs';
import { ask, run } from './run.mjs';

/** Installs Python packages some ten times faster than pip. */
const INSTALLER = 'uv==0.13.9';
const WAY_OUT =
  'Is the Python package index reachable? `python3 -m pip config list` names yours. Then run the same command again.';

/**
 * Makes a virtual environment anew.
 * @param {string} folder
 * @param {{log: string, python: {command: string}, signal?: AbortSignal}} context
 * @param {{installer?: boolean}} [options] installer: also puts the fast installer into it
 */
export async function makeEnvironment(folder, { log, python, signal }, { installer = false } = {}) {
  rmSync(folder, { recursive: true, force: true });
  const wayOut = 'On Debian and Ubuntu the module is a package of its own: sudo apt-get install python3-venv';
  await run(python.command, ['-m', 'venv', folder], { log, signal, wayOut });
  if (!installer) return;
  const arguments_ = ['-m', 'pip', 'install', '--disable-pip-version-check', '--only-binary', ':all:', INSTALLER];
  // Without it pip does the work, only slower: on a rare platform there is no wheel.
  await run(pythonOf(folder), arguments_, { log, signal }).catch(() => signal?.throwIfAborted());
}

/**
 * Installs packages into an environment, from the index that the user has configured for pip.
 * @param {string} folder
 * @param {string[]} packages arguments as pip and uv both take them
 * @param {{log: string, signal?: AbortSignal, say: (text: string) => void}} context
 */
export async function installPackages(folder, packages, { log, signal, say }) {
  const uv = join(TOOLS, 'bin', 'uv');
  if (existsSync(uv)) {
    const { args, env } = await pipSettings();
    try {
      // Containers may not write bytecode beside the packages, so without this each would compile what it imports anew.
      await run(uv, ['pip', 'install', '--compile-bytecode', '--python', pythonOf(folder), ...args, ...packages], {
        log,
        env,
        signal,
      });
      return;
    } catch {
      signal?.throwIfAborted();
      say('the fast installer did not get through; pip takes its place');
    }
  }
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--progress-bar', 'off'];
  await run(pythonOf(folder), [...pip, ...packages], { log, signal, wayOut: WAY_OUT });
}

/** pip's configuration (files and PIP_… variables) as arguments and variables of uv, which reads neither. */
async function pipSettings() {
  const { code, output } = await ask(pythonOf(TOOLS), ['-m', 'pip', 'config', 'list']);
  const settings = new Map();
  for (const line of code === 0 ? output.split('\n') : []) {
    const found = /^(?:global|install|:env:)\.([\w-]+)='(.*)'$/.exec(line);
    if (found) settings.set(found[1], found[2].replaceAll('\\n', ' ').trim());
  }
  const args = [];
  const each = (name, flag) => {
    for (const value of settings.get(name)?.split(/\s+/) ?? []) args.push(flag, value);
  };
  each('index-url', '--index-url');
  each('extra-index-url', '--extra-index-url');
  each('find-links', '--find-links');
  each('trusted-host', '--allow-insecure-host');
  if (['1', 'true', 'yes', 'on'].includes(settings.get('no-index')?.toLowerCase())) args.push('--no-index');
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
