import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenAPIBackend } from 'openapi-backend';
import { apiDescription } from '../../../local/github/description.ts';
import { createGitHubServer, type GitHubServer } from '../../../local/github/server.ts';

const ADMIN = { authorization: 'Bearer admin-token', 'content-type': 'application/json' };
let dir: string;
let server: GitHubServer;
let description: OpenAPIBackend;

/** Calls the API and checks the response with GitHub's own description of it. */
async function api(method: string, path: string, body?: unknown, headers: Record<string, string> = ADMIN) {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const data = text === '' ? undefined : JSON.parse(text);
  if (response.ok && data !== undefined) {
    const operation = description.router.matchOperation({
      method,
      path: path.replace(/(contents|ref|refs)\/(.+?)(\?|$)/, '$1/x$3'),
      headers: {},
    });
    if (!operation) throw new Error(`${method} ${path} is not in the description`);
    const valid = description.validateResponse(data, operation, response.status);
    if (valid.errors) throw new Error(`${method} ${path}: ${JSON.stringify(valid.errors.slice(0, 3), null, 1)}`);
  }
  // biome-ignore lint/suspicious/noExplicitAny: GitHub's API description checks the response
  return { status: response.status, data: data as any, headers: response.headers };
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd,
    encoding: 'utf8',
  }).trim();
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'github-server-'));
  server = await createGitHubServer({ dir: join(dir, 'github') });
  description = new OpenAPIBackend({
    definition: apiDescription() as never,
    quick: true,
    ajvOpts: { strict: false, validateFormats: false },
  });
  await description.init();
  for (const [token, login, app] of [
    ['admin-token', 'octo', false],
    ['reader-token', 'reader', false],
    ['stranger-token', 'stranger', false],
    ['workflow-token', 'github-actions[bot]', true],
  ] as const) {
    await fetch(`${server.url}/_local/tokens`, { method: 'POST', body: JSON.stringify({ token, login, app }) });
  }
  const created = await fetch(`${server.url}/_local/repositories`, {
    method: 'POST',
    body: JSON.stringify({ owner: 'octo', name: 'models', permissions: { reader: 'read', maintainer: 'maintain' } }),
  });
  const { git_dir } = (await created.json()) as { git_dir: string };
  const work = join(dir, 'work');
  execFileSync('git', ['init', '-q', '-b', 'main', work]);
  writeFileSync(join(work, 'config.yml'), 'max_depth: 10\n');
  writeFileSync(join(work, 'README.md'), '# models\n');
  git(work, 'add', '.');
  git(work, 'commit', '-q', '-m', 'Start');
  git(work, 'push', '-q', git_dir, 'main');
});

afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

test('a pull request goes from its branch to its merge, and git agrees with the API', async () => {
  const main = (await api('GET', '/repos/octo/models/git/ref/heads/main')).data.object.sha;
  const tree = await api('POST', '/repos/octo/models/git/trees', {
    base_tree: main,
    tree: [{ path: 'config.yml', mode: '100644', type: 'blob', content: 'max_depth: 12\n' }],
  });
  const commit = await api('POST', '/repos/octo/models/git/commits', {
    message: 'Deeper',
    tree: tree.data.sha,
    parents: [main],
  });
  expect(
    (await api('POST', '/repos/octo/models/git/refs', { ref: 'refs/heads/feature/deeper', sha: commit.data.sha }))
      .status,
  ).toBe(201);
  expect(
    (await api('POST', '/repos/octo/models/git/refs', { ref: 'refs/heads/feature/deeper', sha: commit.data.sha }))
      .status,
  ).toBe(422);
  const pull = await api('POST', '/repos/octo/models/pulls', {
    title: 'Deeper trees',
    head: 'feature/deeper',
    base: 'main',
    body: 'see',
  });
  expect(pull.status).toBe(201);
  const number = pull.data.number;
  const again = await api('POST', '/repos/octo/models/pulls', { title: 'Twice', head: 'feature/deeper', base: 'main' });
  expect(again.status).toBe(422);
  expect(again.data.errors[0].message).toBe('A pull request already exists for octo:feature/deeper.');

  const merge = pull.data.merge_commit_sha;
  const [repository] = server.github.stateFile.state.repositories;
  const { dir: gitDir } = server.github.git(repository as never);
  expect(git(gitDir, 'show', '-s', '--format=%P', merge)).toBe(`${main} ${commit.data.sha}`);

  const files = await api('GET', `/repos/octo/models/pulls/${number}/files`);
  expect(files.data).toHaveLength(1);
  expect(files.data[0]).toMatchObject({ filename: 'config.yml', status: 'modified', additions: 1, deletions: 1 });
  expect(files.data[0].patch).toContain('+max_depth: 12');

  const updated = await api('PUT', '/repos/octo/models/contents/sql/new.sql', {
    message: 'Add a query',
    branch: 'feature/deeper',
    content: Buffer.from('SELECT 1\n').toString('base64'),
  });
  expect(updated.status).toBe(201);
  const head = (await api('GET', `/repos/octo/models/pulls/${number}`)).data.head.sha;
  expect(head).toBe(updated.data.commit.sha);

  const stale = await api('PUT', `/repos/octo/models/pulls/${number}/merge`, { sha: commit.data.sha });
  expect(stale.status).toBe(409);
  const merged = await api('PUT', `/repos/octo/models/pulls/${number}/merge`, { sha: head, merge_method: 'squash' });
  expect(merged.data.merged).toBe(true);
  const after = await api('GET', `/repos/octo/models/pulls/${number}`);
  expect(after.data).toMatchObject({ state: 'closed', merged: true, merge_commit_sha: merged.data.sha });
  const content = await api('GET', '/repos/octo/models/contents/config.yml?ref=main');
  expect(Buffer.from(content.data.content, 'base64').toString()).toBe('max_depth: 12\n');
  const related = await api('GET', `/repos/octo/models/commits/${merged.data.sha}/pulls`);
  expect(related.data.map((p: { number: number }) => p.number)).toEqual([number]);
  expect((await api('PUT', `/repos/octo/models/pulls/${number}/merge`, {})).status).toBe(405);
  expect((await api('GET', '/repos/octo/models/branches/main')).data.commit.sha).toBe(merged.data.sha);
  expect((await api('GET', '/repos/octo/models')).data.default_branch).toBe('main');
});

test('comments come in pages, have a maximum length, and only their author or a user with write access changes them', async () => {
  const issue = (await api('POST', '/repos/octo/models/issues', { title: 'Report', labels: ['mlops'] })).data.number;
  for (let i = 0; i < 35; i += 1)
    await api('POST', `/repos/octo/models/issues/${issue}/comments`, { body: `comment ${i}` });
  const first = await api('GET', `/repos/octo/models/issues/${issue}/comments`);
  expect(first.data).toHaveLength(30);
  expect(first.headers.get('link')).toContain('rel="next"');
  const second = await api('GET', `/repos/octo/models/issues/${issue}/comments?page=2`);
  expect(second.data.map((comment: { body: string }) => comment.body)).toEqual(
    [30, 31, 32, 33, 34].map((i) => `comment ${i}`),
  );

  const fits = await api('POST', `/repos/octo/models/issues/${issue}/comments`, { body: 'x'.repeat(65_536) });
  expect(fits.status).toBe(201);
  const long = await api('POST', `/repos/octo/models/issues/${issue}/comments`, { body: 'x'.repeat(65_537) });
  expect(long.status).toBe(422);
  expect(long.data.errors[0].message).toContain('maximum is 65536');
  const reader = { ...ADMIN, authorization: 'Bearer reader-token' };
  expect(
    (await api('PATCH', `/repos/octo/models/issues/comments/${fits.data.id}`, { body: 'mine' }, reader)).status,
  ).toBe(403);
  expect((await api('PATCH', `/repos/octo/models/issues/comments/${fits.data.id}`, { body: 'ours' })).data.body).toBe(
    'ours',
  );
});

test('a label event names the user who set the label, and a user with read access cannot set one', async () => {
  const issue = (await api('POST', '/repos/octo/models/issues', { title: 'Approve me' })).data.number;
  const reader = { ...ADMIN, authorization: 'Bearer reader-token' };
  expect(
    (await api('POST', `/repos/octo/models/issues/${issue}/labels`, { labels: ['approve-model'] }, reader)).status,
  ).toBe(403);
  const labels = await api('POST', `/repos/octo/models/issues/${issue}/labels`, { labels: ['approve-model'] });
  expect(labels.data.map((label: { name: string }) => label.name)).toEqual(['approve-model']);
  const events = await fetch(`${server.url}/repos/octo/models/issues/${issue}/events`, { headers: ADMIN }).then((r) =>
    r.json(),
  );
  expect(events).toMatchObject([{ event: 'labeled', actor: { login: 'octo' }, label: { name: 'approve-model' } }]);
  expect((await api('DELETE', `/repos/octo/models/issues/${issue}/labels/approve-model`)).data).toEqual([]);
  expect((await api('DELETE', `/repos/octo/models/issues/${issue}/labels/approve-model`)).status).toBe(404);
});

test.each([
  ['octo', 'admin', 'admin'],
  ['maintainer', 'write', 'maintain'],
  ['reader', 'read', 'read'],
  ['stranger', 'none', 'none'],
])('the permission of %s is %s', async (login, permission, role) => {
  const answer = await api('GET', `/repos/octo/models/collaborators/${login}/permission`);
  expect(answer.data).toMatchObject({ permission, role_name: role });
});

test.each([
  ['a request without a token', {}, '/repos/octo/models', 401],
  ['a request with a wrong token', { authorization: 'Bearer nonsense' }, '/repos/octo/models', 401],
  ['a user without access', { authorization: 'Bearer stranger-token' }, '/repos/octo/models', 404],
  ['an unknown repository', ADMIN, '/repos/octo/nothing', 404],
  ['an unknown route', ADMIN, '/repos/octo/models/nothing', 404],
  ['a workflow token that asks for its user', { authorization: 'Bearer workflow-token' }, '/user', 403],
])('%s is refused', async (_name, headers, path, status) => {
  expect((await api('GET', path, undefined, headers as unknown as Record<string, string>)).status).toBe(status);
});

describe('check runs', () => {
  const workflow = { ...ADMIN, authorization: 'Bearer workflow-token' };
  const runs = '/repos/octo/models/check-runs';
  const line = (start_line: number, more: object = {}) => ({
    ...{ path: 'config.yml', start_line, end_line: start_line, annotation_level: 'warning', message: 'm' },
    ...more,
  });
  const main = async () => (await api('GET', '/repos/octo/models/git/ref/heads/main')).data.object.sha;
  const create = async (more: object = {}) =>
    await api('POST', runs, { name: 'plan (dev)', head_sha: await main(), ...more }, workflow);

  test('are created and changed by apps only, and new annotations are added to earlier ones', async () => {
    const head_sha = await main();
    expect((await api('POST', runs, { name: 'plan', head_sha })).status).toBe(403);
    const run = await create({
      external_id: 'plan/dev',
      output: { title: 't', summary: 's', annotations: [line(1)] },
    });
    expect(run.data).toMatchObject({ status: 'queued', conclusion: null, app: { slug: 'github-actions' } });
    const path = `${runs}/${run.data.id}`;
    expect((await api('PATCH', path, { conclusion: 'success' })).status).toBe(403);
    const changed = await api(
      'PATCH',
      path,
      { conclusion: 'failure', output: { summary: 'two', annotations: [line(2, { start_column: 3, end_column: 9 })] } },
      workflow,
    );
    expect(changed.data).toMatchObject({
      status: 'completed',
      conclusion: 'failure',
      output: { title: 't', summary: 'two', annotations_count: 2 },
    });
    const annotations = await api('GET', `${path}/annotations`);
    expect(annotations.data.map((annotation: { start_line: number }) => annotation.start_line)).toEqual([1, 2]);
  });

  test('are listed by commit: the newest run of each name, or with filter=all every run', async () => {
    const [older, newer] = [await create({ name: 'twice' }), await create({ name: 'twice' })];
    const path = `/repos/octo/models/commits/${await main()}/check-runs?check_name=twice`;
    const ids = (answer: { data: { check_runs: Array<{ id: number }> } }) => answer.data.check_runs.map(({ id }) => id);
    expect(ids(await api('GET', path))).toEqual([newer.data.id]);
    expect(ids(await api('GET', `${path}&filter=all`))).toEqual([newer.data.id, older.data.id]);
    const paged = await api('GET', `${path}&filter=all&per_page=1`);
    expect(paged.data.total_count).toBe(2);
    expect(paged.headers.get('link')).toContain('rel="next"');
    expect((await api('GET', `/repos/octo/models/commits/${'0'.repeat(40)}/check-runs`)).status).toBe(422);
  });

  test.each([
    [
      '51 annotations',
      { output: { title: 't', summary: 's', annotations: Array.from({ length: 51 }, () => line(1)) } },
    ],
    ['a summary that is too long', { output: { title: 't', summary: 's'.repeat(65_536) } }],
    ['a text that is too long', { output: { title: 't', summary: 's', text: 's'.repeat(65_536) } }],
    ['an output without a title', { output: { summary: 's' } }],
    [
      'an annotation without an end',
      { output: { title: 't', summary: 's', annotations: [line(1, { end_line: undefined })] } },
    ],
    [
      'columns over several lines',
      { output: { title: 't', summary: 's', annotations: [line(1, { end_line: 2, start_column: 1 })] } },
    ],
    ['line 0', { output: { title: 't', summary: 's', annotations: [line(0)] } }],
    ['a long title', { output: { title: 't', summary: 's', annotations: [line(1, { title: 'x'.repeat(256) })] } }],
    ['a completed run without a conclusion', { status: 'completed' }],
    ['an unknown conclusion', { conclusion: 'splendid' }],
    ['an unknown commit', { head_sha: '0'.repeat(40) }],
  ])('a request with %s is refused', async (_name, more) => {
    expect((await create(more)).status).toBe(422);
  });
});

test('the list of requests has API requests only', async () => {
  const requests = async (after = 0) =>
    (
      (await (await fetch(`${server.url}/_local/requests?after=${after}`)).json()) as {
        requests: Array<{ id: number }>;
      }
    ).requests;
  const before = (await requests()).length;
  await api('GET', '/repos/octo/models/branches/main');
  expect(await requests(before)).toEqual([
    { id: before + 1, method: 'GET', path: '/repos/octo/models/branches/main', status: 200 },
  ]);
});

test('a request that does not match the API description is refused, and the message names the field', async () => {
  const answer = await api('POST', '/repos/octo/models/issues', { body: 'no title' });
  expect(answer.status).toBe(422);
  expect(answer.data.message).toContain("must have required property 'title'");
  const method = await api('PUT', '/repos/octo/models/pulls/1/merge', { merge_method: 'teleport' });
  expect(method.status).toBe(422);
});

test('an injected fault comes before or after the effect of the request', async () => {
  const issue = (await api('POST', '/repos/octo/models/issues', { title: 'Faulty' })).data.number;
  const path = `/repos/octo/models/issues/${issue}/comments`;
  for (const when of ['before', 'after']) {
    await fetch(`${server.url}/_local/faults`, {
      method: 'POST',
      body: JSON.stringify({ method: 'POST', path, status: 502, when }),
    });
    expect((await api('POST', path, { body: when })).status).toBe(502);
  }
  const comments = await api('GET', path);
  expect(comments.data.map((comment: { body: string }) => comment.body)).toEqual(['after']);
});

test('a fault with skip lets requests succeed first', async () => {
  const path = '/repos/octo/models/branches/main';
  await fetch(`${server.url}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify({ method: 'GET', path, status: 502, skip: 1 }),
  });
  const statuses = [];
  for (const _ of [1, 2, 3]) statuses.push((await api('GET', path)).status);
  expect(statuses).toEqual([200, 502, 200]);
});

test('a new server has the state of the one before', async () => {
  const state = readFileSync(join(dir, 'github/state.json'), 'utf8');
  const second = await createGitHubServer({ dir: join(dir, 'github') });
  try {
    const answer = await fetch(`${second.url}/repos/octo/models/pulls?state=all`, { headers: ADMIN });
    expect(((await answer.json()) as unknown[]).length).toBe(1);
    expect(readFileSync(join(dir, 'github/state.json'), 'utf8')).toBe(state);
  } finally {
    await second.close();
  }
});

test('the deliveries list the webhooks in their order', async () => {
  const answer = await fetch(`${server.url}/_local/deliveries`);
  const { deliveries } = (await answer.json()) as {
    deliveries: Array<{ event: string; payload: { action?: string } }>;
  };
  const events = deliveries.map(
    (delivery) => `${delivery.event}${delivery.payload.action ? `.${delivery.payload.action}` : ''}`,
  );
  const expected = ['push', 'pull_request.opened', 'push', 'pull_request.synchronize', 'push', 'pull_request.closed'];
  expect(events.slice(0, expected.length)).toEqual(expected);
});
