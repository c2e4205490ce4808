import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addToken, ForgeClient } from '../../local/demo/forge-client.ts';
import { createGitHubServer, type GitHubServer } from '../../local/github/server.ts';
import { connectGitHub } from '../../src/adapters/github/index.ts';
import type { Finding } from '../../src/finding.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { makeReceipts } from '../../src/plan/receipt.ts';
import type { CheckRun, GitHub } from '../../src/ports/github.ts';
import { createRedactor } from '../../src/redact.ts';
import { LONGEST_COMMENT } from '../../src/report/markdown.ts';
import { marker } from '../../src/report/marker.ts';
import { findReceipt } from '../../src/verbs/find-receipt.ts';
import { markStale, type PlanPublication, publishPlan } from '../../src/verbs/publish-plan.ts';

/** Against the forge: what is on the pull request afterwards is what a reviewer sees. */

let dir: string;
let server: GitHubServer;
let bot: GitHub;
let person: GitHub;
let maria: ForgeClient;
let count = 0;

const local = (path: string, body: unknown) =>
  fetch(`${server.url}/_local/${path}`, { method: 'POST', body: JSON.stringify(body) });
const fault = (method: string, path: string, more: object = {}) =>
  local('faults', { method, path, status: 502, when: 'before', ...more });

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'publish-plan-'));
  server = await createGitHubServer({ dir: join(dir, 'forge') });
  await addToken(server.url, 'maria-token', 'maria');
  await addToken(server.url, 'workflow-token', 'github-actions[bot]', true);
  const created = await local('repositories', { owner: 'octo', name: 'models', permissions: { maria: 'write' } });
  const { git_dir } = (await created.json()) as { git_dir: string };
  const work = join(dir, 'work');
  execFileSync('git', ['init', '-q', '-b', 'main', work]);
  writeFileSync(join(work, 'config.yml'), 'depth: 0\n');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: work });
  git('add', '.');
  git('commit', '-q', '-m', 'Start');
  git('push', '-q', git_dir, 'main');
  maria = new ForgeClient(server.url, 'octo/models', 'maria-token');
  const options = { repository: 'octo/models', apiUrl: server.url };
  bot = await connectGitHub({ ...options, token: 'workflow-token' });
  person = await connectGitHub({ ...options, token: 'maria-token' });
});

afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

async function propose(): Promise<{ number: number; sha: string; push(): Promise<string> }> {
  count += 1;
  const branch = `change-${count}`;
  // Of no other pull request: the same change in the same second is the same commit.
  const own = `# ${branch}\n`;
  const change = (text: string) => `${own}${text.replace(own, '').replace(/\d+$/m, (n) => String(Number(n) + 1))}`;
  const pull = await maria.propose({ branch, path: 'config.yml', change, title: 'Deeper', body: '' });
  return {
    ...pull,
    async push() {
      const file = await maria.call('GET', `/contents/config.yml?ref=${branch}`);
      const text = Buffer.from(file.content, 'base64').toString('utf8');
      const content = Buffer.from(change(text)).toString('base64');
      const update = { branch, sha: file.sha, message: 'Deeper still', content };
      return (await maria.call('PUT', '/contents/config.yml', update)).commit.sha;
    },
  };
}

const broken = (line: number, message = `wrong in line ${line}`): Finding => ({
  ...{ rule: 'query/unknown-column', severity: 'error', message, way_out: 'Correct it.' },
  place: { file: 'config.yml', line, column: 3 },
});

interface Variant {
  /** Stands in the plan as a remark. */
  text?: string;
  environments?: string[];
  findings?: Finding[];
  key?: string;
}

/** What is published, and where. */
function publication(
  pull: { number: number; sha: string },
  { text = 'as planned', environments = ['dev'], findings = [], key = 'all' }: Variant = {},
): [Plan, PlanPublication] {
  const remark: Finding = { rule: 'test/remark', severity: 'notice', message: text, way_out: 'None.', place: null };
  const plan: Plan = {
    ...{ schema_version: 1, base: '0'.repeat(40), head: pull.sha, scope: 'live' },
    environments: environments.map((environment) => ({
      ...{ environment, account: '123456789012', region: 'us-east-1', changes: [], run: null, monthly: null },
      differences: [{ subject: 'query', path: 'training_step.query', from: 'a', to: 'b', place: null }],
      ...{ training_query: null, batch_query: null, data: null, gaps: [], desired: {}, observed: {} },
      findings,
    })),
    ...{ unchanged: environments.length === 0 ? ['dev', 'staging', 'prod'] : [], findings: [remark] },
  };
  const receipts = makeReceipts(plan);
  return [plan, { pullRequest: pull.number, head: pull.sha, key, receipts, runUrl: 'https://example.com/runs/1' }];
}

const publish = ([plan, publication]: [Plan, PlanPublication], github = bot) =>
  publishPlan(plan, publication, github, createRedactor());
/** Conclusion and number of annotations of each check that people see: of several with one name the newest. */
async function shown(sha: string): Promise<Record<string, [string, number]>> {
  const { check_runs } = await maria.call('GET', `/commits/${sha}/check-runs`);
  type Run = { name: string; conclusion: string; output: { annotations_count: number } };
  return Object.fromEntries(
    check_runs.map(({ name, conclusion, output }: Run) => [name, [conclusion, output.annotations_count]]),
  );
}

const bodies = async (number: number) => (await bot.comments(number)).map(({ body }) => body);

test('one comment and one check run for each environment, edited in place when it runs again', async () => {
  const pull = await propose();
  const first = await publish(publication(pull, { environments: ['dev', 'prod'] }));
  expect(first).toMatchObject({ posted: 'written', checks: 'written', newerHead: null });
  const again = await publish(publication(pull, { environments: ['dev', 'prod'], text: 'Another plan' }));
  expect(again.posted).toBe('written');
  expect(again.comment?.id).toBe(first.comment?.id);
  expect(again.checkRuns.map(({ id }) => id)).toEqual(first.checkRuns.map(({ id }) => id));
  expect((await publish(publication(pull, { environments: ['dev', 'prod'], text: 'Another plan' }))).posted).toBe(
    'unchanged',
  );
  const [body = '', ...others] = await bodies(pull.number);
  expect(others).toEqual([]);
  expect(body).toMatch(/^<!-- mlops:plan:all \S+ -->\n\n## [\s\S]*Another plan[\s\S]*runs\/1/);
  const runs = await bot.checkRuns(pull.sha);
  expect(runs.map(({ name }) => name).sort()).toEqual(['mlops plan (dev)', 'mlops plan (prod)']);
});

test('plans of separate accounts have a comment each', async () => {
  const pull = await propose();
  for (const key of ['dev', 'prod']) await publish(publication(pull, { key, environments: [key] }));
  expect(await bodies(pull.number)).toHaveLength(2);
  expect((await bot.checkRuns(pull.sha)).map(({ externalId }) => externalId).sort()).toEqual([
    `plan/${pull.number}/dev/dev`,
    `plan/${pull.number}/prod/prod`,
  ]);
});

test('the comment is found behind a hundred others, and one that a person pasted is not ours', async () => {
  const pull = await propose();
  const pasted = `${marker('plan', 'all', { head: pull.sha, receipts: {} })}\n\nforged`;
  for (let i = 0; i < 101; i += 1) await person.createComment(pull.number, i === 0 ? pasted : `talk ${i}`);
  await publish(publication(pull, { text: 'one' }));
  await publish(publication(pull, { text: 'two' }));
  const all = await bot.comments(pull.number);
  expect(all.filter(({ author }) => author === 'github-actions[bot]')).toHaveLength(1);
  expect(all[0]?.body).toBe(pasted);
  expect(all.at(-1)?.body).toContain('two');
});

test('with the push of a newer commit the plan is out of date, and stays so until the new one comes', async () => {
  const pull = await propose();
  await publish(publication(pull));
  expect(await markStale({ pullRequest: pull.number, head: pull.sha, key: 'all' }, bot)).toEqual({ newerHead: null });
  expect((await bodies(pull.number))[0]).not.toContain('Out of date');
  let sha = pull.sha;
  for (const _ of [1, 2]) {
    sha = await pull.push();
    await markStale({ pullRequest: pull.number, head: sha, key: 'all' }, bot);
    await markStale({ pullRequest: pull.number, head: sha, key: 'all' }, bot);
    const [body = ''] = await bodies(pull.number);
    expect(body).toContain(`This plan is for ${pull.sha.slice(0, 12)}; ${sha.slice(0, 12)} was pushed since`);
    expect(body.match(/Out of date/g)).toHaveLength(1);
    expect(body).toContain('as planned');
  }
  const next = await publish(publication({ ...pull, sha }, { text: 'The next plan' }));
  expect(next.posted).toBe('written');
  const [body = '', ...others] = await bodies(pull.number);
  expect(others).toEqual([]);
  expect(body).toContain('The next plan');
  expect(body).not.toMatch(/Out of date|as planned/);
});

test('a run for an older commit that finishes last changes nothing', async () => {
  const pull = await propose();
  const sha = await pull.push();
  await publish(publication({ ...pull, sha }, { text: 'newer' }));
  const late = await publish(publication(pull, { text: 'older' }));
  expect(late).toMatchObject({ posted: 'superseded', comment: null, checkRuns: [], newerHead: sha });
  expect(await markStale({ pullRequest: pull.number, head: pull.sha, key: 'all' }, bot)).toEqual({ newerHead: sha });
  expect((await bodies(pull.number))[0]).toContain('newer');
  expect(await bot.checkRuns(pull.sha)).toEqual([]);
});

test('a push in the moment of writing leaves a plan that says it is out of date', async () => {
  const pull = await propose();
  let sha = '';
  const pushing: GitHub = {
    ...bot,
    async createComment(number, body) {
      sha = await pull.push();
      return await bot.createComment(number, body);
    },
  };
  const late = await publish(publication(pull), pushing);
  expect(late.newerHead).toBe(sha);
  expect((await bodies(pull.number))[0]).toContain(`${sha.slice(0, 12)} was pushed since`);
});

test('two runs at once, of one commit or of two, leave one comment that is true', async () => {
  const pull = await propose();
  await Promise.all([1, 2].map(() => publish(publication(pull, { text: 'same' }))));
  expect(await bodies(pull.number)).toHaveLength(1);
  expect(Object.keys(await shown(pull.sha))).toEqual(['mlops plan (dev)']);
  const sha = await pull.push();
  await Promise.all([
    publish(publication(pull, { text: 'older' })),
    publish(publication({ ...pull, sha }, { text: 'newer' })),
  ]);
  expect(await bodies(pull.number)).toEqual([expect.stringContaining('newer')]);
});

test('annotations that are not wanted any more go with their run', async () => {
  const pull = await propose();
  const first = await publish(publication(pull, { findings: [broken(1), broken(2)] }));
  const more = await publish(publication(pull, { findings: [1, 2, 3].map((line) => broken(line)) }));
  expect(more.checkRuns[0]?.id).toBe(first.checkRuns[0]?.id);
  const fewer = await publish(publication(pull, { findings: [broken(3)] }));
  expect(fewer.checkRuns[0]?.id).not.toBe(first.checkRuns[0]?.id);
  const [shown] = await bot.checkRuns(pull.sha);
  expect(shown?.id).toBe(fewer.checkRuns[0]?.id);
  expect((await bot.checkAnnotations(shown?.id ?? 0)).map(({ start_line }) => start_line)).toEqual([3]);
});

test('a remark that is said in other words does not stand beside itself', async () => {
  const pull = await propose();
  await publish(publication(pull, { findings: [broken(1, 'said so')] }));
  const { checkRuns } = await publish(publication(pull, { findings: [{ ...broken(1, 'said so'), way_out: 'Else.' }] }));
  expect((await bot.checkAnnotations(checkRuns[0]?.id ?? 0)).map(({ message }) => message)).toEqual(['said so Else.']);
});

test('the check of an environment’s own plan stays one, whether it is affected or not', async () => {
  const pull = await propose();
  for (const environments of [['dev'], [], ['dev'], []]) {
    await publish(publication(pull, { key: 'dev', environments }));
    await publish(publication(pull, { key: 'prod', environments: [] }));
  }
  const { check_runs } = await maria.call('GET', `/commits/${pull.sha}/check-runs?filter=all`);
  const names = check_runs.map(({ name, conclusion }: { name: string; conclusion: string }) => [name, conclusion]);
  expect(names.sort()).toEqual([
    ['mlops plan (dev)', 'success'],
    ['mlops plan (prod)', 'success'],
  ]);
});

test('a second comment of ours that was left behind goes', async () => {
  const pull = await propose();
  await publish(publication(pull, { text: 'first' }));
  await bot.createComment(
    pull.number,
    `${marker('plan', 'all', { head: pull.sha, affected: [], receipts: {} })}\n\ntwin`,
  );
  await markStale({ pullRequest: pull.number, head: pull.sha, key: 'all' }, bot);
  expect(await bodies(pull.number)).toEqual([expect.stringContaining('first')]);
});

test('an environment that is not affected any more does not go on failing', async () => {
  const pull = await propose();
  await publish(publication(pull, { environments: ['dev', 'prod'], findings: [broken(1)] }));
  await publish(publication(pull, { environments: ['dev'] }));
  expect(await shown(pull.sha)).toEqual({ 'mlops plan (dev)': ['success', 0], 'mlops plan (prod)': ['neutral', 0] });
});

test('secrets do not reach comment, marker, check or annotation', async () => {
  const pull = await propose();
  const redactor = createRedactor();
  redactor.add('correct-horse-battery');
  const said = 'refused: correct-horse-battery, AKIAIOSFODNN7EXAMPLE';
  const [plan, where] = publication(pull, { text: said, findings: [broken(1, said)] });
  await publishPlan(plan, { ...where, receipts: { dev: { note: said } } }, bot, redactor);
  const [body = ''] = await bodies(pull.number);
  const facts = Buffer.from(body.match(/plan:all (\S+) /)?.[1] ?? '', 'base64url').toString();
  const [run] = await bot.checkRuns(pull.sha);
  const shown = JSON.stringify([
    body,
    facts,
    await bot.checkAnnotations(run?.id ?? 0),
    await maria.call('GET', `/check-runs/${run?.id}`),
  ]);
  expect(shown).toContain('refused: ***');
  expect(shown).not.toMatch(/correct-horse|AKIA/);
});

test('a long plan keeps to the limit with its summary, also when it goes stale', async () => {
  const pull = await propose();
  const [plan, where] = publication(pull);
  const [dev] = plan.environments;
  const lines = Array.from({ length: 9_000 }, (_, i) => ({ mark: '+' as const, text: `SELECT ${i} AS column_${i}` }));
  const differences = Array.from({ length: 20 }, (_, i) => ({
    ...{ subject: 'code' as const, path: `sagemaker-code/file-${i}.py`, from: null, to: null, place: null, lines },
  }));
  await publish([{ ...plan, environments: dev === undefined ? [] : [{ ...dev, differences }] }, where]);
  const [long = ''] = await bodies(pull.number);
  expect(long.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  expect(long.length).toBeGreaterThan(5_000);
  const sha = await pull.push();
  await markStale({ pullRequest: pull.number, head: sha, key: 'all' }, bot);
  const [body = ''] = await bodies(pull.number);
  expect(body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  expect(body).toContain(long.split('\n').slice(2, 20).join('\n'));
});

test('receipts give way to the plan where there are very many environments', async () => {
  const pull = await propose();
  const environments = Array.from({ length: 150 }, (_, i) => `team-${i}`);
  const [plan, where] = publication(pull, { environments });
  await publishPlan(plan, where, { ...bot, createCheckRun: async () => ({}) as CheckRun }, createRedactor());
  const [body = ''] = await bodies(pull.number);
  expect(body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  const [first = '', ...text] = body.split('\n\n');
  expect(first.length).toBeLessThan(8_000);
  expect(text.join('').length).toBeGreaterThan(300);
  const merged = await maria.merge(pull.number);
  expect(await findReceipt(bot, merged, 'team-7')).toEqual({
    found: undefined,
    why: `the plan on #${pull.number} has no receipt of team-7`,
  });
});

test('what is wrong in several environments stands on its line once', async () => {
  const pull = await propose();
  const { checkRuns } = await publish(publication(pull, { environments: ['dev', 'prod'], findings: [broken(1)] }));
  expect(checkRuns.map(({ name, conclusion, annotations }) => [name, conclusion, annotations])).toEqual([
    ['mlops plan (dev)', 'failure', 1],
    ['mlops plan (prod)', 'failure', 0],
  ]);
  expect(await bot.checkAnnotations(checkRuns[0]?.id ?? 0)).toMatchObject([
    { path: 'config.yml', start_line: 1, start_column: 3, annotation_level: 'failure', title: 'wrong in line 1' },
  ]);
});

test('a token that may not write checks still leaves the comment', async () => {
  const pull = await propose();
  const posted = await publish(publication(pull), person);
  expect(posted).toMatchObject({ posted: 'written', checks: 'denied', checkRuns: [] });
});

test('lost answers and limits on the way leave one comment and one run', async () => {
  const pull = await propose();
  await fault('GET', `issues/${pull.number}/comments`);
  await fault('POST', `issues/${pull.number}/comments`, { when: 'after' });
  await fault('POST', 'check-runs$', { when: 'after' });
  await publish(publication(pull, { text: 'one', findings: [broken(1)] }));
  await fault('PATCH', 'issues/comments/', { times: 2 });
  await fault('PATCH', 'issues/comments/', {
    status: 403,
    headers: { 'x-ratelimit-remaining': '0', 'retry-after': '0' },
  });
  await publish(publication(pull, { text: 'two', findings: [broken(1)] }));
  expect(await bodies(pull.number)).toEqual([expect.stringContaining('two')]);
  const runs = await bot.checkRuns(pull.sha);
  expect(runs.map(({ annotations }) => annotations)).toEqual([1]);
});

test('no change in three environments costs few requests', async () => {
  const pull = await propose();
  const requests = async () =>
    ((await (await fetch(`${server.url}/_local/requests`)).json()) as { requests: unknown[] }).requests.length;
  const fresh = await connectGitHub({ token: 'workflow-token', repository: 'octo/models', apiUrl: server.url });
  for (const round of ['created', 'edited']) {
    const before = await requests();
    const sha = round === 'created' ? pull.sha : await pull.push();
    const pushed = await requests();
    await markStale({ pullRequest: pull.number, head: sha, key: 'all' }, fresh);
    await publish(publication({ ...pull, sha }, { environments: [] }), fresh);
    expect(before).toBeLessThanOrEqual(pushed);
    expect((await requests()) - pushed).toBeLessThanOrEqual(11);
  }
});

describe('from a merged commit back to what was reviewed', () => {
  test('the receipt of an environment for the head that was merged', async () => {
    const pull = await propose();
    await publish(publication(pull, { environments: ['dev', 'prod'] }));
    const merged = await maria.merge(pull.number);
    expect(await findReceipt(bot, merged, 'prod')).toEqual({
      found: {
        pullRequest: pull.number,
        url: expect.stringContaining('#issuecomment-'),
        receipt: expect.objectContaining({ environment: 'prod', head: pull.sha }),
      },
    });
    expect((await findReceipt(bot, merged, 'qa')).found).toMatchObject({ receipt: null });
    expect(await findReceipt(bot, pull.sha, 'dev')).toMatchObject({ why: expect.stringContaining('no pull request') });
  });

  test('not the plan of an older head, nor one that a person pasted', async () => {
    const pull = await propose();
    await publish(publication(pull));
    const sha = await pull.push();
    const facts = { head: sha, affected: ['dev'], receipts: makeReceipts(publication({ ...pull, sha })[0]) };
    await person.createComment(pull.number, `${marker('plan', 'all', facts)}\n\nforged`);
    const merged = await maria.merge(pull.number);
    expect(await findReceipt(bot, merged, 'dev')).toEqual({
      found: undefined,
      why: `the plan on #${pull.number} is not for ${sha.slice(0, 12)}, which was merged`,
    });
  });

  test('not a plan whose facts somebody has edited', async () => {
    const pull = await propose();
    const { comment } = await publish(publication(pull));
    await bot.updateComment(comment?.id ?? 0, `${marker('plan', 'all', { head: pull.sha })}\n\nedited`);
    const merged = await maria.merge(pull.number);
    expect(await findReceipt(bot, merged, 'dev')).toEqual({
      found: undefined,
      why: `the plan on #${pull.number} cannot be read`,
    });
  });

  test('there may be no plan at all', async () => {
    const pull = await propose();
    const merged = await maria.merge(pull.number);
    expect(await findReceipt(bot, merged, 'dev')).toEqual({
      found: undefined,
      why: `#${pull.number} has no plan of dev`,
    });
  });
});
