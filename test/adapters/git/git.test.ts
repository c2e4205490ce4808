import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localGit } from '../../../src/adapters/git/index.ts';
import { git } from '../../verbs/git-project.ts';

let dir: string;
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'mlops-git-')));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A repository with one commit. */
function repository(): string {
  const root = join(dir, 'repository');
  mkdirSync(join(root, 'deep/er'), { recursive: true });
  git(root, 'init', '-q', '-b', 'main');
  writeFileSync(join(root, 'a file\twith "marks"'), 'one\n');
  writeFileSync(join(root, 'deep/er/empty'), '');
  writeFileSync(join(root, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 });
  symlinkSync('run.sh', join(root, 'link'));
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'first');
  return root;
}

test('a folder is in the work tree around it, also by a link', () => {
  const root = repository();
  symlinkSync(join(root, 'deep'), join(dir, 'linked'));
  expect(localGit.root(join(root, 'deep/er'))).toBe(root);
  expect(localGit.root(join(dir, 'linked/er'))).toBe(root);
  expect(localGit.root(dir)).toBeUndefined();
  expect(localGit.root(join(dir, 'nowhere'))).toBeUndefined();
});

test('a linked work tree has a root of its own', () => {
  const root = repository();
  git(root, 'worktree', 'add', '-q', join(dir, 'other'), '-b', 'other');
  expect(localGit.root(join(dir, 'other/deep'))).toBe(join(dir, 'other'));
  expect(localGit.commit(join(dir, 'other'), 'HEAD')).toBe(git(root, 'rev-parse', 'main'));
});

test('a repository that git cannot read is no folder without one', () => {
  const root = repository();
  writeFileSync(join(root, '.git/HEAD'), 'nonsense');
  expect(() => localGit.root(root)).toThrow(expect.objectContaining({ code: 'inconclusive' }));
});

test('commits, trees and what they have in common', () => {
  const root = repository();
  const first = git(root, 'rev-parse', 'HEAD');
  git(root, 'commit', '-q', '--allow-empty', '-m', 'second');
  const second = git(root, 'rev-parse', 'HEAD');
  git(root, 'checkout', '-q', '-b', 'side', first);
  git(root, 'commit', '-q', '--allow-empty', '-m', 'beside');
  expect(localGit.commit(root, 'main')).toBe(second);
  expect(localGit.commit(root, 'nothing')).toBeUndefined();
  expect(localGit.commit(root, '--all')).toBeUndefined();
  expect(localGit.tree(root, first)).toBe(localGit.tree(root, second));
  expect(localGit.mergeBase(root, 'main', 'side')).toBe(first);
  expect(localGit.mergeBase(root, 'main', 'nothing')).toBeUndefined();
  expect(localGit.isAncestor(root, first, 'side')).toBe(true);
  expect(localGit.isAncestor(root, second, 'side')).toBe(false);
});

test('files have their path, mode and contents', () => {
  const root = repository();
  const files = localGit.files(root, 'HEAD');
  expect(files.map(({ path, mode }) => [path, mode])).toEqual([
    ['a file\twith "marks"', '100644'],
    ['deep/er/empty', '100644'],
    ['link', '120000'],
    ['run.sh', '100755'],
  ]);
  const contents = localGit.contents(
    root,
    files.map(({ id }) => id),
  );
  expect(contents.map(String)).toEqual(['one\n', '', 'run.sh', '#!/bin/sh\n']);
  expect(localGit.contents(root, [])).toEqual([]);
  expect(() => localGit.contents(root, ['0'.repeat(40)])).toThrow(/an object is missing/);
  expect(() => localGit.files(root, 'nothing')).toThrow(/git cannot read nothing/);
});

test('a clone knows whether it is shallow, and where it comes from', () => {
  const root = repository();
  git(root, 'commit', '-q', '--allow-empty', '-m', 'second');
  git(dir, 'clone', '-q', '--depth', '1', `file://${root}`, 'shallow');
  expect(localGit.isShallow(join(dir, 'shallow'))).toBe(true);
  expect(localGit.originUrl(join(dir, 'shallow'))).toBe(`file://${root}`);
  expect(localGit.isShallow(root)).toBe(false);
  expect(localGit.originUrl(root)).toBeUndefined();
});
