import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../../actions/action.ts';
import { comparedByEvent, comparedOnBranch } from '../../../actions/plan/compared.ts';
import { localGit } from '../../../src/adapters/git/index.ts';
import { runGit } from '../../../src/adapters/git/run-git.ts';
import { main } from '../../../src/cli/main.ts';
import { provenance } from '../../../src/cli/provenance.ts';
import type { Ports, PullRequest } from '../../../src/ports/index.ts';
import { git } from '../../verbs/git-project.ts';
import { noteTaker, type Program, plantBareRepository, settingsThatRun } from './bare-repository.ts';

/** Repositories whose files or settings would have git run a program. */

const ROOT = join(import.meta.dirname, '../../..');
const PORTS = { git: localGit } as unknown as Ports;

let dir: string;
/** Root of a repository with a project in `project/`, which also is a bare repository by its files. */
let root: string;
let project: string;
let program: Program;

beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'mlops-hostile-git-')));
  program = noteTaker(dir);
  root = join(dir, 'repository');
  project = join(root, 'project');
  mkdirSync(project, { recursive: true });
  for (const part of ['config.yml', 'environments', 'sql', 'sagemaker-code']) {
    cpSync(join(ROOT, part), join(project, part), { recursive: true, filter: (path) => !path.includes('__pycache__') });
  }
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'remote', 'add', 'origin', 'https://github.com/octo/models.git');
  plantBareRepository(project, program.path);
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'base');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** As anybody would run git. */
const plainGit = (folder: string, ...args: string[]) => spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });

test('plain git runs the planted program: the plant is a real one', () => {
  expect(plainGit(project, 'rev-parse', '--verify', 'HEAD^{commit}').status).not.toBe(0);
  expect(program.runs()).toContain('run fetch');
});

describe('a folder of the work tree that is a bare repository by its files', () => {
  test('is read as a folder of the repository around it, and no program runs', () => {
    const head = git(root, 'rev-parse', 'HEAD');
    expect(localGit.root(project)).toBe(root);
    expect(localGit.commit(project, 'HEAD')).toBe(head);
    expect(localGit.tree(project, 'HEAD')).toBe(git(root, 'rev-parse', 'HEAD^{tree}'));
    expect(localGit.mergeBase(project, 'HEAD', 'main')).toBe(head);
    expect(localGit.isAncestor(project, 'main', 'HEAD')).toBe(true);
    expect(localGit.isShallow(project)).toBe(false);
    expect(localGit.files(project, 'HEAD').map(({ path }) => path)).toContain('project/config');
    expect(localGit.originUrl(project)).toBe('https://github.com/octo/models.git');
    expect(program.runs()).toEqual([]);
  });

  test.each([
    ['rev-parse', '--show-toplevel'],
    ['rev-parse', '--verify', 'HEAD^{commit}'],
    ['ls-tree', '-r', 'HEAD'],
    ['cat-file', '--batch'],
    ['merge-base', 'HEAD', 'HEAD'],
    ['merge-tree', '--write-tree', 'HEAD', 'HEAD'],
    ['remote', 'get-url', 'origin'],
  ])('is refused where git is started in it: git %s %s', (...args) => {
    const { ok, error } = runGit(project, args, { input: 'HEAD\n' });
    expect(ok).toBe(false);
    expect(error).toContain("safe.bareRepository is 'explicit'");
    expect(program.runs()).toEqual([]);
  });

  test('is planned offline, and no program runs', async () => {
    writeFileSync(
      join(project, 'config.yml'),
      readFileSync(join(project, 'config.yml'), 'utf8').replace('rows: 5000', 'rows: 6000'),
    );
    let out = '';
    const streams = {
      out: (text: string) => {
        out += text;
      },
      err: () => {},
    };
    const config = join(project, 'config.yml');
    const code = await main(['plan', '--offline', '--config', config, '--base', 'HEAD', '--json'], {
      env: {},
      streams,
    });
    const { facts } = JSON.parse(out) as { facts: { plan: { base: string; environments: unknown[] } } };
    expect([code, facts.plan.base]).toEqual([0, git(root, 'rev-parse', 'HEAD')]);
    expect(facts.plan.environments).not.toEqual([]);
    expect(program.runs()).toEqual([]);
  });

  test('gives the provenance of the repository around it, and no program runs', async () => {
    expect(await provenance({ config: join(project, 'config.yml') }, { env: {}, ports: PORTS })).toEqual({
      commit: git(root, 'rev-parse', 'HEAD'),
      repository: 'octo/models',
    });
    expect(program.runs()).toEqual([]);
  });

  test('is compared by the action as a folder of the repository around it, and no program runs', () => {
    git(root, 'commit', '-q', '--allow-empty', '-m', 'change');
    const head = git(root, 'rev-parse', 'HEAD');
    git(root, 'checkout', '-q', '--detach', 'HEAD~1');
    git(root, 'merge', '-q', '--no-ff', '-m', 'Merge', head);
    const job = { workspace: project, event: 'pull_request', payload: { pull_request: { head: { sha: head } } } };
    expect(comparedByEvent(job as unknown as Job, localGit)).toEqual({ base: 'HEAD^1', head });
    expect(program.runs()).toEqual([]);
  });

  test('is in no repository where there is none around it, and no program runs', async () => {
    rmSync(join(root, '.git'), { recursive: true });
    expect(localGit.root(project)).toBeUndefined();
    expect(localGit.commit(project, 'HEAD')).toBeUndefined();
    expect(() => localGit.files(project, 'HEAD')).toThrow(/is in no repository/);
    expect(await provenance({ config: join(project, 'config.yml') }, { env: {}, ports: PORTS })).toEqual({});
    expect(program.runs()).toEqual([]);
  });
});

describe('a repository whose own settings name programs', () => {
  beforeEach(() => {
    const settings = settingsThatRun(program.path).replace('\tworktree = .\n', '');
    writeFileSync(join(root, '.git/config'), settings);
  });

  test('a file that a partial clone lacks is not fetched: the answer says so, and no program runs', () => {
    const file = localGit.files(root, 'HEAD').find(({ path }) => path === 'project/config.yml');
    const id = file?.id ?? '';
    rmSync(join(root, '.git/objects', id.slice(0, 2), id.slice(2)));
    expect(() => localGit.contents(root, [id])).toThrow(
      expect.objectContaining({
        code: 'inconclusive',
        message: 'git cannot read the commit: an object is missing',
        way_out: expect.stringContaining('clone without a filter'),
      }),
    );
    expect(program.runs()).toEqual([]);
    // The measure itself: plain git fetches the file.
    plainGit(root, 'cat-file', '-p', id);
    expect(program.runs()).toContain('run fetch');
  });

  test('a git that does not know GIT_NO_LAZY_FETCH may use no protocol, and no program runs', () => {
    const id = 'c0ffee'.repeat(7).slice(0, 40);
    expect(runGit(root, ['cat-file', '-p', id], { env: { GIT_NO_LAZY_FETCH: '0' } }).ok).toBe(false);
    expect(program.runs()).toEqual([]);
  });

  test('a pull request that asks for a merge driver is merged as text, and no program runs', () => {
    writeFileSync(join(root, '.gitattributes'), '*.txt merge=planted filter=planted diff=planted\n');
    const lines = [...'abcdefgh'];
    const write = (text: readonly string[]) => writeFileSync(join(root, 'both.txt'), `${text.join('\n')}\n`);
    const commit = (message: string) => {
      // The filter of the settings is not what this is about: the test itself commits without it.
      const own = ['-c', 'filter.planted.process=', '-c', 'filter.planted.clean=', '-c', 'filter.planted.smudge='];
      git(root, ...own, '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', 'add', '-A');
      git(
        root,
        ...own,
        '-c',
        'core.fsmonitor=false',
        '-c',
        'core.hooksPath=/dev/null',
        'commit',
        '-q',
        '--no-gpg-sign',
        '-m',
        message,
      );
      return git(root, 'rev-parse', 'HEAD');
    };
    write(lines);
    const start = commit('start');
    write(['A', ...lines.slice(1)]);
    const base = commit('base');
    git(root, 'update-ref', 'refs/remotes/origin/main', base);
    git(root, 'update-ref', '--no-deref', 'HEAD', start);
    write([...lines.slice(0, -1), 'H']);
    const head = commit('head');
    const before = program.runs();
    const pull = { number: 7, head: { ref: 'change', sha: head }, base: { ref: 'main' } } as unknown as PullRequest;
    const { head: merge = '' } = comparedOnBranch(root, pull, localGit);
    expect(git(root, 'show', `${merge}:both.txt`).split('\n')).toEqual(['A', ...lines.slice(1, -1), 'H']);
    expect(program.runs()).toEqual(before);
    // The measure itself: plain git runs the filter before it merges, and without it the driver.
    plainGit(root, 'merge-tree', '--write-tree', base, head);
    plainGit(root, '-c', 'merge.renormalize=false', 'merge-tree', '--write-tree', base, head);
    const runs = program.runs().slice(before.length);
    expect(runs[0]).toBe('run process');
    expect(runs.at(-1)).toMatch(/^run merge /);
  });
});
