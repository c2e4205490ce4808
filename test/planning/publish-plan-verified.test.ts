import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionContext } from '../../actions/action.ts';
import { planToVerify } from '../../actions/plan-to-verify.ts';
import type { Receipt } from '../../src/plan/receipt.ts';
import type { GitHub } from '../../src/ports/github.ts';
import { createRedactor } from '../../src/redact.ts';
import { marker } from '../../src/report/marker.ts';

/** The input `plan` of train and deploy: which plan they verify, and what the log says about it. */

const HEAD = 'a'.repeat(40);
const MERGED = 'b'.repeat(40);
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'reviewed-plan-'));
  process.env.RUNNER_TEMP = dir;
});
afterAll(() => {
  delete process.env.RUNNER_TEMP;
  rmSync(dir, { recursive: true, force: true });
});

const receipt = (more: Partial<Receipt> = {}): Receipt => ({
  ...{ schema_version: 1, environment: 'dev', account: '123456789012', region: 'us-east-1', base: null, head: HEAD },
  ...{ desired: { query: '1' }, observed: { endpoint: 'none' }, plan: '2' },
  ...more,
});

/** A pull request that was merged as MERGED, with a plan. */
function mergedPullRequest(facts: object | undefined): GitHub {
  const pull = { number: 7, merged: true, mergeCommit: MERGED, head: { ref: 'x', sha: HEAD, fork: false } };
  const comment = {
    id: 1,
    author: 'bot',
    url: 'https://example.com/7#1',
    body: `${marker('plan', 'all', facts ?? {})}`,
  };
  return {
    viewer: async () => 'bot',
    pullRequestsForCommit: async () => [pull],
    comments: async () => (facts === undefined ? [] : [comment]),
  } as unknown as GitHub;
}

function context(inputs: Record<string, string>, github: GitHub): { context: ActionContext; said: string[] } {
  const said: string[] = [];
  const log = { info: (text: string) => said.push(text), secret: (text: string) => said.push(`secret ${text}`) };
  const job = { sha: MERGED };
  const made = {
    ...{ ports: { log }, job, redactor: createRedactor() },
    input: (name: string) => ({ environment: 'dev', ...inputs })[name],
    github: async () => github,
  };
  return { context: made as unknown as ActionContext, said };
}

const withReceipt = (signed: Receipt) =>
  mergedPullRequest({ head: HEAD, affected: ['dev'], receipts: { dev: signed } });

test.each(['auto', 'required'])('with %s the reviewed plan of the merged pull request is verified', async (plan) => {
  const { context: made, said } = context({ plan, 'plan-key': 'a-key' }, withReceipt(receipt()));
  const toVerify = await planToVerify(made);
  expect(toVerify?.key).toBe('a-key');
  expect(JSON.parse(readFileSync(toVerify?.file ?? '', 'utf8'))).toEqual(receipt());
  expect(said).toEqual(['secret a-key', 'Verifying the reviewed plan of dev: https://example.com/7#1']);
});

test.each([
  ['no plan', mergedPullRequest(undefined), '#7 has no plan of dev'],
  [
    'a plan of an older head',
    mergedPullRequest({ head: MERGED, affected: [], receipts: {} }),
    'the plan on #7 is not for aaaaaaaaaaaa',
  ],
  [
    'a plan that is out of date',
    mergedPullRequest({ head: HEAD, stale: MERGED, affected: [], receipts: {} }),
    'is not for aaaaaaaaaaaa',
  ],
  [
    'a plan that does not affect it',
    mergedPullRequest({ head: HEAD, affected: ['prod'], receipts: {} }),
    'does not affect dev',
  ],
  [
    'a plan without its receipt',
    mergedPullRequest({ head: HEAD, affected: ['dev'], receipts: {} }),
    'has no receipt of dev',
  ],
])('with %s, auto goes on and says so, required refuses', async (_name, github, why) => {
  const { context: made, said } = context({ plan: 'auto' }, github);
  expect(await planToVerify(made)).toBeUndefined();
  expect(said).toEqual([expect.stringContaining('No plan is verified: ')]);
  expect(said[0]).toContain(why);
  await expect(planToVerify(context({ plan: 'required' }, github).context)).rejects.toMatchObject({
    code: 'not_allowed',
    message: expect.stringContaining(why),
  });
});

test('a plan that was made without reading the account is not verified, unless a plan is required: then the verb refuses', async () => {
  const github = withReceipt(receipt({ observed: null }));
  const { context: made, said } = context({ plan: 'auto' }, github);
  expect(await planToVerify(made)).toBeUndefined();
  expect(said[0]).toContain('was made without reading the account of dev');
  expect(await planToVerify(context({ plan: 'required' }, github).context)).toBeDefined();
});

test('nothing is asked for where no plan is wanted, and another word is refused', async () => {
  const github = {} as GitHub;
  expect(await planToVerify(context({ plan: 'none' }, github).context)).toBeUndefined();
  await expect(planToVerify(context({ plan: 'maybe' }, github).context)).rejects.toMatchObject({ code: 'usage' });
});
