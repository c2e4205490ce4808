import { findReceipt } from '../../src/planning/find-receipt.ts';
import { markStale, publishPlan } from '../../src/planning/publish-plan.ts';
import type { CheckRun, GitHub } from '../../src/ports/github.ts';
import { createRedactor } from '../../src/redact.ts';
import { LONGEST_COMMENT } from '../../src/report/markdown.ts';
import { marker } from '../../src/report/marker.ts';
import { broken, type LocalGitHub, publication, startLocalGitHub } from './github-stand-in.ts';

/** The comment of a plan, against the local GitHub: what is on the pull request afterwards is what a reviewer sees. */

let local: LocalGitHub;
beforeAll(async () => {
  local = await startLocalGitHub();
});
afterAll(() => local.close());

test('one comment and one check run for each environment, edited in place when it runs again', async () => {
  const pull = await local.propose();
  const first = await local.publish(publication(pull, { environments: ['dev', 'prod'] }));
  expect(first).toMatchObject({ posted: 'written', checks: 'written', newerHead: null });
  const again = await local.publish(publication(pull, { environments: ['dev', 'prod'], text: 'Another plan' }));
  expect(again.posted).toBe('written');
  expect(again.comment?.id).toBe(first.comment?.id);
  expect(again.checkRuns.map(({ id }) => id)).toEqual(first.checkRuns.map(({ id }) => id));
  expect((await local.publish(publication(pull, { environments: ['dev', 'prod'], text: 'Another plan' }))).posted).toBe(
    'unchanged',
  );
  const [body = '', ...others] = await local.bodies(pull.number);
  expect(others).toEqual([]);
  expect(body).toMatch(/^<!-- mlops:plan:all \S+ -->\n\n## [\s\S]*Another plan[\s\S]*runs\/1/);
  const runs = await local.bot.checkRuns(pull.sha);
  expect(runs.map(({ name }) => name).sort()).toEqual(['mlops plan (dev)', 'mlops plan (prod)']);
});

test('plans of separate accounts have a comment each', async () => {
  const pull = await local.propose();
  for (const key of ['dev', 'prod']) await local.publish(publication(pull, { key, environments: [key] }));
  expect(await local.bodies(pull.number)).toHaveLength(2);
  expect((await local.bot.checkRuns(pull.sha)).map(({ externalId }) => externalId).sort()).toEqual([
    `plan/${pull.number}/dev/dev`,
    `plan/${pull.number}/prod/prod`,
  ]);
});

test('the comment is found behind a hundred others, and one that a person pasted is not ours', async () => {
  const pull = await local.propose();
  const pasted = `${marker('plan', 'all', { head: pull.sha, receipts: {} })}\n\nforged`;
  for (let i = 0; i < 101; i += 1) await local.person.createComment(pull.number, i === 0 ? pasted : `talk ${i}`);
  await local.publish(publication(pull, { text: 'one' }));
  await local.publish(publication(pull, { text: 'two' }));
  const all = await local.bot.comments(pull.number);
  expect(all.filter(({ author }) => author === 'github-actions[bot]')).toHaveLength(1);
  expect(all[0]?.body).toBe(pasted);
  expect(all.at(-1)?.body).toContain('two');
});

test('with the push of a newer commit the plan is out of date, and stays so until the new one comes', async () => {
  const pull = await local.propose();
  await local.publish(publication(pull));
  expect(await markStale({ pullRequest: pull.number, head: pull.sha, key: 'all' }, local.bot)).toEqual({
    newerHead: null,
  });
  expect((await local.bodies(pull.number))[0]).not.toContain('Out of date');
  let sha = pull.sha;
  for (const _ of [1, 2]) {
    sha = await pull.push();
    await markStale({ pullRequest: pull.number, head: sha, key: 'all' }, local.bot);
    await markStale({ pullRequest: pull.number, head: sha, key: 'all' }, local.bot);
    const [body = ''] = await local.bodies(pull.number);
    expect(body).toContain(`This plan is for ${pull.sha.slice(0, 12)}; ${sha.slice(0, 12)} was pushed since`);
    expect(body.match(/Out of date/g)).toHaveLength(1);
    expect(body.match(/<!-- mlops:stale -->/g)).toHaveLength(1);
    expect(body).toContain('as planned');
  }
  const next = await local.publish(publication({ ...pull, sha }, { text: 'The next plan' }));
  expect(next.posted).toBe('written');
  const [body = '', ...others] = await local.bodies(pull.number);
  expect(others).toEqual([]);
  expect(body).toContain('The next plan');
  expect(body).not.toMatch(/Out of date|as planned/);
});

test('a run for an older commit that finishes last changes nothing', async () => {
  const pull = await local.propose();
  const sha = await pull.push();
  await local.publish(publication({ ...pull, sha }, { text: 'newer' }));
  const late = await local.publish(publication(pull, { text: 'older' }));
  expect(late).toMatchObject({ posted: 'superseded', comment: null, checkRuns: [], newerHead: sha });
  expect(await markStale({ pullRequest: pull.number, head: pull.sha, key: 'all' }, local.bot)).toEqual({
    newerHead: sha,
  });
  expect((await local.bodies(pull.number))[0]).toContain('newer');
  expect(await local.bot.checkRuns(pull.sha)).toEqual([]);
});

test('a push in the moment of writing leaves a plan that says it is out of date', async () => {
  const pull = await local.propose();
  let sha = '';
  const pushing: GitHub = {
    ...local.bot,
    async createComment(number, body) {
      sha = await pull.push();
      return await local.bot.createComment(number, body);
    },
  };
  const late = await local.publish(publication(pull), pushing);
  expect(late.newerHead).toBe(sha);
  expect((await local.bodies(pull.number))[0]).toContain(`${sha.slice(0, 12)} was pushed since`);
});

test('two runs at once, of one commit or of two, leave one comment that is true', async () => {
  const pull = await local.propose();
  await Promise.all([1, 2].map(() => local.publish(publication(pull, { text: 'same' }))));
  expect(await local.bodies(pull.number)).toHaveLength(1);
  expect(Object.keys(await local.shown(pull.sha))).toEqual(['mlops plan (dev)']);
  const sha = await pull.push();
  await Promise.all([
    local.publish(publication(pull, { text: 'older' })),
    local.publish(publication({ ...pull, sha }, { text: 'newer' })),
  ]);
  expect(await local.bodies(pull.number)).toEqual([expect.stringContaining('newer')]);
});

test('a second comment of ours that was left behind goes', async () => {
  const pull = await local.propose();
  await local.publish(publication(pull, { text: 'first' }));
  await local.bot.createComment(
    pull.number,
    `${marker('plan', 'all', { head: pull.sha, affected: [], receipts: {} })}\n\ntwin`,
  );
  await markStale({ pullRequest: pull.number, head: pull.sha, key: 'all' }, local.bot);
  expect(await local.bodies(pull.number)).toEqual([expect.stringContaining('first')]);
});

test('secrets do not reach comment, marker, check or annotation', async () => {
  const pull = await local.propose();
  const redactor = createRedactor();
  redactor.add('correct-horse-battery');
  const said = 'refused: correct-horse-battery, AKIAIOSFODNN7EXAMPLE';
  const [plan, where] = publication(pull, { text: said, findings: [broken(1, said)] });
  await publishPlan(plan, { ...where, receipts: { dev: { note: said } } }, local.bot, redactor);
  const [body = ''] = await local.bodies(pull.number);
  const facts = Buffer.from(body.match(/plan:all (\S+) /)?.[1] ?? '', 'base64url').toString();
  const [run] = await local.bot.checkRuns(pull.sha);
  const shown = JSON.stringify([
    body,
    facts,
    await local.bot.checkAnnotations(run?.id ?? 0),
    await local.maria.call('GET', `/check-runs/${run?.id}`),
  ]);
  expect(shown).toContain('refused: ***');
  expect(shown).not.toMatch(/correct-horse|AKIA/);
});

test('a long plan keeps to the limit with its summary, also when it goes stale', async () => {
  const pull = await local.propose();
  const [plan, where] = publication(pull);
  const [dev] = plan.environments;
  const lines = Array.from({ length: 9_000 }, (_, i) => ({ mark: '+' as const, text: `SELECT ${i} AS column_${i}` }));
  const differences = Array.from({ length: 20 }, (_, i) => ({
    ...{ subject: 'code' as const, path: `sagemaker-code/file-${i}.py`, from: null, to: null, place: null, lines },
  }));
  await local.publish([{ ...plan, environments: dev === undefined ? [] : [{ ...dev, differences }] }, where]);
  const [long = ''] = await local.bodies(pull.number);
  expect(long.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  expect(long.length).toBeGreaterThan(5_000);
  const sha = await pull.push();
  await markStale({ pullRequest: pull.number, head: sha, key: 'all' }, local.bot);
  const [body = ''] = await local.bodies(pull.number);
  expect(body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  expect(body).toContain(long.split('\n').slice(2, 20).join('\n'));
});

test('receipts give way to the plan where there are very many environments', async () => {
  const pull = await local.propose();
  const environments = Array.from({ length: 150 }, (_, i) => `team-${i}`);
  const [plan, where] = publication(pull, { environments });
  await publishPlan(plan, where, { ...local.bot, createCheckRun: async () => ({}) as CheckRun }, createRedactor());
  const [body = ''] = await local.bodies(pull.number);
  expect(body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  const [first = '', ...text] = body.split('\n\n');
  expect(first.length).toBeLessThan(8_000);
  expect(text.join('').length).toBeGreaterThan(300);
  const merged = await local.maria.merge(pull.number);
  expect(await findReceipt(local.bot, merged, 'team-7')).toEqual({
    found: undefined,
    why: `the plan on #${pull.number} has no receipt of team-7`,
  });
});

test('lost answers and limits on the way leave one comment and one run', async () => {
  const pull = await local.propose();
  await local.fault('GET', `issues/${pull.number}/comments`);
  await local.fault('POST', `issues/${pull.number}/comments`, { when: 'after' });
  await local.fault('POST', 'check-runs$', { when: 'after' });
  await local.publish(publication(pull, { text: 'one', findings: [broken(1)] }));
  await local.fault('PATCH', 'issues/comments/', { times: 2 });
  await local.fault('PATCH', 'issues/comments/', {
    status: 403,
    headers: { 'x-ratelimit-remaining': '0', 'retry-after': '0' },
  });
  await local.publish(publication(pull, { text: 'two', findings: [broken(1)] }));
  expect(await local.bodies(pull.number)).toEqual([expect.stringContaining('two')]);
  const runs = await local.bot.checkRuns(pull.sha);
  expect(runs.map(({ annotations }) => annotations)).toEqual([1]);
});

test('no change in three environments costs few requests', async () => {
  const pull = await local.propose();
  const requests = async () =>
    ((await (await fetch(`${local.server.url}/_local/requests`)).json()) as { requests: unknown[] }).requests.length;
  const fresh = await local.connect();
  for (const round of ['created', 'edited']) {
    const before = await requests();
    const sha = round === 'created' ? pull.sha : await pull.push();
    const pushed = await requests();
    await markStale({ pullRequest: pull.number, head: sha, key: 'all' }, fresh);
    await local.publish(publication({ ...pull, sha }, { environments: [] }), fresh);
    expect(before).toBeLessThanOrEqual(pushed);
    expect((await requests()) - pushed).toBeLessThanOrEqual(11);
  }
});
