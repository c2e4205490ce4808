import { connectGitHub } from '../../src/adapters/github/index.ts';
import { PLAN_COMMENT } from '../../src/planning/publish-plan.ts';
import { startPlan } from '../../src/planning/start-plan.ts';
import type { GitHub } from '../../src/ports/github.ts';
import type { Log } from '../../src/ports/log.ts';
import { marker } from '../../src/report/marker.ts';
import { type LocalGitHub, publication, startLocalGitHub } from './github-stand-in.ts';

/** What `promote` does for the plan of its offer. */

const BRANCH = 'mlops/promote/dev';
const WORKFLOW = `on:
  workflow_dispatch:
    inputs:
      pull-request: { required: true, type: number }
`;

let local: LocalGitHub;
let number: number;
let said: string[];

const log: Log = {
  info: (text) => said.push(text),
  warn: (text) => said.push(`warning: ${text}`),
  error: (text) => said.push(`error: ${text}`),
  secret() {},
  group: () => ({ end() {} }),
};

/** Moves the offer, as `promote` does; returns its commit. */
const offer = (text: string) =>
  local.bot.commitFiles({ branch: BRANCH, base: 'main', message: 'Pin', files: [{ path: 'config.yml', text }] });

async function started(): Promise<Array<{ ref: string; workflow: string; inputs: object }>> {
  const answer = await fetch(`${local.server.url}/_local/deliveries`);
  const { deliveries } = (await answer.json()) as { deliveries: Array<{ event: string; payload: never }> };
  return deliveries.filter(({ event }) => event === 'workflow_dispatch').map(({ payload }) => payload);
}

/** How many runs it starts. */
async function start(head: string, github: GitHub = local.bot, workflow = 'plan.yml'): Promise<number> {
  const before = (await started()).length;
  await startPlan({ pullRequest: number, branch: BRANCH, head, workflow }, github, log);
  return (await started()).length - before;
}

const add = (name: string, text: string) =>
  local.maria.call('PUT', `/contents/.github/workflows/${name}`, {
    message: `Add ${name}`,
    content: Buffer.from(text).toString('base64'),
  });

let head: string;

beforeAll(async () => {
  local = await startLocalGitHub();
  await add('plan.yml', WORKFLOW);
  await add('push.yml', 'on: push\n');
  head = await offer('depth: 1\n');
  const pull = { title: 'Promote', body: '', head: BRANCH, base: 'main', labels: ['model-promotion'] };
  number = (await local.bot.openPullRequest(pull)).number;
});

beforeEach(() => {
  said = [];
});

afterAll(() => local.close());

test('an offer is planned once for each commit', async () => {
  expect(await start(head)).toBe(1);
  expect((await started()).at(-1)).toMatchObject({
    ref: `refs/heads/${BRANCH}`,
    workflow: '.github/workflows/plan.yml',
    inputs: { 'pull-request': String(number) },
  });
  expect(said).toEqual([`Started plan.yml, which plans #${number}`]);
  // The run was lost before it wrote anything: the next promotion starts it again.
  expect(await start(head)).toBe(1);
  await local.publish(publication({ number, sha: head }));
  said = [];
  expect(await start(head)).toBe(0);
  expect(said).toEqual([]);

  const moved = await offer('depth: 2\n');
  expect(moved).not.toBe(head);
  expect(await start(moved)).toBe(1);
  await local.publish(publication({ number, sha: moved }));
  expect(await start(moved)).toBe(0);
  head = moved;
});

test('a plan that somebody else pasted is none', async () => {
  head = await offer('depth: 3\n');
  const body = marker(PLAN_COMMENT, 'all', { head, affected: ['dev'], receipts: {} });
  await local.maria.call('POST', `/issues/${number}/comments`, { body });
  expect(await start(head)).toBe(1);
});

test('what a person opens starts its workflows by itself', async () => {
  expect(await start(head, local.person)).toBe(0);
  expect(said).toEqual([]);
});

describe('an offer without its plan is an offer, with a warning', () => {
  const way_out = () => `Or close and reopen #${number}, which starts its workflows.`;

  test('where the job has no `actions: write`', async () => {
    const token = { token: 'no-actions', login: 'github-actions[bot]', app: true, permissions: { contents: 'write' } };
    await fetch(`${local.server.url}/_local/tokens`, { method: 'POST', body: JSON.stringify(token) });
    const options = { token: 'no-actions', repository: 'octo/models', apiUrl: local.server.url };
    expect(await start(head, await connectGitHub(options))).toBe(0);
    expect(said).toEqual([
      expect.stringMatching(
        /^warning: .*gets no plan yet: .* with 403: .*Give the job that promotes `actions: write`\. /,
      ),
    ]);
    expect(said[0]).toContain(way_out());
  });

  test.each([
    ['gone.yml', /with 404: Not Found\. Have \.github\/workflows\/gone\.yml on the default branch/],
    ['push.yml', /with 422: .*Let \.github\/workflows\/push\.yml be started by workflow_dispatch with the input/],
  ])('where %s cannot be started', async (workflow, message) => {
    expect(await start(head, local.bot, workflow)).toBe(0);
    expect(said).toEqual([expect.stringMatching(message)]);
    expect(said[0]).toContain(way_out());
  });

  test('where GitHub does not answer: it is asked once, and may have heard', async () => {
    await local.fault('POST', 'dispatches$', { when: 'after' });
    expect(await start(head)).toBe(1);
    expect(said).toEqual([expect.stringMatching(/^warning: .*Promote again/)]);
  });
});
