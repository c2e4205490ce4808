import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenAPIBackend } from 'openapi-backend';
import { addToken } from '../../../local/demo/forge-client.ts';
import { apiDescription } from '../../../local/github/description.ts';
import { createGitHubServer, type GitHubServer } from '../../../local/github/server.ts';

/** Starting a workflow: what GitHub answers, and what the run is told. */

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
let judge: OpenAPIBackend;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'dispatch-'));
  server = await createGitHubServer({ dir: join(dir, 'forge') });
  judge = new OpenAPIBackend({
    definition: apiDescription() as never,
    quick: true,
    ajvOpts: { strict: false, validateFormats: false },
  });
  await judge.init();
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
  // On another branch a workflow listens to something else, and there is one more.
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
    const operation = judge.router.matchOperation({ method: 'POST', path, headers: {} });
    if (!operation) throw new Error(`${path} is not in the description`);
    expect(judge.validateResponse(data, operation, 200).errors).toBeNull();
  }
  return { status: response.status, data };
}

async function started(): Promise<Array<{ ref: string; workflow: string; inputs: object; sender: { login: string } }>> {
  const answer = await fetch(`${server.url}/_local/deliveries`);
  const { deliveries } = (await answer.json()) as { deliveries: Array<{ event: string; payload: never }> };
  return deliveries.filter(({ event }) => event === 'workflow_dispatch').map(({ payload }) => payload);
}

test('a run is told its branch, its inputs with their defaults, and who started it', async () => {
  const body = { ref: 'mlops/other', inputs: { 'pull-request': '12' } };
  expect(await start('plan.yml', body)).toEqual({ status: 204, data: undefined });
  expect((await started()).at(-1)).toMatchObject({
    ref: 'refs/heads/mlops/other',
    workflow: '.github/workflows/plan.yml',
    inputs: { 'pull-request': '12', mode: 'whole' },
    sender: { login: 'github-actions[bot]' },
    repository: { full_name: 'octo/models', default_branch: 'main' },
  });
  expect((await start('short.yml', { ref: 'refs/tags/v1' }, 'maria')).status).toBe(204);
  expect((await started()).at(-1)).toMatchObject({ ref: 'refs/tags/v1', inputs: {}, sender: { login: 'maria' } });
  const told = await start('short.yml', { ref: 'main', return_run_details: true }, 'writer');
  expect(told).toEqual({
    status: 200,
    data: {
      workflow_run_id: expect.any(Number),
      run_url: expect.stringContaining('/repos/octo/models/actions/runs/'),
      html_url: expect.stringContaining('/octo/models/actions/runs/'),
    },
  });
});

const plan = (inputs: object) => ({ ref: 'main', inputs });

test.each<[string, string, object, string, number, string]>([
  ['a token without actions: write', 'short.yml', { ref: 'main' }, 'reader', 403, 'not accessible by integration'],
  ['somebody who may not write', 'short.yml', { ref: 'main' }, 'rita', 403, 'Must have admin rights to Repository.'],
  ['a stranger', 'short.yml', { ref: 'main' }, 'stranger', 404, 'Not Found'],
  ['a workflow that is nowhere', 'train.yml', { ref: 'main' }, 'workflow', 404, 'Not Found'],
  ['one that the default branch lacks', 'new.yml', { ref: 'mlops/other' }, 'workflow', 404, 'Not Found'],
  ['one that listens to pushes', 'push.yml', { ref: 'main' }, 'workflow', 422, "not have 'workflow_dispatch' trigger"],
  ['one that does so on this branch', 'short.yml', { ref: 'mlops/other' }, 'workflow', 422, "'workflow_dispatch'"],
  ['a branch that is not there', 'short.yml', { ref: 'gone' }, 'workflow', 422, 'No ref found for: gone'],
  ['part of a branch', 'short.yml', { ref: 'mlops' }, 'workflow', 422, 'No ref found for: mlops'],
  ['no branch', 'short.yml', {}, 'workflow', 422, "must have required property 'ref'"],
  ['a missing input', 'plan.yml', plan({}), 'workflow', 422, "Required input 'pull-request' not provided"],
  ['an unknown input', 'short.yml', plan({ a: '1' }), 'workflow', 422, 'Unexpected inputs provided: ["a"]'],
  ['text for a number', 'plan.yml', plan({ 'pull-request': '$(id)' }), 'workflow', 422, 'Invalid value for input'],
  ['a number that is no text', 'plan.yml', plan({ 'pull-request': 12 }), 'workflow', 422, 'Invalid value for input'],
  ['none of its choices', 'plan.yml', plan({ 'pull-request': '1', mode: 'x' }), 'workflow', 422, 'Invalid value'],
])('%s starts nothing', async (_, workflow, body, token, status, message) => {
  const before = (await started()).length;
  const answer = await start(workflow, body, token);
  expect(answer).toEqual({ status, data: expect.objectContaining({ message: expect.stringContaining(message) }) });
  expect(await started()).toHaveLength(before);
});
