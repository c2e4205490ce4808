/**
 * The gate. Runs every check, shows what each printed when it fails, and closes with one line of counts. A check that did
 * not run is a failure: nothing here is skipped.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BIN, nodeBinary, ROOT as root, TEST_TOOLS } from './lib/paths.mjs';
import { setUpOrExit } from './lib/set-up-or-exit.mjs';

let passed = 0;
let failed = 0;

function run(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const take = (data) => {
      output += data;
      if (options.live) process.stdout.write(data);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => done({ code: 127, output: `${command}: ${error.message}` }));
    child.on('exit', (code, signal) =>
      done({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output }),
    );
  });
}

async function check(title, command, args, options) {
  const start = Date.now();
  const { code, output } = await run(command, args, options);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  if (code === 0) {
    passed += 1;
    process.stdout.write(`ok      ${title} (${seconds} s)\n`);
  } else {
    failed += 1;
    process.stdout.write(`FAILED  ${title} (${seconds} s)\n${output}\n`);
  }
}

await setUpOrExit('test');
const node = nodeBinary();
const bin = (name) => join(root, 'node_modules/.bin', name);
const pythonTool = (name) => join(TEST_TOOLS, 'bin', name);

await check('type check', bin('tsc'), ['--noEmit']);
await check('lint and format', bin('biome'), ['check', '--error-on-warnings', '.']);
await check('dist/ is the build of the sources', node, ['scripts/build.mjs', '--check']);

const outside = mkdtempSync(join(tmpdir(), 'mlops-outside-'));
try {
  await run('cp', ['-r', join(root, 'dist'), join(root, 'actions'), outside]);
  const away = { cwd: outside, env: { PATH: process.env.PATH, HOME: outside } };
  await check('the command starts outside the repository', node, [join(outside, 'dist/mlops.js'), '--version'], away);
  for (const stub of readdirSync(join(outside, 'dist')).filter((name) =>
    existsSync(join(outside, 'actions', name.replace(/\.js$/, ''))),
  )) {
    // With no inputs an action has to say which input it lacks: a bundle that cannot load says something else.
    const { code, output } = await run(node, [join(outside, 'dist', stub)], away);
    const ok =
      code !== 0 && output.includes('::error') && !/Cannot find|ERR_|SyntaxError|is not a function/.test(output);
    process.stdout.write(
      `${ok ? 'ok    ' : 'FAILED'}  the action ${stub} starts outside the repository\n${ok ? '' : `${output}\n`}`,
    );
    if (ok) passed += 1;
    else failed += 1;
  }
} finally {
  rmSync(outside, { recursive: true, force: true });
}

await check('actionlint', join(BIN, 'actionlint'), ['-color=false']);
await check('zizmor', pythonTool('zizmor'), [
  '--offline',
  '--no-progress',
  '--config',
  '.github/zizmor.yml',
  '.github/workflows',
  'actions',
]);
await check('Python lint', pythonTool('ruff'), ['check', 'sagemaker-code', 'local', 'test']);
await check('Python format', pythonTool('ruff'), ['format', '--check', 'sagemaker-code', 'local', 'test']);
await check(
  'Python types',
  pythonTool('mypy'),
  ['--config-file', 'sagemaker-code/pyproject.toml', 'sagemaker-code', 'test/python', 'test/bench/python'],
  { env: { ...process.env, MYPYPATH: 'sagemaker-code:test/python' } },
);

const tests = await run('npm', ['test'], { live: true });
const counts = tests.output.match(/^(\d+) passed, (\d+) failed$/m);
if (counts) {
  passed += Number(counts[1]);
  failed += Number(counts[2]);
}
if (!counts || (tests.code !== 0 && Number(counts[2]) === 0)) failed += 1;

process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
