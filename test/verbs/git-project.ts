import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { changed, type Edit, shippedProject } from '../golden/plans/project.ts';

const AUTHOR = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** Runs git in a folder; what it prints. Dates are fixed, so that the same files are the same commit. */
export function git(folder: string, ...args: string[]): string {
  const date = '2026-01-01T00:00:00Z';
  const env = {
    ...process.env,
    ...AUTHOR,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  return execFileSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** Repositories of the shipped project, each in a folder of its own; `remove` takes all of them away. */
export function gitProjects() {
  const folders: string[] = [];
  const kept = (folder: string): string => {
    folders.push(folder);
    return folder;
  };
  return {
    kept,
    /** One commit on main, and edits of the work tree on a branch. */
    repository(base: readonly Edit[], head: readonly Edit[]): string {
      const first = kept(changed(kept(shippedProject()), base));
      git(first, 'init', '-q', '-b', 'main');
      git(first, 'add', '-A');
      git(first, 'commit', '-q', '-m', 'base');
      git(first, 'checkout', '-q', '-b', 'change');
      return kept(changed(first, head));
    },
    remove(): void {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}
