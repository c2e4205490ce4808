import { rmSync } from 'node:fs';
import { readProject } from '../../src/project/read-project.ts';
import { changed, config, ROOT, shippedProject } from '../golden/plans/project.ts';

const shipped = shippedProject();
const alone = changed(shipped, [{ file: 'environments', remove: true }]);
const given = changed(alone, [config('s3_bucket: sagemaker-{region}-{account_id}', 's3_bucket: b-{account_id}')]);
afterAll(() => {
  for (const folder of [shipped, alone, given]) rmSync(folder, { recursive: true, force: true });
});

const read = (root: string, region?: string) =>
  readProject({ root, configPath: 'config.yml', packageRoot: ROOT, ...(region === undefined ? {} : { region }) });

test('what nothing overrides is applied as it was read', () => {
  const { state, applied } = read(shipped);
  const environments = state?.environments ?? [];
  expect(environments.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
  for (const by of [{}, { account: '210987654321' }, { env: { PRESTO_HOST: '', OTHER: 'x' } }]) {
    const again = applied(by)?.environments ?? [];
    expect(again.map((state, index) => state === environments[index])).toEqual([true, true, true]);
  }
});

test('variables change the connection and what is made of it, and nothing that is compared', () => {
  const { state, applied } = read(shipped);
  const [before, after] = [state, applied({ env: { PRESTO_HOST: 'presto.internal', PRESTO_PORT: '18080' } })];
  const dev = after?.environments[0];
  expect(dev?.config.presto).toMatchObject({ host: 'presto.internal', port: 18080, catalog: 'tpch' });
  expect(dev?.training?.hash).not.toBe(before?.environments[0]?.training?.hash);
  expect(dev?.source).toBe(before?.environments[0]?.source);
  expect(state?.environments[0]?.config.presto).toMatchObject({ host: '127.0.0.1', port: 8080 });
});

test.each([
  ['PRESTO_PORT', 'http', 'presto.port: expected a number'],
  ['PRESTO_PORT', '70000', 'presto.port: must be at most 65535'],
  ['PRESTO_HOST', 'http://presto', 'presto.host: must be a host name'],
])('a wrong %s (%s) is a mistake of the variable', (name, value, message) => {
  const { applied } = read(shipped);
  expect(() => applied({ env: { [name]: value } })).toThrow(
    expect.objectContaining({
      code: 'config_invalid',
      message: expect.stringContaining(`variable ${name} ${message}`),
    }),
  );
});

test('without a folder of environments the account and the region are given', () => {
  const one = read(given, 'eu-west-1').applied({ account: '210987654321' })?.environments[0];
  expect(one).toMatchObject({
    name: 'default',
    account: '210987654321',
    region: 'eu-west-1',
    config: {
      aws: {
        s3_bucket: 'b-210987654321',
        sagemaker_execution_role_arn: expect.stringMatching(/^arn:aws:iam::210987654321:role\//),
      },
    },
  });
  expect(one?.training?.json).toContain('b-210987654321');
  expect(one?.training?.json).not.toContain('000000000000');
});

test('a project with a mistake has no state, wherever it is applied', () => {
  const broken = changed(alone, [config('maximum_training_jobs: 4', 'maximum_training_jobs: 0')]);
  try {
    const { state, findings, applied } = read(broken);
    expect([state, applied({ account: '210987654321' })]).toEqual([null, null]);
    expect(findings).toEqual([expect.objectContaining({ severity: 'error' })]);
  } finally {
    rmSync(broken, { recursive: true, force: true });
  }
});
