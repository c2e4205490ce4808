import { broken, type LocalGitHub, publication, startLocalGitHub } from './github-stand-in.ts';

/** The check runs of a plan, and the annotations on them. */

let local: LocalGitHub;
beforeAll(async () => {
  local = await startLocalGitHub();
});
afterAll(() => local.close());

test('annotations that are not wanted any more go with their run', async () => {
  const pull = await local.propose();
  const first = await local.publish(publication(pull, { findings: [broken(1), broken(2)] }));
  const more = await local.publish(publication(pull, { findings: [1, 2, 3].map((line) => broken(line)) }));
  expect(more.checkRuns[0]?.id).toBe(first.checkRuns[0]?.id);
  const fewer = await local.publish(publication(pull, { findings: [broken(3)] }));
  expect(fewer.checkRuns[0]?.id).not.toBe(first.checkRuns[0]?.id);
  const [shown] = await local.bot.checkRuns(pull.sha);
  expect(shown?.id).toBe(fewer.checkRuns[0]?.id);
  expect((await local.bot.checkAnnotations(shown?.id ?? 0)).map(({ start_line }) => start_line)).toEqual([3]);
});

test('a remark that is said in other words does not stand beside itself', async () => {
  const pull = await local.propose();
  await local.publish(publication(pull, { findings: [broken(1, 'said so')] }));
  const { checkRuns } = await local.publish(
    publication(pull, { findings: [{ ...broken(1, 'said so'), way_out: 'Else.' }] }),
  );
  expect((await local.bot.checkAnnotations(checkRuns[0]?.id ?? 0)).map(({ message }) => message)).toEqual([
    'said so. Else.',
  ]);
});

test('the check of an environment’s own plan stays one, whether it is affected or not', async () => {
  const pull = await local.propose();
  for (const environments of [['dev'], [], ['dev'], []]) {
    await local.publish(publication(pull, { key: 'dev', environments }));
    await local.publish(publication(pull, { key: 'prod', environments: [] }));
  }
  const { check_runs } = await local.maria.call('GET', `/commits/${pull.sha}/check-runs?filter=all`);
  const names = check_runs.map(({ name, conclusion }: { name: string; conclusion: string }) => [name, conclusion]);
  expect(names.sort()).toEqual([
    ['mlops plan (dev)', 'success'],
    ['mlops plan (prod)', 'success'],
  ]);
});

test('an environment that is not affected any more does not go on failing', async () => {
  const pull = await local.propose();
  await local.publish(publication(pull, { environments: ['dev', 'prod'], findings: [broken(1)] }));
  await local.publish(publication(pull, { environments: ['dev'] }));
  expect(await local.shown(pull.sha)).toEqual({
    'mlops plan (dev)': ['success', 0],
    'mlops plan (prod)': ['neutral', 0],
  });
});

test('what is wrong in several environments stands on its line once', async () => {
  const pull = await local.propose();
  const { checkRuns } = await local.publish(
    publication(pull, { environments: ['dev', 'prod'], findings: [broken(1)] }),
  );
  expect(checkRuns.map(({ name, conclusion, annotations }) => [name, conclusion, annotations])).toEqual([
    ['mlops plan (dev)', 'failure', 1],
    ['mlops plan (prod)', 'failure', 0],
  ]);
  expect(await local.bot.checkAnnotations(checkRuns[0]?.id ?? 0)).toMatchObject([
    { path: 'config.yml', start_line: 1, start_column: 3, annotation_level: 'failure', title: 'wrong in line 1' },
  ]);
});

test('a token that may not write checks still leaves the comment', async () => {
  const pull = await local.propose();
  const posted = await local.publish(publication(pull), local.person);
  expect(posted).toMatchObject({ posted: 'written', checks: 'denied', checkRuns: [] });
});

test('a configuration that cannot be read is one failing check, marked on its line', async () => {
  const pull = await local.propose();
  const [plan, where] = publication(pull, { environments: [] });
  await local.publish([{ ...plan, unchanged: [], findings: [broken(1)] }, where]);
  expect(await local.shown(pull.sha)).toEqual({ 'mlops plan': ['failure', 1] });
  const next = publication(pull, { environments: ['dev'] });
  await local.publish(next);
  expect(await local.shown(pull.sha)).toEqual({ 'mlops plan': ['neutral', 0], 'mlops plan (dev)': ['success', 0] });
});
