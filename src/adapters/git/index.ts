import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { findCheckout } from '../../config/checkout-root.ts';
import { Failure } from '../../failure.ts';
import type { Git, GitFile } from '../../ports/git.ts';
import { type GitRun, type GitRunOptions, runGit } from './run-git.ts';

/** Git by the program `git` on the PATH. */
export const localGit: Git = {
  root(folder) {
    const { ok, output, error } = git(folder, ['rev-parse', '--show-toplevel']);
    if (ok) return realpathSync(output.toString('utf8').replace(/\n$/, ''));
    if (findCheckout(resolve(folder)) === undefined) return undefined;
    throw new Failure('inconclusive', `git cannot read this repository: ${error.trim() || 'it gives no reason'}`, {
      way_out:
        'Install git, or, for a checkout that belongs to another user: git config --global --add safe.directory <folder>.',
    });
  },
  commit: (folder, name) => objectId(folder, `${name}^{commit}`),
  tree: (folder, name) => objectId(folder, `${name}^{tree}`),
  mergeBase: (folder, one, other) => answerOf(git(folder, ['merge-base', one, other])),
  isAncestor: (folder, ancestor, commit) => git(folder, ['merge-base', '--is-ancestor', ancestor, commit]).ok,
  isShallow: (folder) => answerOf(git(folder, ['rev-parse', '--is-shallow-repository'])) === 'true',
  files(folder, commit) {
    const listed = git(folder, ['ls-tree', '-r', '-z', '--full-tree', commit]);
    if (!listed.ok) throw unreadable(commit, listed.error);
    return listed.output.toString('utf8').split('\0').flatMap(parseFile);
  },
  contents(folder, ids) {
    if (ids.length === 0) return [];
    const { ok, output, error } = git(folder, ['cat-file', '--batch'], { input: `${ids.join('\n')}\n` });
    if (!ok) throw unreadable('the commit', error);
    return splitContents(output, ids.length);
  },
  originUrl: (folder) => answerOf(git(folder, ['remote', 'get-url', 'origin'])) || undefined,
  mergeCommit(folder, base, head) {
    const tree = answerOf(git(folder, ['merge-tree', '--write-tree', base, head], { settings: mergeSettings(folder) }));
    if (tree === undefined) return undefined;
    const parents = [base, head].flatMap((parent) => ['-p', parent]);
    const message = `Merge ${head} into ${base}`;
    return answerOf(
      git(folder, ['commit-tree', '--no-gpg-sign', tree, ...parents, '-m', message], { env: MERGE_AUTHOR }),
    );
  },
};

/**
 * The folder that git is started in: the nearest one upwards that contains `.git`. From there git never takes a
 * subfolder for a bare repository (see run-git.ts). Git checks out no file named `.git`, so a commit cannot plant one:
 * https://github.com/justinsteven/advisories/blob/main/2022_git_buried_bare_repos_and_fsmonitor_various_abuses.md
 */
function checkoutOf(folder: string): string | undefined {
  const path = resolve(folder);
  // GIT_DIR names the repository, so git looks for none.
  if (process.env.GIT_DIR !== undefined) return path;
  try {
    return findCheckout(realpathSync(path));
  } catch {
    return undefined;
  }
}

function git(folder: string, args: readonly string[], options: GitRunOptions = {}): GitRun {
  const checkout = checkoutOf(folder);
  if (checkout === undefined) return { ok: false, output: Buffer.alloc(0), error: `${folder} is in no repository` };
  return runGit(checkout, args, options);
}

/** What git answers, without the line feed; undefined when it refuses. */
const answerOf = ({ ok, output }: GitRun): string | undefined => (ok ? output.toString('utf8').trim() : undefined);

function objectId(folder: string, name: string): string | undefined {
  const id = answerOf(git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', name]));
  return id !== undefined && /^[0-9a-f]{40,64}$/.test(id) ? id : undefined;
}

/** One line of `ls-tree -z`: mode, type, id, a tab, path. Mode 160000 is a submodule. */
function parseFile(line: string): GitFile[] {
  const [, mode, id, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
  return mode === undefined || id === undefined || path === undefined || mode === '160000' ? [] : [{ mode, id, path }];
}

/** The answer of `cat-file --batch`: for each object `<id> blob <size>`, a line feed, the contents, a line feed. */
function splitContents(output: Buffer, count: number): Buffer[] {
  const contents: Buffer[] = [];
  for (let offset = 0; contents.length < count; ) {
    const newline = output.indexOf(10, offset);
    const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(output.toString('latin1', offset, newline))?.[1] ?? Number.NaN);
    if (newline === -1 || Number.isNaN(size)) throw unreadable('the commit', 'an object is missing');
    contents.push(output.subarray(newline + 1, newline + 1 + size));
    offset = newline + 1 + size + 1;
  }
  return contents;
}

const unreadable = (what: string, why: string) =>
  new Failure('inconclusive', `git cannot read ${what}: ${why.trim() || 'it gives no reason'}`, {
    way_out:
      'Check the clone with git fsck, or clone it again. A partial clone (--filter) lacks files, and none is fetched here: clone without a filter.',
  });

/** A merge has the same id whenever and by whomever it is made, so that a plan that is made again is the same plan. */
const MERGE_AUTHOR = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'mlops'],
    [`GIT_${role}_EMAIL`, 'mlops@localhost'],
    [`GIT_${role}_DATE`, '2000-01-01T00:00:00Z'],
  ]),
);

/**
 * Settings of a merge that runs no program. A `.gitattributes` of the pull request may ask for any merge driver or
 * filter that the settings of this machine define
 * (https://git-scm.com/docs/gitattributes#_defining_a_custom_merge_driver). Every driver becomes git's own merge of
 * three texts, and no file is converted before it is merged.
 */
function mergeSettings(folder: string): Record<string, string> {
  const drivers = git(folder, ['config', '--null', '--name-only', '--get-regexp', '^merge\\..*\\.driver$']);
  const names = drivers.ok ? drivers.output.toString('utf8').split('\0') : [];
  return {
    'merge.renormalize': 'false',
    'merge.default': 'text',
    ...Object.fromEntries(
      names.filter((name) => name !== '').map((name) => [name, 'git merge-file --marker-size=%L %A %O %B']),
    ),
  };
}
