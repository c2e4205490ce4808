import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, sep } from 'node:path';
import type { Node } from '../config/node.ts';
import { parseYaml } from '../config/parse-yaml.ts';
import { Failure } from '../failure.ts';
import type { Git, GitFile } from '../ports/git.ts';

/** Files of a commit in a folder of their own. */
export interface CommitTree {
  /** The folder, absolute; it stands for the root of the repository. */
  directory: string;
  /** The commit, 40 hexadecimal digits. */
  commit: string;
  /** Deletes the folder. */
  discard(): void;
}

/**
 * Writes what a project reads (its configuration, its environments, every SQL file, its scripts) as it is in a commit
 * into a temporary folder. Work tree, index and settings of the repository are not touched, and no file of the commit
 * is run.
 * @param ref a branch, a tag or a commit
 * @param configPath path of config.yml relative to the root of the repository
 * @throws Failure `not_found` when the clone does not have the commit, `config_invalid` for a link that leads out of
 * the repository
 */
export function commitTree(git: Git, repository: string, ref: string, configPath: string): CommitTree {
  const commit = resolveCommit(git, repository, ref);
  const files = git.files(repository, commit);
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'mlops-commit-')));
  const discard = () => rmSync(directory, { recursive: true, force: true });
  try {
    // Marks the root, as in a clone: no path that leads out of it is read.
    mkdirSync(join(directory, '.git'));
    const project = posix.dirname(configPath);
    const environments = `${project === '.' ? '' : `${project}/`}environments/`;
    const first = files.filter(
      ({ path }) => path === configPath || path.startsWith(environments) || path.endsWith('.sql'),
    );
    const yamlTexts = writeFiles(git, repository, directory, first);
    const named = namedPaths(yamlTexts, configPath, environments);
    const others = files.filter(
      (file) => !first.includes(file) && named.some((name) => file.path === name || file.path.startsWith(`${name}/`)),
    );
    writeFiles(git, repository, directory, others);
    return { directory, commit, discard };
  } catch (error) {
    discard();
    throw error;
  }
}

/**
 * The commit that a reference names.
 * @throws Failure `usage` for what cannot be a reference, `not_found` for what this clone does not have
 */
export function resolveCommit(git: Git, repository: string, ref: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
  if (ref === '' || ref.startsWith('-') || /[\u0000-\u0020\u007f]/.test(ref)) {
    throw new Failure('usage', `${JSON.stringify(ref)} is not the name of a commit`, {
      way_out: 'Give a branch, a tag or a commit: origin/main, HEAD~1, 4f2a9c1.',
    });
  }
  const commit = git.commit(repository, ref);
  if (commit !== undefined) return commit;
  if (git.commit(repository, 'HEAD') === undefined) {
    throw new Failure('not_found', 'This repository has no commit yet', {
      way_out: 'Commit the files first, or use mlops check, which needs no commit.',
    });
  }
  throw new Failure('not_found', `This clone has no commit ${ref}`, { way_out: fetchAdvice(git, repository) });
}

/**
 * The commit at which a reference left the default branch.
 * @throws Failure `not_found` when there is no default branch, or the clone does not reach back that far
 */
export function mergeBase(git: Git, repository: string, ref = 'HEAD'): string {
  const commit = resolveCommit(git, repository, ref);
  const branches = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];
  const branch = branches.find((name) => git.commit(repository, name) !== undefined);
  if (branch === undefined) {
    throw new Failure('not_found', 'There is no default branch to compare with (origin/HEAD, origin/main, main)', {
      way_out: 'Say what to compare with: --base <commit>.',
    });
  }
  const base = git.mergeBase(repository, commit, branch);
  if (base !== undefined) return base;
  throw new Failure('not_found', `This clone does not know where ${ref} and ${branch} parted`, {
    way_out: fetchAdvice(git, repository),
  });
}

function fetchAdvice(git: Git, repository: string): string {
  return git.isShallow(repository)
    ? 'It is a shallow clone: give actions/checkout fetch-depth: 0, or run git fetch --unshallow.'
    : 'Fetch it (git fetch origin), or name another commit.';
}

const isLink = ({ mode }: GitFile): boolean => mode === '120000';

/** Writes the files, links last; returns the bytes of YAML files by path. */
function writeFiles(
  git: Git,
  repository: string,
  directory: string,
  unsorted: readonly GitFile[],
): Map<string, Buffer> {
  const yamlTexts = new Map<string, Buffer>();
  const files = [...unsorted].sort((a, b) => Number(isLink(a)) - Number(isLink(b)));
  const contents = git.contents(
    repository,
    files.map(({ id }) => id),
  );
  for (const [index, file] of files.entries()) {
    const { path } = file;
    // git itself makes no such tree, but a commit can be made by any program.
    if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) throw leadsOut(path);
    const bytes = contents[index] ?? Buffer.alloc(0);
    const target = join(directory, ...path.split('/'));
    mkdirSync(dirname(target), { recursive: true });
    if (isLink(file)) symlinkSync(bytes.toString('utf8'), target);
    else writeFileSync(target, bytes);
    if (/\.ya?ml$/.test(path)) yamlTexts.set(path, bytes);
  }
  for (const { path } of files.filter(isLink)) refuseLinkOut(directory, path);
  return yamlTexts;
}

/** A link whose target is not in the commit would show what lies beside the temporary folder. */
function refuseLinkOut(directory: string, path: string): void {
  let real: string;
  try {
    // Not realpathSync, which takes `..` behind a link for the folder that the link lies in.
    real = realpathSync.native(join(directory, path));
  } catch {
    // The link leads to no file: its reader says so.
    return;
  }
  if (real !== directory && !real.startsWith(directory + sep)) throw leadsOut(path);
}

const leadsOut = (path: string) =>
  new Failure('config_invalid', `${path}: this path leads out of the repository`, {
    way_out: 'Copy the file into the repository: only what is in it is reviewed.',
  });

/** Files and folders that the YAML names, relative to the root: queries and the folder of the scripts. */
function namedPaths(yamlTexts: ReadonlyMap<string, Buffer>, configPath: string, environments: string): string[] {
  const folder = posix.dirname(configPath);
  // The default folders of the scripts.
  const names = [posix.join(folder, 'sagemaker-code'), posix.join(folder, 'code')];
  for (const [path, bytes] of yamlTexts) {
    if (path !== configPath && !path.startsWith(environments)) continue;
    const { root } = parseYaml(path, bytes);
    if (root === undefined) continue;
    visitTexts(root, (key, value) => {
      // Relative to the file that says so.
      if (key === 'query_file' || key === 'source_dir')
        names.push(posix.normalize(posix.join(posix.dirname(path), value)));
    });
  }
  return names.map((name) => name.replace(/\/$/, ''));
}

/** Calls back for each key whose value is a text. */
function visitTexts(node: Node, callback: (key: string, value: string) => void): void {
  if (node.kind === 'list') for (const item of node.items) visitTexts(item, callback);
  if (node.kind !== 'map') return;
  for (const [key, { node: child }] of node.entries) {
    if (child.kind === 'scalar' && typeof child.value === 'string') callback(key, child.value);
    else visitTexts(child, callback);
  }
}
