// @ts-check
/**
 * The gate. Runs every check, shows what a failed one printed, and closes with one line of counts. No check is skipped: one
 * that could not run is a failure.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BIN, installedNode, ROOT, TEST_TOOLS } from './lib/paths.mjs';
import { setUpOrExit } from './lib/set-up-or-exit.mjs';

/** @typedef {{cwd?: string, env?: NodeJS.ProcessEnv, live?: boolean}} RunOptions live: also prints the output at once */

const total = { passed: 0, failed: 0 };

/**
 * Runs a program and returns its exit code and output.
 * @param {string} program @param {readonly string[]} args @param {RunOptions} [options]
 * @returns {Promise<{code: number, output: string}>}
 */
function run(program, args, { cwd = ROOT, env = process.env, live = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    /** @param {Buffer} data */
    const take = (data) => {
      output += data;
      if (live) process.stdout.write(data);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ code: 127, output: `${program}: ${error.message}` }));
    child.on('exit', (code, signal) =>
      resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output }),
    );
  });
}

/**
 * Counts a check and prints its line.
 * @param {string} title @param {boolean} passed @param {string} output printed when it failed
 */
function report(title, passed, output) {
  total[passed ? 'passed' : 'failed'] += 1;
  process.stdout.write(passed ? `ok      ${title}\n` : `FAILED  ${title}\n${output}\n`);
}

/**
 * A check that passes when a program ends with 0.
 * @param {string} title @param {string} program @param {readonly string[]} args @param {RunOptions} [options]
 */
async function check(title, program, args, options) {
  const start = Date.now();
  const { code, output } = await run(program, args, options);
  report(`${title} (${((Date.now() - start) / 1000).toFixed(1)} s)`, code === 0, output);
}

/** The bundle starts in a folder that has dist/ and actions/ and nothing else of the repository. */
async function checkBundleOutside() {
  const node = installedNode();
  const outside = mkdtempSync(join(tmpdir(), 'mlops-outside-'));
  try {
    for (const folder of ['dist', 'actions']) cpSync(join(ROOT, folder), join(outside, folder), { recursive: true });
    const away = { cwd: outside, env: { PATH: process.env.PATH, HOME: outside } };
    await check('the command starts outside the repository', node, [join(outside, 'dist/mlops.js'), '--version'], away);
    for (const stub of readdirSync(join(outside, 'dist'))) {
      if (!existsSync(join(outside, 'actions', stub.replace(/\.js$/, ''), 'action.yml'))) continue;
      // Without inputs an action has to say which input it lacks. A bundle that cannot load says something else.
      const { code, output } = await run(node, [join(outside, 'dist', stub)], away);
      const loaded = !/Cannot find|ERR_|SyntaxError|is not a function/.test(output);
      const passed = code !== 0 && output.includes('::error') && loaded;
      report(`the action ${stub} starts outside the repository`, passed, output);
    }
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
}

/** @param {string} name of a program of the Python test tools */
const pythonTool = (name) => join(TEST_TOOLS, 'bin', name);

async function checkWorkflows() {
  await check('actionlint', join(BIN, 'actionlint'), ['-color=false']);
  const zizmor = ['--offline', '--no-progress', '--config', '.github/zizmor.yml'];
  await check('zizmor', pythonTool('zizmor'), [...zizmor, '.github/workflows', '.github/dependabot.yml', 'actions']);
}

/** cfn-lint knows the resource types of CloudFormation and their properties. It reads no account. */
async function checkTemplates() {
  const templates = readdirSync(join(ROOT, 'infra')).filter((name) => name.endsWith('.yml'));
  await check(
    'CloudFormation templates',
    pythonTool('cfn-lint'),
    templates.map((name) => join('infra', name)),
  );
}

async function checkPython() {
  const folders = ['sagemaker-code', 'local', 'test'];
  await check('Python lint', pythonTool('ruff'), ['check', ...folders]);
  await check('Python format', pythonTool('ruff'), ['format', '--check', ...folders]);
  const typed = ['sagemaker-code', 'test/python', 'test/bench/python'];
  const mypy = ['--config-file', 'sagemaker-code/pyproject.toml', ...typed];
  const env = { ...process.env, MYPYPATH: 'sagemaker-code:test/python' };
  await check('Python types', pythonTool('mypy'), mypy, { env });
}

/** Runs `npm test` and adds the counts of its last line. */
async function runTests() {
  const { code, output } = await run('npm', ['test'], { live: true });
  const [, passed, failed] = output.match(/^(\d+) passed, (\d+) failed$/m) ?? [];
  total.passed += Number(passed ?? 0);
  total.failed += Number(failed ?? 0);
  if (failed === undefined || (code !== 0 && Number(failed) === 0)) total.failed += 1;
}

await setUpOrExit('test');
await check('type check', join(ROOT, 'node_modules/.bin/tsc'), ['--noEmit']);
await check('lint and format', join(ROOT, 'node_modules/.bin/biome'), ['check', '--error-on-warnings', '.']);
await check('dist/ is the build of the sources', installedNode(), ['scripts/build.mjs', '--check']);
await checkBundleOutside();
await checkWorkflows();
await checkTemplates();
await checkPython();
await runTests();
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
