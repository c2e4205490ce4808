// @ts-check
/**
 * Bundles the verbs for the actions and the command line: `dist/index.js` with chunks that load when they are needed, and a
 * stub of two lines for each action and for the command.
 *
 *   node scripts/build.mjs            writes dist/
 *   node scripts/build.mjs --check    fails when dist/ differs by a byte from what the sources give
 *
 * There is one entry with named exports, and stubs, because ncc cannot build several entries into one shared bundle.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minifySync } from '@swc/core';
import { LOCAL, ROOT } from './lib/paths.mjs';

const DIST = join(ROOT, 'dist');

function actionVerbs() {
  return readdirSync(join(ROOT, 'actions'))
    .filter((name) => existsSync(join(ROOT, 'actions', name, 'action.yml')))
    .sort();
}

/** Builds the bundle in a folder. @param {string} out */
function build(out) {
  mkdirSync(out, { recursive: true });
  const ncc = join(ROOT, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
  const args = [
    ncc,
    'build',
    join(ROOT, 'src/bundle.ts'),
    '--out',
    out,
    '--no-cache',
    // tsc checks the types; ncc would check the tests and the local platform too.
    '--transpile-only',
    '--license',
    'licenses.txt',
  ];
  const result = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (result.status !== 0) {
    process.stderr.write(result.stdout + result.stderr);
    throw new Error('ncc could not build the bundle');
  }
  // ncc's option --minify does not change the chunks.
  for (const name of readdirSync(out).filter((file) => file.endsWith('.js'))) {
    const { code } = minifySync(readFileSync(join(out, name), 'utf8'), { module: true, compress: true, mangle: true });
    writeFileSync(join(out, name), code);
  }
  writeFileSync(
    join(out, 'mlops.js'),
    "#!/usr/bin/env node\nimport { cli } from './index.js';\nprocess.exitCode = await cli(process.argv.slice(2));\n",
    { mode: 0o755 },
  );
  for (const verb of actionVerbs()) {
    writeFileSync(join(out, `${verb}.js`), `import { action } from './index.js';\nawait action('${verb}');\n`);
  }
}

/** Names each file in which two folders differ. @param {string} expected @param {string} actual */
function differences(expected, actual) {
  const names = new Set([...readdirSync(expected), ...(existsSync(actual) ? readdirSync(actual) : [])]);
  return [...names].sort().flatMap((name) => {
    const [wanted, present] = [join(expected, name), join(actual, name)];
    if (!existsSync(present)) return [`missing in dist/: ${name}`];
    if (!existsSync(wanted)) return [`not built from the sources: dist/${name}`];
    return readFileSync(wanted).equals(readFileSync(present)) ? [] : [`differs: dist/${name}`];
  });
}

/** Compares dist/ with a new build, and returns the exit code. */
function check() {
  const scratch = mkdtempSync(join(tmpdir(), 'mlops-dist-'));
  try {
    build(scratch);
    const lines = differences(scratch, DIST);
    if (lines.length === 0) {
      process.stdout.write('dist/ is the byte-identical build of the sources\n');
      return 0;
    }
    process.stderr.write(
      `dist/ is not the build of these sources; run npm run build and commit it\n  ${lines.join('\n  ')}\n`,
    );
    return 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Builds in another folder and renames it, so that a command that starts meanwhile finds the old bundle or the new one. */
function replace() {
  const [next, old] = [join(LOCAL, 'dist-next'), join(LOCAL, 'dist-old')];
  for (const folder of [next, old]) rmSync(folder, { recursive: true, force: true });
  build(next);
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(next, DIST);
  rmSync(old, { recursive: true, force: true });
  process.stdout.write(`built dist/ with ${actionVerbs().length} actions\n`);
}

if (process.argv.includes('--check')) process.exitCode = check();
else replace();
