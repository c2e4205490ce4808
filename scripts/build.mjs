/**
 * Bundles the verbs for the actions and the command line: `dist/index.js` with lazily loaded chunks, and one two-line stub
 * per action and for the command.
 *
 *   node scripts/build.mjs            writes dist/
 *   node scripts/build.mjs --check    fails when dist/ is not what the sources give, byte for byte
 *
 * ncc has no way to build several entries into one shared bundle, hence one entry with named exports and stubs.
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
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minifySync } from '@swc/core';

const root = resolve(fileURLToPath(import.meta.url), '../..');

function actionVerbs() {
  return readdirSync(join(root, 'actions'))
    .filter((name) => existsSync(join(root, 'actions', name, 'action.yml')))
    .sort();
}

function build(out) {
  mkdirSync(out, { recursive: true });
  const ncc = join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
  const args = [
    ncc,
    'build',
    join(root, 'src/bundle.ts'),
    '--out',
    out,
    '--no-cache',
    // Types are checked by tsc; ncc would check the tests and the local platform too.
    '--transpile-only',
    '--license',
    'licenses.txt',
  ];
  const result = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (result.status !== 0) {
    process.stderr.write(result.stdout + result.stderr);
    throw new Error('ncc could not build the bundle');
  }
  // ncc's own --minify leaves the chunks as they are.
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

function differences(expected, actual) {
  const names = new Set([...readdirSync(expected), ...(existsSync(actual) ? readdirSync(actual) : [])]);
  return [...names].sort().flatMap((name) => {
    const [here, there] = [join(expected, name), join(actual, name)];
    if (!existsSync(there)) return [`missing in dist/: ${name}`];
    if (!existsSync(here)) return [`not built from the sources: dist/${name}`];
    return readFileSync(here).equals(readFileSync(there)) ? [] : [`differs: dist/${name}`];
  });
}

const dist = join(root, 'dist');
if (process.argv.includes('--check')) {
  const scratch = mkdtempSync(join(tmpdir(), 'mlops-dist-'));
  try {
    build(scratch);
    const found = differences(scratch, dist);
    if (found.length > 0) {
      process.stderr.write(
        `dist/ is not the build of these sources; run npm run build and commit it\n  ${found.join('\n  ')}\n`,
      );
      process.exitCode = 1;
    } else {
      process.stdout.write('dist/ is the byte-identical build of the sources\n');
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
} else {
  // Built aside and renamed: whoever runs the command meanwhile has the old bundle or the new one, never half of one.
  const [next, old] = [join(root, '.local/dist-next'), join(root, '.local/dist-old')];
  for (const folder of [next, old]) rmSync(folder, { recursive: true, force: true });
  build(next);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(next, dist);
  rmSync(old, { recursive: true, force: true });
  process.stdout.write(`built dist/ with ${actionVerbs().length} actions\n`);
}
