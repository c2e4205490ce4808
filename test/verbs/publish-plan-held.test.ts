import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionContext } from '../../actions/action.ts';
import { heldPlan } from '../../actions/held-plan.ts';
import type { Receipt } from '../../src/plan/receipt.ts';
import type { GitHub } from '../../src/ports/github.ts';
import { createRedactor } from '../../src/redact.ts';
import { marker } from '../../src/report/marker.ts';

/** The input `plan` of train and deploy: which plan they are held to, and what the log says of it. */

const HEAD = 'a'.repeat(40);
const MERGED = 'b'.repeat(40);
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'held-plan-'));
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
function forge(facts: object | undefined): GitHub {
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

const current = (held: Receipt) => forge({ head: HEAD, affected: ['dev'], receipts: { dev: held } });

test.each(['auto', 'required'])('%s holds to the reviewed plan of the merged pull request', async (plan) => {
  const { context: made, said } = context({ plan, 'plan-key': 'a-key' }, current(receipt()));
  const held = await heldPlan(made);
  expect(held?.key).toBe('a-key');
  expect(JSON.parse(readFileSync(held?.file ?? '', 'utf8'))).toEqual(receipt());
  expect(said).toEqual(['secret a-key', 'Held to the plan of dev that was reviewed: https://example.com/7#1']);
});

test.each([
  ['no plan', forge(undefined), '#7 has no plan of dev'],
  [
    'a plan of an older head',
    forge({ head: MERGED, affected: [], receipts: {} }),
    'the plan on #7 is not for aaaaaaaaaaaa',
  ],
  [
    'a plan that is out of date',
    forge({ head: HEAD, stale: MERGED, affected: [], receipts: {} }),
    'is not for aaaaaaaaaaaa',
  ],
  ['a plan that does not affect it', forge({ head: HEAD, affected: ['prod'], receipts: {} }), 'does not affect dev'],
  ['a plan without its receipt', forge({ head: HEAD, affected: ['dev'], receipts: {} }), 'has no receipt of dev'],
])('with %s, auto goes on and says so, required refuses', async (_name, github, why) => {
  const { context: made, said } = context({ plan: 'auto' }, github);
  expect(await heldPlan(made)).toBeUndefined();
  expect(said).toEqual([expect.stringContaining(`Held to no plan: `)]);
  expect(said[0]).toContain(why);
  await expect(heldPlan(context({ plan: 'required' }, github).context)).rejects.toMatchObject({
    code: 'not_allowed',
    message: expect.stringContaining(why),
  });
});

test('a plan that never looked at the account holds nobody, unless one is required: the verb then refuses', async () => {
  const github = current(receipt({ observed: null }));
  const { context: made, said } = context({ plan: 'auto' }, github);
  expect(await heldPlan(made)).toBeUndefined();
  expect(said[0]).toContain('never looked at the account of dev');
  expect(await heldPlan(context({ plan: 'required' }, github).context)).toBeDefined();
});

test('nothing is asked for where no plan is wanted, and another word is refused', async () => {
  const github = {} as GitHub;
  expect(await heldPlan(context({ plan: 'none' }, github).context)).toBeUndefined();
  await expect(heldPlan(context({ plan: 'maybe' }, github).context)).rejects.toMatchObject({ code: 'usage' });
});
