/** @servers moto */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT_REFUSALS } from '../../local/sagemaker/refusals/index.ts';
import { parseQuotas } from '../../local/sagemaker/refusals/quota.ts';
import { REFUSAL_NAMES } from '../../src/refusal-names.ts';
import { ROOT } from '../config/workspace.ts';
import { ACCOUNT_CASES } from './account-cases.ts';
import { AccountWorld } from './account-world.ts';

let world: AccountWorld;
beforeAll(async () => {
  world = new AccountWorld(process.env.AWS_ENDPOINT_URL_S3 ?? '');
  await world.start();
});
afterAll(() => world?.close());

test.each(ACCOUNT_CASES.map((each) => [`${each.rule} ${each.operation}`, each] as const))('%s', async (_, each) => {
  const { refused, taken, message, answer, between } = await each.prepare(world);
  const { error } = ACCOUNT_REFUSALS.find(({ name }) => name === each.rule) ?? {};
  await expect(world.call(each.operation, refused)).rejects.toMatchObject({
    type: error ?? 'ValidationException',
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
  await between?.();
  const call = world.call(each.operation, taken);
  if (answer === undefined) await expect(call).resolves.toBeDefined();
  else await expect(call).rejects.toMatchObject({ message: expect.stringMatching(answer) });
});

test('every rule has a case, and stands in a file of its name', () => {
  const names = ACCOUNT_REFUSALS.map(({ name }) => name);
  const folder = join(ROOT, 'local/sagemaker/refusals');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== 'index.ts' && entry.parentPath !== folder,
  );
  expect([...new Set(names)]).toEqual(names);
  expect(files.map(({ name }) => name.replace(/\.ts$/, '')).sort()).toEqual([...names].sort());
  expect([...new Set(ACCOUNT_CASES.map(({ rule }) => rule))].sort()).toEqual([...names].sort());
  expect(names.filter((name) => (REFUSAL_NAMES as readonly string[]).includes(name))).toEqual([]);
});

test.each(ACCOUNT_REFUSALS.map((refusal) => [refusal.name, refusal] as const))(
  '%s says what it is in a sentence',
  (_, refusal) => {
    expect(refusal.rule).toMatch(/^[A-Z].*\.$/);
    expect(refusal.source.length).toBeGreaterThan(5);
  },
);

describe('Application Auto Scaling', () => {
  test('requests about other services are passed on', async () => {
    const target = {
      ServiceNamespace: 'dynamodb',
      ResourceId: `table/${world.name()}`,
      ScalableDimension: 'dynamodb:table:ReadCapacityUnits',
    };
    const answer = await world.call('RegisterScalableTarget', { ...target, MinCapacity: 1, MaxCapacity: 2 });
    expect(answer.ScalableTargetARN).toMatch(/:scalable-target\//);
  });

  test('an error of moto arrives as it is', async () => {
    const target = { ServiceNamespace: 'sagemaker', ResourceId: 'endpoint/x', ScalableDimension: 'sagemaker:x:y' };
    await expect(world.call('RegisterScalableTarget', { ...target, MinCapacity: 1, MaxCapacity: 2 })).rejects.toThrow(
      /sagemaker:x:y/,
    );
  });
});

describe('quotas', () => {
  test('are numbers by the names of AWS', () => {
    expect(parseQuotas('{"ml.m5.xlarge for endpoint usage": 2}')).toEqual({ 'ml.m5.xlarge for endpoint usage': 2 });
    expect(parseQuotas('')).toEqual({});
  });

  test.each(['{', '[]', '{"ml.m5.xlarge for endpoint usage": "2"}', '{"x": -1}'])('%s is refused', (text) => {
    expect(() => parseQuotas(text)).toThrow(/^MLOPS_LOCAL_QUOTAS/);
  });
});
