import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** One entry of a tree, as `git ls-tree` lists it. */
export interface TreeEntry {
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  size: number | undefined;
  path: string;
}

export interface CommitRecord {
  sha: string;
  tree: string;
  parents: string[];
  message: string;
  author: { name: string; email: string; date: string };
  committer: { name: string; email: string; date: string };
}

export interface ChangedFile {
  path: string;
  previous: string | undefined;
  status: 'added' | 'removed' | 'modified' | 'renamed';
  additions: number;
  deletions: number;
  patch: string;
}

export class GitError extends Error {}

/** A bare repository on disk. git itself reads and writes it, so a pull request shows the same as git. */
export class BareRepository {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  /**
   * Runs git in the repository and returns its standard output as bytes.
   * @throws GitError with what git wrote to standard error
   */
  async run(args: string[], options: { input?: string | Buffer; env?: Record<string, string> } = {}): Promise<Buffer> {
    return await new Promise((done, fail) => {
      const child = execFile(
        'git',
        ['-C', this.dir, ...args],
        { encoding: 'buffer', maxBuffer: 256 * 1024 * 1024, env: { ...process.env, ...IDENTITY, ...options.env } },
        (error, stdout, stderr) => {
          if (error) fail(new GitError(stderr.toString().trim() || error.message));
          else done(stdout);
        },
      );
      // git may end before it has read everything. Its exit code says why.
      child.stdin?.on('error', () => {});
      child.stdin?.end(options.input ?? '');
    });
  }

  async text(args: string[], options: { input?: string | Buffer; env?: Record<string, string> } = {}): Promise<string> {
    return (await this.run(args, options)).toString('utf8').trim();
  }

  /** The commit of a branch, a tag or a sha; undefined when there is none. */
  async resolve(ref: string): Promise<string | undefined> {
    if (ref.startsWith('-') || ref.includes('..')) return undefined;
    for (const candidate of [`refs/heads/${ref}`, `refs/tags/${ref}`, ref]) {
      const sha = await this.text([
        'rev-parse',
        '--verify',
        '--quiet',
        '--end-of-options',
        `${candidate}^{commit}`,
      ]).catch(() => '');
      if (/^[0-9a-f]{40}$/.test(sha)) return sha;
    }
    return undefined;
  }

  async commit(sha: string): Promise<CommitRecord | undefined> {
    const format = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x00');
    const text = await this.text(['show', '-s', `--format=${format}`, '--end-of-options', sha]).catch(() => undefined);
    if (text === undefined) return undefined;
    const [id = '', tree = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', message = ''] =
      text.split('\0');
    return {
      sha: id,
      tree,
      parents: parents.split(' ').filter(Boolean),
      message: message.trim(),
      author: { name: an, email: ae, date: ad },
      committer: { name: cn, email: ce, date: cd },
    };
  }

  /** Commits that a ref reaches, or only those that touch a path. The newest comes first. */
  async log(ref: string, path?: string): Promise<string[]> {
    const text = await this.text(['rev-list', '--max-count=1000', ref, ...(path ? ['--', path] : [])]);
    return text.split('\n').filter(Boolean);
  }

  async tree(ref: string, recursive: boolean): Promise<TreeEntry[]> {
    const out = await this.run(['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), '--end-of-options', ref]);
    return out
      .toString('utf8')
      .split('\0')
      .filter(Boolean)
      .map((line) => {
        const [head = '', path = ''] = line.split('\t');
        const [mode = '', type = 'blob', sha = '', size = '-'] = head.split(/\s+/);
        return { mode, type: type as TreeEntry['type'], sha, size: size === '-' ? undefined : Number(size), path };
      });
  }

  async blob(sha: string): Promise<Buffer> {
    return await this.run(['cat-file', 'blob', sha]);
  }

  async writeBlob(body: Buffer): Promise<string> {
    return await this.text(['hash-object', '-w', '--stdin'], { input: body });
  }

  /** Writes a tree: the entries on top of a base tree. An entry with the sha null is removed. */
  async writeTree(
    base: string | undefined,
    entries: Array<{ path: string; mode: string; sha: string | null }>,
  ): Promise<string> {
    const scratch = await mkdtemp(join(this.dir, 'index-'));
    try {
      const env = { GIT_INDEX_FILE: join(scratch, 'index') };
      await this.run(base === undefined ? ['read-tree', '--empty'] : ['read-tree', base], { env });
      const lines = entries.map((e) =>
        e.sha === null ? `0 ${'0'.repeat(40)}\t${e.path}` : `${e.mode} ${e.sha}\t${e.path}`,
      );
      await this.run(['update-index', '-z', '--index-info'], { env, input: lines.map((line) => `${line}\0`).join('') });
      return await this.text(['write-tree'], { env });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async writeCommit(input: {
    tree: string;
    parents: string[];
    message: string;
    author: { name: string; email: string };
  }): Promise<string> {
    const env = {
      GIT_AUTHOR_NAME: input.author.name,
      GIT_AUTHOR_EMAIL: input.author.email,
      GIT_COMMITTER_NAME: input.author.name,
      GIT_COMMITTER_EMAIL: input.author.email,
    };
    const parents = input.parents.flatMap((parent) => ['-p', parent]);
    return await this.text(['commit-tree', input.tree, ...parents, '-F', '-'], { env, input: input.message });
  }

  /**
   * Moves a ref from `expected` to a commit, atomically. With `expected` undefined the ref must not exist; with `to`
   * undefined it is deleted.
   * @returns false when the ref was not at `expected`
   */
  async moveRef(ref: string, to: string | undefined, expected: string | undefined): Promise<boolean> {
    const old = expected ?? '0'.repeat(40);
    const args = to === undefined ? ['update-ref', '-d', ref, old] : ['update-ref', ref, to, old];
    return await this.run(args).then(
      () => true,
      () => false,
    );
  }

  async mergeBase(a: string, b: string): Promise<string | undefined> {
    return (await this.text(['merge-base', a, b]).catch(() => '')) || undefined;
  }

  async isAncestor(ancestor: string, of: string): Promise<boolean> {
    return await this.run(['merge-base', '--is-ancestor', ancestor, of]).then(
      () => true,
      () => false,
    );
  }

  /**
   * The tree of the merge of two commits; undefined when they conflict. The merge runs in a temporary worktree, because
   * git before 2.38 has no `merge-tree --write-tree`.
   */
  async mergedTree(base: string, head: string): Promise<string | undefined> {
    const scratch = await mkdtemp(join(this.dir, 'merge-'));
    try {
      await this.run(['worktree', 'add', '--quiet', '--detach', join(scratch, 'tree'), base]);
      const worktree = new BareRepository(join(scratch, 'tree'));
      const merged = await worktree.run(['merge', '--quiet', '--no-edit', '--no-ff', head]).then(
        () => true,
        () => false,
      );
      return merged ? await worktree.text(['rev-parse', 'HEAD^{tree}']) : undefined;
    } finally {
      await this.run(['worktree', 'remove', '--force', join(scratch, 'tree')]).catch(() => undefined);
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** The files that `head` changes since its merge base with `base`, as a pull request shows them (`base...head`). */
  async changes(base: string, head: string): Promise<ChangedFile[]> {
    const from = (await this.mergeBase(base, head)) ?? base;
    const names = (await this.run(['diff', '--name-status', '-z', '-M', from, head]))
      .toString('utf8')
      .split('\0')
      .filter(Boolean);
    const files: ChangedFile[] = [];
    for (let i = 0; i < names.length; ) {
      const letter = names[i++] ?? '';
      const first = names[i++] ?? '';
      const second = /^[RC]/.test(letter) ? (names[i++] ?? '') : undefined;
      const path = second ?? first;
      const paths = second === undefined ? [first] : [first, second];
      const numbers = await this.text(['diff', '--numstat', '-M', from, head, '--', ...paths]);
      const [added = '0', removed = '0'] = numbers.split('\n')[0]?.split('\t') ?? [];
      const patch = await this.text(['diff', '-M', from, head, '--', ...paths]);
      files.push({
        path,
        previous: second === undefined ? undefined : first,
        status: letter.startsWith('R') ? 'renamed' : letter === 'A' ? 'added' : letter === 'D' ? 'removed' : 'modified',
        additions: Number(added) || 0,
        deletions: Number(removed) || 0,
        patch: patch.slice(Math.max(0, patch.indexOf('@@'))),
      });
    }
    return files;
  }
}

/** The server commits under its own name, so that a machine without a configured git identity works too. */
const IDENTITY = {
  GIT_AUTHOR_NAME: 'GitHub',
  GIT_AUTHOR_EMAIL: 'noreply@github.com',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@github.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};
