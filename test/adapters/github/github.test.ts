import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitHubServer, type GitHubServer } from '../../../local/github/server.ts';
import { connectGitHub } from '../../../src/adapters/github/index.ts';
import { stickyComment } from '../../../src/apply/sticky-comment.ts';
import type { CheckRunContent, GitHub } from '../../../src/ports/github.ts';
import { marker } from '../../../src/report/marker.ts';

let dir: string;
let server: GitHubServer;
let github: GitHub;
let bot: GitHub;

/** A request to the API as the person or the workflow. */
const call = (token: 'person' | 'workflow', method: string, path: string, body?: unknown) =>
  fetch(`${server.url}/repos/octo/models/${path}`, {
    method,
    headers: { authorization: `token ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const branchHead = async (branch: string): Promise<string> => {
  const answer = (await (await call('person', 'GET', `git/ref/heads/${branch}`)).json()) as { object: { sha: string } };
  return answer.object.sha;
};

const local = (path: string, body: unknown) =>
  fetch(`${server.url}/_local/${path}`, { method: 'POST', body: JSON.stringify(body) });

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'adapter-github-'));
  server = await createGitHubServer({ dir: join(dir, 'github') });
  await local('tokens', { token: 'person', login: 'octo' });
  await local('tokens', { token: 'workflow', login: 'github-actions[bot]', app: true });
  const created = await local('repositories', {
    owner: 'octo',
    name: 'models',
    permissions: { maria: 'maintain', rita: 'read' },
  });
  const { git_dir } = (await created.json()) as { git_dir: string };
  const work = join(dir, 'work');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: work });
  execFileSync('git', ['init', '-q', '-b', 'main', work]);
  writeFileSync(join(work, 'pin.yml'), 'model: null\n');
  git('add', '.');
  git('commit', '-q', '-m', 'Start');
  git('push', '-q', git_dir, 'main');
  const options = { repository: 'octo/models', apiUrl: server.url };
  github = await connectGitHub({ ...options, token: 'person' });
  bot = await connectGitHub({ ...options, token: 'workflow' });
});

afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

test('knows whose token it has, also for a workflow token that may not ask', async () => {
  expect(await github.viewer()).toBe('octo');
  expect(await bot.viewer()).toBe('github-actions[bot]');
});

test('an offer is one branch and one pull request, however often it is made', async () => {
  const write = () =>
    bot.commitFiles({
      branch: 'mlops/promote/dev',
      base: 'main',
      message: 'Pin',
      files: [{ path: 'pin.yml', text: 'model: 3\n' }],
    });
  const sha = await write();
  expect(await write()).toBe(sha);
  expect(await branchHead('mlops/promote/dev')).toBe(sha);
  expect(await bot.fileAt('pin.yml', 'mlops/promote/dev')).toBe('model: 3\n');
  expect(await bot.fileAt('pin.yml', 'main')).toBe('model: null\n');
  expect(await bot.fileAt('missing.yml', 'main')).toBeUndefined();
  const pull = await bot.openPullRequest({
    title: 'Pin 3',
    body: 'b',
    head: 'mlops/promote/dev',
    base: 'main',
    labels: ['model-promotion'],
  });
  expect(await bot.pullRequests({ state: 'open', head: 'mlops/promote/dev', base: 'main' })).toMatchObject([
    { number: pull.number, merged: false, labels: ['model-promotion'] },
  ]);
  await expect(
    bot.openPullRequest({ title: 'Pin 3', body: 'b', head: 'mlops/promote/dev', base: 'main' }),
  ).rejects.toMatchObject({ code: 'conflict' });
  expect((await bot.updatePullRequest(pull.number, { title: 'Pin 4' })).title).toBe('Pin 4');
  expect((await bot.lastChange('pin.yml', 'main'))?.sha).toBe(await branchHead('main'));
});

test('permissions come with the finer role, and nobody is none', async () => {
  expect(await github.permission('maria')).toBe('maintain');
  expect(await github.permission('rita')).toBe('read');
  expect(await github.permission('nobody-at-all')).toBe('none');
});

test('the label event says who asked last', async () => {
  const issue = await github.openIssue({ title: 'Report', body: '' });
  const addLabel = (token: 'person' | 'workflow') =>
    call(token, 'POST', `issues/${issue.number}/labels`, { labels: ['approve-model'] });
  await addLabel('person');
  await github.removeLabel(issue.number, 'approve-model');
  await github.removeLabel(issue.number, 'approve-model');
  await addLabel('workflow');
  expect(await github.labelEvent(issue.number, 'Approve-Model')).toMatchObject({ actor: 'github-actions[bot]' });
  expect(await github.labelEvent(issue.number, 'other')).toBeUndefined();
});

const report = (issue: number, key: string, body: string) => ({ issue, kind: 'report', key, body });

test('a sticky comment is found on any page, edited in place, and never doubled', async () => {
  const issue = await github.openIssue({ title: 'Busy', body: '' });
  const body = (text: string) => `${marker('report', 'run1', {})}\n\n${text}`;
  for (let i = 0; i < 120; i += 1)
    await github.createComment(issue.number, i === 3 ? body('pasted by a person') : `talk ${i}`);
  const first = await stickyComment(bot, report(issue.number, 'run1', body('one')));
  const second = await stickyComment(bot, report(issue.number, 'run1', body('two')));
  const third = await stickyComment(bot, report(issue.number, 'run1', body('two')));
  expect([first.changed, second.changed, third.changed]).toEqual([true, true, false]);
  expect(new Set([first.comment.id, second.comment.id, third.comment.id]).size).toBe(1);
  expect((await bot.comments(issue.number)).filter((comment) => comment.author === 'github-actions[bot]')).toHaveLength(
    1,
  );
});

test('a comment whose answer was lost is found instead of repeated', async () => {
  const issue = await github.openIssue({ title: 'Lossy', body: '' });
  const body = `${marker('report', 'run2', {})}\n\nonce`;
  await local('faults', { method: 'POST', path: `issues/${issue.number}/comments`, status: 502, when: 'after' });
  expect((await stickyComment(bot, report(issue.number, 'run2', body))).changed).toBe(true);
  await local('faults', { method: 'POST', path: `issues/${issue.number}/comments`, status: 502, when: 'before' });
  await expect(stickyComment(bot, report(issue.number, 'run3', body.replace('run2', 'run3')))).rejects.toMatchObject({
    code: 'unavailable',
  });
  expect(await bot.comments(issue.number)).toHaveLength(1);
});

test('two runs at once leave one comment', async () => {
  const issue = await github.openIssue({ title: 'Race', body: '' });
  const body = `${marker('report', 'run4', {})}\n\nboth`;
  await Promise.all([1, 2, 3].map(() => stickyComment(bot, report(issue.number, 'run4', body))));
  expect(await bot.comments(issue.number)).toHaveLength(1);
});

test('a read is repeated on 502 and after the wait that GitHub asks for, a limit also for writes', async () => {
  const issue = await github.openIssue({ title: 'Limited', body: '' });
  await local('faults', { method: 'GET', path: `issues/${issue.number}/labels`, status: 502, times: 2 });
  expect(await github.labels(issue.number)).toEqual([]);
  await local('faults', {
    method: 'POST',
    path: `issues/${issue.number}/comments`,
    status: 429,
    headers: { 'retry-after': '0' },
  });
  expect((await github.createComment(issue.number, 'after the wait')).body).toBe('after the wait');
});

describe('check runs', () => {
  const line = (n: number) => ({
    ...{ path: 'pin.yml', start_line: n, end_line: n, start_column: 1, end_column: 4 },
    annotation_level: 'failure' as const,
    title: 'query/unknown-column',
    message: `line ${n}`,
  });
  const check = (externalId: string, lines: number[], more: Partial<CheckRunContent> = {}): CheckRunContent => ({
    ...{ name: `plan (${externalId})`, externalId, conclusion: 'failure', title: 'Two errors', summary: 'Read them.' },
    annotations: lines.map(line),
    ...more,
  });
  const numbers = (count: number, first = 1) => Array.from({ length: count }, (_, i) => first + i);
  const lines = async (id: number) => (await bot.checkAnnotations(id)).map(({ start_line }) => start_line);
  const fault = (method: string, path: string, when = 'after') => local('faults', { method, path, status: 502, when });
  let head: string;
  beforeAll(async () => {
    head = await branchHead('main');
  });

  test('carry more annotations than fit into a request, in their order', async () => {
    const made = await bot.createCheckRun(head, check('many', numbers(123)));
    expect(made).toMatchObject({ externalId: 'many', head, author: 'github-actions[bot]', conclusion: 'failure' });
    expect(made.annotations).toBe(123);
    expect(await lines(made.id)).toEqual(numbers(123));
    expect((await bot.checkRuns(head)).find(({ externalId }) => externalId === 'many')).toEqual(made);
    expect((await bot.checkAnnotations(made.id))[0]).toEqual(line(1));
  });

  test('an update adds the annotations that are new', async () => {
    const made = await bot.createCheckRun(head, check('again', [1, 2]));
    const next = await bot.updateCheckRun(made.id, check('again', [1, 2, 3, 3], { conclusion: 'neutral' }));
    expect(next).toMatchObject({ id: made.id, conclusion: 'neutral', annotations: 4 });
    expect(await lines(made.id)).toEqual([1, 2, 3, 3]);
  });

  test('a lost answer doubles neither the run nor its annotations', async () => {
    await fault('POST', 'check-runs$');
    await fault('PATCH', 'check-runs/');
    await fault('PATCH', 'check-runs/', 'before');
    const made = await bot.createCheckRun(head, check('lossy', numbers(130)));
    expect(await lines(made.id)).toEqual(numbers(130));
    await fault('POST', 'check-runs$', 'before');
    await expect(bot.createCheckRun(head, check('lost', []))).rejects.toMatchObject({ code: 'unavailable' });
    const ours = (await bot.checkRuns(head)).filter(({ externalId }) => externalId.startsWith('los'));
    expect(ours.map(({ externalId }) => externalId)).toEqual(['lossy']);
  });

  test('what is too long is cut, and columns of several lines are left out', async () => {
    const long = { ...line(1), end_line: 2, message: 'ü'.repeat(40_000), title: 't'.repeat(300) };
    const made = await bot.createCheckRun(
      head,
      check('long', [], { summary: 'ü'.repeat(60_000), annotations: [long] }),
    );
    const [annotation] = await bot.checkAnnotations(made.id);
    expect(annotation?.message).toMatch(/^ü+…$/);
    expect(annotation).not.toHaveProperty('start_column');
  });

  test('a token of a person may not', async () => {
    await expect(github.createCheckRun(head, check('person', []))).rejects.toMatchObject({ code: 'access_denied' });
  });
});

test.each([
  [{ token: undefined, repository: 'octo/models' }, 'credentials_missing', /no GitHub token/],
  [{ token: 'wrong', repository: 'octo/models' }, 'credentials_missing', /401: Bad credentials/],
  [{ token: 'person', repository: 'octo' }, 'usage', /does not name a repository/],
  [{ token: 'person', repository: 'octo/nothing' }, 'not_found', /404: Not Found/],
])('%j is refused with its reason', async (options, code, message) => {
  const answer = connectGitHub({ ...options, apiUrl: server.url }).then((connected) => connected.defaultBranch());
  await expect(answer).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});
