import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenAPIBackend } from 'openapi-backend';
import { addToken } from '../../../local/demo/github-client.ts';
import { apiDescription } from '../../../local/github/description.ts';
import { createGitHubServer, type GitHubServer } from '../../../local/github/server.ts';

/** The event workflow_dispatch: the response of the API, and the payload that the run gets. */

const WORKFLOWS: Record<string, string> = {
  'plan.yml': `on:
  pull_request:
  workflow_dispatch:
    inputs:
      pull-request: { required: true, type: number }
      mode: { type: choice, options: [quick, whole], default: whole }
`,
  'short.yml': 'on: [push, workflow_dispatch]\n',
  'push.yml': 'on: push\n',
};

let dir: string;
let server: GitHubServer;
let description: OpenAPIBackend;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'dispatch-'));
  server = await createGitHubServer({ dir: join(dir, 'github') });
  description = new OpenAPIBackend({
    definition: apiDescription() as never,
    quick: true,
    ajvOpts: { strict: false, validateFormats: false },
  });
  await description.init();
  await addToken(server.url, 'maria', 'maria');
  await addToken(server.url, 'rita', 'rita');
  await addToken(server.url, 'stranger', 'stranger');
  await addToken(server.url, 'workflow', 'github-actions[bot]', true);
  for (const [token, permissions] of [
    ['writer', { actions: 'write' }],
    ['reader', { actions: 'read', contents: 'write' }],
  ] as const) {
    const body = { token, login: 'github-actions[bot]', app: true, permissions };
    await fetch(`${server.url}/_local/tokens`, { method: 'POST', body: JSON.stringify(body) });
  }
  const permissions = { maria: 'write', rita: 'read' };
  const created = await fetch(`${server.url}/_local/repositories`, {
    method: 'POST',
    body: JSON.stringify({ owner: 'octo', name: 'models', permissions }),
  });
  const { git_dir } = (await created.json()) as { git_dir: string };
  const work = join(dir, 'work');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: work });
  execFileSync('git', ['init', '-q', '-b', 'main', work]);
  const write = (name: string, text: string) => writeFileSync(join(work, '.github/workflows', name), text);
  mkdirSync(join(work, '.github/workflows'), { recursive: true });
  for (const [name, text] of Object.entries(WORKFLOWS)) write(name, text);
  git('add', '.');
  git('commit', '-q', '-m', 'Start');
  git('tag', 'v1');
  git('push', '-q', git_dir, 'main', 'v1');
  // On another branch, short.yml has another trigger, and there is one more workflow.
  write('short.yml', 'on: push\n');
  write('new.yml', 'on: workflow_dispatch\n');
  git('add', '.');
  git('commit', '-q', '-m', 'Other workflows');
  git('push', '-q', git_dir, 'HEAD:refs/heads/mlops/other');
});

afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

async function start(workflow: string, body: object, token = 'workflow') {
  const path = `/repos/octo/models/actions/workflows/${workflow}/dispatches`;
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const data = text === '' ? undefined : JSON.parse(text);
  if (response.status === 200) {
    const operation = description.router.matchOperation({ method: 'POST', path, headers: {} });
    if (!operation) throw new Error(`${path} is not in the description`);
    expect(description.validateResponse(data, operation, 200).errors).toBeNull();
  }
  return { status: response.status, data };
}

/** Payloads of the runs that were started. */
async function startedRuns(): Promise<
  Array<{ ref: string; workflow: string; inputs: object; sender: { login: string } }>
> {
  const answer = await fetch(`${server.url}/_local/deliveries`);
  const { deliveries } = (await answer.json()) as { deliveries: Array<{ event: string; payload: never }> };
  return deliveries.filter(({ event }) => event === 'workflow_dispatch').map(({ payload }) => payload);
}

test('a run gets its branch, its inputs with their defaults, and the user who started it', async () => {
  const body = { ref: 'mlops/other', inputs: { 'pull-request': '12' } };
  expect(await start('plan.yml', body)).toEqual({ status: 204, data: undefined });
  expect((await startedRuns()).at(-1)).toMatchObject({
    ref: 'refs/heads/mlops/other',
    workflow: '.github/workflows/plan.yml',
    inputs: { 'pull-request': '12', mode: 'whole' },
    sender: { login: 'github-actions[bot]' },
    repository: { full_name: 'octo/models', default_branch: 'main' },
  });
  expect((await start('short.yml', { ref: 'refs/tags/v1' }, 'maria')).status).toBe(204);
  expect((await startedRuns()).at(-1)).toMatchObject({ ref: 'refs/tags/v1', inputs: {}, sender: { login: 'maria' } });
  const response = await start('short.yml', { ref: 'main', return_run_details: true }, 'writer');
  expect(response).toEqual({
    status: 200,
    data: {
      workflow_run_id: expect.any(Number),
      run_url: expect.stringContaining('/repos/octo/models/actions/runs/'),
      html_url: expect.stringContaining('/octo/models/actions/runs/'),
    },
  });
});

interface RefusedStart {
  what: string;
  workflow: string;
  body: object;
  /** Default: the token of a workflow with all permissions. */
  token?: string;
  status: number;
  message: string;
}

const ON_MAIN = { ref: 'main' };
const withInputs = (inputs: object) => ({ ref: 'main', inputs });
const SHORT = { workflow: 'short.yml', body: ON_MAIN };

const REFUSED: RefusedStart[] = [
  {
    ...SHORT,
    what: 'a token without actions: write',
    token: 'reader',
    status: 403,
    message: 'not accessible by integration',
  },
  {
    ...SHORT,
    what: 'a user without write access',
    token: 'rita',
    status: 403,
    message: 'Must have admin rights to Repository.',
  },
  { ...SHORT, what: 'a user without access', token: 'stranger', status: 404, message: 'Not Found' },
  { workflow: 'train.yml', body: ON_MAIN, what: 'a workflow that does not exist', status: 404, message: 'Not Found' },
  {
    workflow: 'new.yml',
    body: { ref: 'mlops/other' },
    what: 'a workflow that is not on the default branch',
    status: 404,
    message: 'Not Found',
  },
  {
    workflow: 'push.yml',
    body: ON_MAIN,
    what: 'a workflow that only a push starts',
    status: 422,
    message: "not have 'workflow_dispatch' trigger",
  },
  {
    workflow: 'short.yml',
    body: { ref: 'mlops/other' },
    what: 'a workflow that only a push starts on this branch',
    status: 422,
    message: "'workflow_dispatch'",
  },
  {
    workflow: 'short.yml',
    body: { ref: 'gone' },
    what: 'a branch that does not exist',
    status: 422,
    message: 'No ref found for: gone',
  },
  {
    workflow: 'short.yml',
    body: { ref: 'mlops' },
    what: 'part of the name of a branch',
    status: 422,
    message: 'No ref found for: mlops',
  },
  {
    workflow: 'short.yml',
    body: {},
    what: 'a request without a branch',
    status: 422,
    message: "must have required property 'ref'",
  },
  {
    workflow: 'plan.yml',
    body: withInputs({}),
    what: 'a missing input',
    status: 422,
    message: "Required input 'pull-request' not provided",
  },
  {
    workflow: 'short.yml',
    body: withInputs({ a: '1' }),
    what: 'an unknown input',
    status: 422,
    message: 'Unexpected inputs provided: ["a"]',
  },
  {
    workflow: 'plan.yml',
    body: withInputs({ 'pull-request': '$(id)' }),
    what: 'text for an input of type number',
    status: 422,
    message: 'Invalid value for input',
  },
  {
    workflow: 'plan.yml',
    body: withInputs({ 'pull-request': 12 }),
    what: 'a number that is not sent as text',
    status: 422,
    message: 'Invalid value for input',
  },
  {
    workflow: 'plan.yml',
    body: withInputs({ 'pull-request': '1', mode: 'x' }),
    what: 'a value that is not an option of its input',
    status: 422,
    message: 'Invalid value',
  },
];

test.each(REFUSED)('$what starts no run', async ({ workflow, body, token, status, message }) => {
  const before = (await startedRuns()).length;
  const response = await start(workflow, body, token);
  expect(response).toEqual({ status, data: expect.objectContaining({ message: expect.stringContaining(message) }) });
  expect(await startedRuns()).toHaveLength(before);
});
