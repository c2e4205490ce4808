import { broken, type PlanForge, publication, startPlanForge } from './publish-plan-forge.ts';

/** The check runs of a plan, and the annotations on them. */

let forge: PlanForge;
beforeAll(async () => {
  forge = await startPlanForge();
});
afterAll(() => forge.close());

test('annotations that are not wanted any more go with their run', async () => {
  const pull = await forge.propose();
  const first = await forge.publish(publication(pull, { findings: [broken(1), broken(2)] }));
  const more = await forge.publish(publication(pull, { findings: [1, 2, 3].map((line) => broken(line)) }));
  expect(more.checkRuns[0]?.id).toBe(first.checkRuns[0]?.id);
  const fewer = await forge.publish(publication(pull, { findings: [broken(3)] }));
  expect(fewer.checkRuns[0]?.id).not.toBe(first.checkRuns[0]?.id);
  const [shown] = await forge.bot.checkRuns(pull.sha);
  expect(shown?.id).toBe(fewer.checkRuns[0]?.id);
  expect((await forge.bot.checkAnnotations(shown?.id ?? 0)).map(({ start_line }) => start_line)).toEqual([3]);
});

test('a remark that is said in other words does not stand beside itself', async () => {
  const pull = await forge.propose();
  await forge.publish(publication(pull, { findings: [broken(1, 'said so')] }));
  const { checkRuns } = await forge.publish(
    publication(pull, { findings: [{ ...broken(1, 'said so'), way_out: 'Else.' }] }),
  );
  expect((await forge.bot.checkAnnotations(checkRuns[0]?.id ?? 0)).map(({ message }) => message)).toEqual([
    'said so. Else.',
  ]);
});

test('the check of an environment’s own plan stays one, whether it is affected or not', async () => {
  const pull = await forge.propose();
  for (const environments of [['dev'], [], ['dev'], []]) {
    await forge.publish(publication(pull, { key: 'dev', environments }));
    await forge.publish(publication(pull, { key: 'prod', environments: [] }));
  }
  const { check_runs } = await forge.maria.call('GET', `/commits/${pull.sha}/check-runs?filter=all`);
  const names = check_runs.map(({ name, conclusion }: { name: string; conclusion: string }) => [name, conclusion]);
  expect(names.sort()).toEqual([
    ['mlops plan (dev)', 'success'],
    ['mlops plan (prod)', 'success'],
  ]);
});

test('an environment that is not affected any more does not go on failing', async () => {
  const pull = await forge.propose();
  await forge.publish(publication(pull, { environments: ['dev', 'prod'], findings: [broken(1)] }));
  await forge.publish(publication(pull, { environments: ['dev'] }));
  expect(await forge.shown(pull.sha)).toEqual({
    'mlops plan (dev)': ['success', 0],
    'mlops plan (prod)': ['neutral', 0],
  });
});

test('what is wrong in several environments stands on its line once', async () => {
  const pull = await forge.propose();
  const { checkRuns } = await forge.publish(
    publication(pull, { environments: ['dev', 'prod'], findings: [broken(1)] }),
  );
  expect(checkRuns.map(({ name, conclusion, annotations }) => [name, conclusion, annotations])).toEqual([
    ['mlops plan (dev)', 'failure', 1],
    ['mlops plan (prod)', 'failure', 0],
  ]);
  expect(await forge.bot.checkAnnotations(checkRuns[0]?.id ?? 0)).toMatchObject([
    { path: 'config.yml', start_line: 1, start_column: 3, annotation_level: 'failure', title: 'wrong in line 1' },
  ]);
});

test('a token that may not write checks still leaves the comment', async () => {
  const pull = await forge.propose();
  const posted = await forge.publish(publication(pull), forge.person);
  expect(posted).toMatchObject({ posted: 'written', checks: 'denied', checkRuns: [] });
});

test('a configuration that cannot be read is one failing check, marked on its line', async () => {
  const pull = await forge.propose();
  const [plan, where] = publication(pull, { environments: [] });
  await forge.publish([{ ...plan, unchanged: [], findings: [broken(1)] }, where]);
  expect(await forge.shown(pull.sha)).toEqual({ 'mlops plan': ['failure', 1] });
  const next = publication(pull, { environments: ['dev'] });
  await forge.publish(next);
  expect(await forge.shown(pull.sha)).toEqual({ 'mlops plan': ['neutral', 0], 'mlops plan (dev)': ['success', 0] });
});
