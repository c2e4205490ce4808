// @ts-check
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runInForeground } from './foreground.mjs';
import { installedNode, LOCAL, ROOT } from './paths.mjs';
import { startedAt } from './process-identity.mjs';
import { ask } from './run.mjs';

/** Folders of the servers that suites share outside `npm test`, one for each process that runs suites. */
const FOLDERS = join(LOCAL, 'test-unit');

/** Folder of the servers of one run of suites. @param {number} [pid] the process that started the run */
export function serversFolder(pid = process.pid) {
  return join(FOLDERS, String(pid));
}

/**
 * Runs a command of the local platform.
 * @param {string} folder @param {readonly string[]} args
 */
function platformCommand(folder, args) {
  const main = join(ROOT, 'local/platform/main.ts');
  return { program: installedNode(), args: [main, ...args, '--dir', folder] };
}

/**
 * Starts servers of the local platform in a folder, unless they run there, and returns the variables that lead to them.
 * @param {string} folder
 * @param {readonly string[]} services of `mlops local up`; moto always starts
 * @param {NodeJS.ProcessEnv} [env] of the servers
 * @returns {Promise<Record<string, string>>}
 */
export async function startServers(folder, services, env = process.env) {
  mkdirSync(folder, { recursive: true });
  const up = platformCommand(folder, ['up', '--services', services.join(',')]);
  if ((await runInForeground(up.program, up.args, { env })) !== 0) throw new Error('the servers did not start');
  const print = platformCommand(folder, ['env']);
  const { code, output } = await ask(print.program, print.args);
  if (code !== 0) throw new Error(`\`mlops local env\` ended with ${code}: ${output}`);
  // Suites start platforms in folders of their own.
  const { MLOPS_LOCAL_DIR: _, ...variables } = exportedVariables(output);
  return variables;
}

/** Ends the servers of a folder. @param {string} folder */
export async function stopServers(folder) {
  const down = platformCommand(folder, ['down']);
  return runInForeground(down.program, down.args);
}

/** Ends the servers of a run of suites, and those of runs that were killed. */
export async function stopSharedServers() {
  for (const pid of existsSync(FOLDERS) ? readdirSync(FOLDERS) : []) {
    if (Number(pid) !== process.pid && startedAt(Number(pid)) !== undefined) continue;
    const folder = serversFolder(Number(pid));
    for (const services of readdirSync(folder)) await stopServers(join(folder, services));
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Reads the lines `export NAME='value'` that `mlops local env` prints.
 * @param {string} text
 * @returns {Record<string, string>}
 */
function exportedVariables(text) {
  return Object.fromEntries(
    [...text.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [
      name,
      (value ?? '').replace(/^'(.*)'$/, '$1').replaceAll("'\\''", "'"),
    ]),
  );
}
