import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, sep } from 'node:path';
import { checkoutRoot } from '../config/index.ts';
import type { Node } from '../config/node.ts';
import { parseYaml } from '../config/parse-yaml.ts';
import { Failure } from '../failure.ts';
import { git, runGit } from './run-git.ts';

/** Files of a commit in a folder of their own. */
export interface CommitTree {
  /** The folder, absolute; it stands for the root of the repository. */
  directory: string;
  /** The commit, 40 hexadecimal digits. */
  commit: string;
  remove(): void;
}

/**
 * Writes what a project reads (its configuration, its environments, every SQL file, its scripts) as it is in a commit into a
 * temporary folder. Work tree, index and settings of the repository are not touched; nothing of the commit is run.
 * @param ref whatever git takes for a commit.
 * @param configPath path of config.yml relative to the root of the repository.
 * @throws Failure `not_found` when the clone does not have it, `config_invalid` for a link that leads out of the repository.
 */
export function commitTree(repository: string, ref: string, configPath: string): CommitTree {
  const commit = resolveCommit(repository, ref);
  const entries = listEntries(repository, commit);
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'mlops-commit-')));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    // Marks the root, as in a clone: what leads out of it is not read.
    mkdirSync(join(directory, '.git'));
    const project = posix.dirname(configPath);
    const environments = `${project === '.' ? '' : `${project}/`}environments/`;
    const first = entries.filter(
      ({ path }) => path === configPath || path.startsWith(environments) || path.endsWith('.sql'),
    );
    const texts = write(repository, directory, first);
    const named = namedFiles(texts, configPath, environments);
    const more = entries.filter(
      (entry) =>
        !first.includes(entry) && named.some((name) => entry.path === name || entry.path.startsWith(`${name}/`)),
    );
    write(repository, directory, more);
    return { directory, commit, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * Root of the repository that a folder is in; undefined when it is in none.
 * @throws Failure `inconclusive` when there is one that git does not read, or no git
 */
export function repositoryRoot(folder: string): string | undefined {
  const answer = git(folder, ['rev-parse', '--show-toplevel']);
  if (answer.ok) return realpathSync(answer.text.replace(/\n$/, ''));
  if (!existsSync(join(checkoutRoot(folder), '.git'))) return undefined;
  throw new Failure(
    'inconclusive',
    `git cannot read this repository: ${answer.error.trim() || 'no reason was given'}`,
    {
      wayOut:
        'Install git, or, for a checkout that belongs to another user: git config --global --add safe.directory <folder>.',
    },
  );
}

/**
 * The commit that a reference names.
 * @throws Failure `usage` for what cannot be a reference, `not_found` for what this clone does not have.
 */
export function resolveCommit(repository: string, ref: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
  if (ref === '' || ref.startsWith('-') || /[\u0000-\u0020\u007f]/.test(ref)) {
    throw new Failure('usage', `${JSON.stringify(ref)} is not the name of a commit`, {
      wayOut: 'Give a branch, a tag or a commit: origin/main, HEAD~1, 4f2a9c1.',
    });
  }
  const answer = git(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  const commit = answer.text.trim();
  if (answer.ok && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  throw new Failure('not_found', `This clone has no commit ${ref}`, { wayOut: depthHint(repository) });
}

/** Where a commit left the default branch. */
export function mergeBase(repository: string, ref = 'HEAD'): string {
  const commit = resolveCommit(repository, ref);
  const branches = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];
  const branch = branches.find((name) => git(repository, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]).ok);
  if (branch === undefined) {
    throw new Failure('not_found', 'There is no default branch to compare with (origin/HEAD, origin/main, main)', {
      wayOut: 'Say what to compare with: --base <commit>.',
    });
  }
  const answer = git(repository, ['merge-base', commit, branch]);
  if (answer.ok) return answer.text.trim();
  throw new Failure('not_found', `This clone does not know where ${ref} and ${branch} parted`, {
    wayOut: depthHint(repository),
  });
}

function depthHint(repository: string): string {
  const shallow = git(repository, ['rev-parse', '--is-shallow-repository']).text.trim() === 'true';
  return shallow
    ? 'It is a shallow clone: give actions/checkout fetch-depth: 0, or run git fetch --unshallow.'
    : 'Fetch it (git fetch origin), or name another commit.';
}

interface Entry {
  path: string;
  /** `100644`, `100755`, `120000` for a symbolic link, `160000` for a submodule. */
  mode: string;
  object: string;
}

function listEntries(repository: string, commit: string): Entry[] {
  const answer = git(repository, ['ls-tree', '-r', '-z', '--full-tree', commit]);
  if (!answer.ok) throw unreadable(commit, answer.error);
  return answer.text.split('\0').flatMap((line) => {
    const [, mode, object, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    return mode === undefined || object === undefined || path === undefined || mode === '160000'
      ? []
      : [{ mode, object, path }];
  });
}

/** Writes the entries, links last; returns the texts of YAML files by path. */
function write(repository: string, directory: string, unsorted: readonly Entry[]): Map<string, Buffer> {
  const texts = new Map<string, Buffer>();
  const entries = [...unsorted].sort((a, b) => Number(a.mode === '120000') - Number(b.mode === '120000'));
  const contents = read(repository, entries);
  const links: string[] = [];
  for (const [index, { path, mode }] of entries.entries()) {
    // git itself makes no such tree, but whoever pushes may.
    if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) throw leadsOut(path);
    const bytes = contents[index] ?? Buffer.alloc(0);
    const place = join(directory, ...path.split('/'));
    mkdirSync(dirname(place), { recursive: true });
    if (mode === '120000') {
      symlinkSync(bytes.toString('utf8'), place);
      links.push(path);
    } else writeFileSync(place, bytes);
    if (/\.ya?ml$/.test(path)) texts.set(path, bytes);
  }
  for (const path of links) holdInside(directory, path);
  return texts;
}

/** A link whose target is not in the commit would show what lies beside the temporary folder. */
function holdInside(directory: string, path: string): void {
  let real: string;
  try {
    // Not realpathSync, which takes `..` behind a link for the folder that the link lies in.
    real = realpathSync.native(join(directory, path));
  } catch {
    // It leads nowhere: who reads it says so.
    return;
  }
  if (real !== directory && !real.startsWith(directory + sep)) throw leadsOut(path);
}

const leadsOut = (path: string) =>
  new Failure('config_invalid', `${path}: this path leads out of the repository`, {
    wayOut: 'Copy the file into the repository: only what is in it is reviewed.',
  });

/** Contents of all entries with one call of git. */
function read(repository: string, entries: readonly Entry[]): Buffer[] {
  if (entries.length === 0) return [];
  const input = entries.map(({ object }) => `${object}\n`).join('');
  const { status, stdout, stderr } = runGit(repository, ['cat-file', '--batch'], { input });
  if (status !== 0) throw unreadable('the commit', stderr.toString('utf8'));
  const contents: Buffer[] = [];
  for (let offset = 0; contents.length < entries.length; ) {
    const newline = stdout.indexOf(10, offset);
    const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(stdout.toString('latin1', offset, newline))?.[1] ?? Number.NaN);
    if (newline === -1 || Number.isNaN(size)) throw unreadable('the commit', 'an object is missing');
    contents.push(stdout.subarray(newline + 1, newline + 1 + size));
    offset = newline + 1 + size + 1;
  }
  return contents;
}

const unreadable = (what: string, why: string) =>
  new Failure('inconclusive', `git cannot read ${what}: ${why.trim() || 'no reason was given'}`, {
    wayOut: 'Check the clone with git fsck, or clone it again.',
  });

/** Files and folders that the YAML names, relative to the root: queries and the folder of the scripts. */
function namedFiles(texts: ReadonlyMap<string, Buffer>, configPath: string, environments: string): string[] {
  const folder = posix.dirname(configPath);
  // What the configuration means when it names none.
  const names = [posix.join(folder, 'sagemaker-code'), posix.join(folder, 'code')];
  for (const [path, bytes] of texts) {
    if (path !== configPath && !path.startsWith(environments)) continue;
    const { root } = parseYaml(path, bytes);
    if (root === undefined) continue;
    visit(root, (key, value) => {
      // Relative to the file that says so.
      if (key === 'query_file' || key === 'source_dir')
        names.push(posix.normalize(posix.join(posix.dirname(path), value)));
    });
  }
  return names.map((name) => name.replace(/\/$/, ''));
}

function visit(node: Node, callback: (key: string, value: string) => void): void {
  if (node.kind === 'list') for (const item of node.items) visit(item, callback);
  if (node.kind !== 'map') return;
  for (const [key, { node: child }] of node.entries) {
    if (child.kind === 'scalar' && typeof child.value === 'string') callback(key, child.value);
    else visit(child, callback);
  }
}
