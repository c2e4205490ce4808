import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { gzipStored } from '../../src/desired/gzip-stored.ts';
import { packageSource, withoutRequirements } from '../../src/desired/source-package.ts';
import { ustar } from '../../src/desired/ustar.ts';
import { Failure } from '../../src/failure.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'source-package-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(files: Record<string, string>): string {
  const root = join(folder, 'code');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function failure(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('did not fail');
}

test('the package has only the files that run in a container, sorted', () => {
  const root = write({
    'training.py': 'print(1)\n',
    'mlops/__init__.py': '',
    'mlops/a.py': 'a = 1\n',
    'requirements.txt': 'x==1\n',
    'mlops/__pycache__/a.cpython-311.pyc': 'x',
    'old.pyc': 'x',
    '.hidden': 'x',
    '.venv/lib.py': 'x',
    'tests/test_a.py': 'x',
    'pyproject.toml': 'x',
  });
  const source = packageSource(root);
  expect(source.files.map(({ path }) => path)).toEqual([
    'mlops/__init__.py',
    'mlops/a.py',
    'requirements.txt',
    'training.py',
  ]);
  expect(withoutRequirements(source).files.map(({ path }) => path)).toEqual([
    'mlops/__init__.py',
    'mlops/a.py',
    'training.py',
  ]);

  writeFileSync(join(folder, 'sourcedir.tar.gz'), source.bytes);
  mkdirSync(join(folder, 'unpacked'));
  execFileSync('tar', ['-xzf', join(folder, 'sourcedir.tar.gz'), '-C', join(folder, 'unpacked')]);
  expect(readFileSync(join(folder, 'unpacked', 'mlops', 'a.py'), 'utf8')).toBe('a = 1\n');
});

test('the bytes of the package depend on names and contents alone', () => {
  const root = write({ 'b.py': 'b', 'a/c.py': 'c' });
  const before = packageSource(root);
  // This digest was made on another machine with another version of Node.
  expect(before.sha256).toBe('0c58a579d0d5c4ae42b8a2a363af33e4ac5a425a615bd2896f29ce44d36f6dc5');
  utimesSync(join(root, 'b.py'), 1, 1);
  chmodSync(join(root, 'b.py'), 0o755);
  writeFileSync(join(root, '.editor'), 'x');
  expect(packageSource(root).sha256).toBe(before.sha256);
  writeFileSync(join(root, 'b.py'), 'B');
  expect(packageSource(root).sha256).not.toBe(before.sha256);
});

test('a link inside the folder is followed; a link out of the folder or to nothing is refused', () => {
  const root = write({ 'a.py': 'a', 'lib/b.py': 'b' });
  symlinkSync(join(root, 'a.py'), join(root, 'c.py'));
  symlinkSync(join(root, 'lib'), join(root, 'alias'));
  symlinkSync(root, join(root, 'lib', 'round'));
  expect(packageSource(root).files.map(({ path }) => path)).toEqual(['a.py', 'alias/b.py', 'c.py', 'lib/b.py']);

  writeFileSync(join(folder, 'secret'), 'x');
  symlinkSync(join(folder, 'secret'), join(root, 'lib', 'out.py'));
  expect(failure(() => packageSource(root)).message).toMatch(
    /lib\/out\.py: this symbolic link leads out of the folder$/,
  );
  rmSync(join(root, 'lib', 'out.py'));
  symlinkSync(join(root, 'gone.py'), join(root, 'broken.py'));
  expect(failure(() => packageSource(root)).message).toMatch(
    /broken\.py: the target of this symbolic link does not exist$/,
  );
});

test('a folder that is missing, empty or too large is refused with its name', () => {
  expect(failure(() => packageSource(join(folder, 'none'))).message).toMatch(/none: this folder does not exist$/);
  expect(failure(() => packageSource(write({ '.x': '' }))).message).toMatch(/this folder has no script$/);
  const big = failure(() => packageSource(write({ 'data.csv': 'x'.repeat(21 * 1024 * 1024), 'a.py': '' })));
  expect([big.code, big.way_out]).toEqual([
    'config_invalid',
    'Move data out of the folder. The largest file is data.csv.',
  ]);
  expect(failure(() => packageSource(write({ 'data.csv': '', [`${'d'.repeat(120)}.py`]: 'x' }))).message).toMatch(
    /too long for an archive$/,
  );
});

test('a long path is cut into the two fields of ustar', () => {
  const path = `${'folder/'.repeat(20)}name.py`;
  writeFileSync(join(folder, 'a.tar'), ustar([{ path, bytes: Buffer.from('x') }]));
  expect(execFileSync('tar', ['-tf', join(folder, 'a.tar')], { encoding: 'utf8' })).toBe(`${path}\n`);
});

test.each([0, 1, 65_535, 65_536, 200_000])('gzip returns the %d bytes that were stored', (size) => {
  const content = Buffer.alloc(size, 'abc');
  expect(gunzipSync(gzipStored(content)).equals(content)).toBe(true);
});
