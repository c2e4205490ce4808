import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../actions/action.ts';
import { planned } from '../../actions/plan/planned.ts';
import { localGit } from '../../src/adapters/git/index.ts';
import type { GitHub, PullRequest } from '../../src/ports/github.ts';

/** What is planned when a workflow is started on a branch with the number of its pull request. */

let dir: string;
let start: string;
let head: string;

function git(...args: string[]): string {
  const as = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', [...as, ...args], { cwd: dir, encoding: 'utf8' }).trim();
}

/** Commits one file on what is checked out. */
function commit(file: string, text: string): string {
  writeFileSync(join(dir, file), text);
  git('add', '.');
  git('commit', '-q', '-m', file);
  return git('rev-parse', 'HEAD');
}

/** The base moves on, in a file; the branch stays checked out. */
function moveBase(file: string, text: string): string {
  git('checkout', '-q', start);
  const base = commit(file, text);
  git('update-ref', 'refs/remotes/origin/main', base);
  git('checkout', '-q', head);
  return base;
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'planned-'));
  git('init', '-q', '-b', 'main', '.');
  start = commit('pin.yml', 'model: null\n');
  git('update-ref', 'refs/remotes/origin/main', start);
  git('checkout', '-q', '--detach');
  head = commit('pin.yml', 'model: 3\n');
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

const job = (): Job => ({
  ...{ repository: 'octo/models', sha: head, event: 'workflow_dispatch', payload: {}, workspace: dir, runUrl: '' },
});

/** A GitHub with one pull request, #7. */
function gitHub(change: { state?: 'closed'; merged?: boolean; fork?: boolean; sha?: string; base?: string } = {}) {
  const pull: PullRequest = {
    ...{ number: 7, title: '', body: '', author: 'github-actions[bot]', url: '', labels: [], mergeCommit: undefined },
    state: change.state ?? 'open',
    merged: change.merged ?? false,
    head: { ref: 'mlops/promote/dev', sha: change.sha ?? head, fork: change.fork ?? false },
    base: { ref: change.base ?? 'main', sha: start },
  };
  const answer: Pick<GitHub, 'pullRequest'> = {
    pullRequest: async (number) => (number === 7 ? pull : undefined),
  };
  return answer as GitHub;
}

test('plans the head itself, where the base has not moved on', async () => {
  expect(await planned('7', job(), gitHub(), localGit)).toEqual({ number: 7, head, compared: { base: start, head } });
});

test('plans the merge of base and head where the base has moved on: the same commit each time', async () => {
  const base = moveBase('query.sql', 'SELECT 1\n');
  const plan = await planned('7', job(), gitHub(), localGit);
  expect(plan).toMatchObject({ number: 7, head, compared: { base } });
  const merge = plan.compared.head ?? '';
  expect(git('show', '-s', '--format=%P', merge)).toBe(`${base} ${head}`);
  expect(git('show', `${merge}:pin.yml`)).toBe('model: 3');
  expect(git('show', `${merge}:query.sql`)).toBe('SELECT 1');
  expect(await planned('7', job(), gitHub(), localGit)).toEqual(plan);
  // The checkout, whose scripts are run, is what it was.
  expect(git('rev-parse', 'HEAD')).toBe(head);
  expect(git('status', '--porcelain')).toBe('');
});

test('the base of the pull request, whatever the default branch is', async () => {
  git('update-ref', 'refs/remotes/origin/release', start);
  git('update-ref', '-d', 'refs/remotes/origin/main');
  expect(await planned('7', job(), gitHub({ base: 'release' }), localGit)).toMatchObject({
    compared: { base: start, head },
  });
});

test.each<[string, string, Parameters<typeof gitHub>[0], object]>([
  ['no number', '$(id)', {}, { code: 'usage', message: 'The input pull-request is "$(id)"' }],
  ['number below one', '-7', {}, { code: 'usage' }],
  ['unknown number', '8', {}, { code: 'not_found', message: 'There is no pull request #8' }],
  ['closed pull request', '7', { state: 'closed' }, { code: 'conflict', message: '#7 is closed' }],
  ['merged one', '7', { state: 'closed', merged: true }, { code: 'conflict', message: '#7 is merged' }],
  ['one of a fork', '7', { fork: true }, { code: 'not_allowed', message: expect.stringContaining('from a fork') }],
  [
    'head that was pushed since',
    '7',
    { sha: 'f'.repeat(40) },
    { code: 'conflict', message: expect.stringContaining(`#7 is at ${'f'.repeat(40)}, and `) },
  ],
  [
    'base that was not fetched',
    '7',
    { base: 'gone' },
    { code: 'not_found', way_out: expect.stringContaining('fetch-depth: 0') },
  ],
])('a %s is refused', async (_, number, change, failure) => {
  await expect(planned(number, job(), gitHub(change), localGit)).rejects.toMatchObject(failure);
});

test('a conflict with the base is refused: there is no merge to plan', async () => {
  moveBase('pin.yml', 'model: 4\n');
  await expect(planned('7', job(), gitHub(), localGit)).rejects.toMatchObject({
    code: 'conflict',
    message: '#7 has conflicts with main',
  });
});

test('without the number it is the pull request of the event', async () => {
  const event = { ...job(), event: 'pull_request', payload: { pull_request: { number: 9, head: { sha: head } } } };
  expect(await planned(undefined, event, gitHub(), localGit)).toMatchObject({ number: 9, head });
  await expect(planned(undefined, job(), gitHub(), localGit)).rejects.toMatchObject({
    code: 'usage',
    way_out: expect.stringContaining('give the input pull-request'),
  });
});
