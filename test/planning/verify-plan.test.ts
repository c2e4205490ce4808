/** @servers presto */

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writePlan } from '../../src/cli/write-plan.ts';
import { Failure } from '../../src/failure.ts';
import { gapText } from '../../src/observed/gap.ts';
import type { Ports } from '../../src/ports/index.ts';
import { deploy } from '../../src/verbs/deploy.ts';
import { plan } from '../../src/verbs/plan.ts';
import { train } from '../../src/verbs/train.ts';
import { faultyAws, Killed } from '../verbs/faulty-aws.ts';
import { git } from '../verbs/git-project.ts';
import { COMMIT, startWorld, type World } from '../verbs/world.ts';

const KEY = 'a key of this repository';
let world: World;
let file: string;

beforeEach(async () => {
  world = await startWorld();
  file = join(world.dir, 'plan.json');
  world.environment('dev', {});
  const project = dirname(world.configFile);
  git(project, 'init', '-q', '-b', 'main');
  git(project, 'add', '-A');
  git(project, 'commit', '-q', '-m', 'base');
});
afterEach(async () => {
  await world.close();
});

/** Makes a plan of the work tree and writes it. */
async function reviewed({ offline = false, key = KEY } = {}) {
  const { facts } = await plan({ configFile: world.configFile, base: 'HEAD', offline }, world.ports);
  writePlan(file, facts.plan, key);
  return facts.plan;
}

const input = (more: object = {}) => ({
  configFile: world.configFile,
  environment: 'dev',
  commit: COMMIT,
  plan: { file, key: KEY },
  ...more,
});

async function refused(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Runs it again and again, each time killed one changing call later, until nothing kills it any more. */
async function untilItEnds(run: (ports: Ports) => Promise<unknown>): Promise<void> {
  for (let at = 1; ; at++) {
    expect(at).toBeLessThan(30);
    const { aws } = faultyAws(world.aws, { at, when: 'after' });
    const ended = await run(world.portsOver(aws)).catch((error: unknown) => error);
    if (ended instanceof Killed) continue;
    expect(ended).toMatchObject({ reason_code: 'ok' });
    return;
  }
}

/** What is there after a refusal: nothing may have been made. */
async function made() {
  const { sagemaker } = world.aws;
  const [endpoint, models, training] = await Promise.all([
    sagemaker.endpoint(world.endpoint('dev')),
    sagemaker.models(world.endpoint('dev')),
    sagemaker.pipeline('mlops-pipeline-presto'),
  ]);
  return { endpoint: endpoint?.name, models: models.length, training: training?.name };
}
const NOTHING = { endpoint: undefined, models: 0, training: undefined };

test('a deploy does what was planned, again too, and names what moved in the files', async () => {
  const { yaml } = await world.register();
  world.environment('dev', { endpoint: yaml });
  const shown = await reviewed();
  const [dev] = shown.environments;
  expect(dev?.changes?.map(({ action, kind }) => `${action} ${kind}`)).toEqual([
    'create model',
    'create endpoint-config',
    'create endpoint',
    'create scaling',
  ]);
  expect(dev?.gaps).toEqual([]);

  world.environment('dev', { endpoint: `${yaml}max_instance_count: 2\n` });
  expect(await refused(deploy(input(), world.ports))).toMatchObject({
    code: 'moved',
    facts: { which: 'desired', moved: 'endpoint settings' },
  });
  expect(await made()).toEqual(NOTHING);

  world.environment('dev', { endpoint: yaml });
  const result = await deploy(input(), world.ports);
  expect(result.decision).toBe('done');
  expect(result.facts.changes.map(({ resource }) => resource)).toEqual(dev?.changes?.map(({ resource }) => resource));
  expect((await deploy(input(), world.ports)).decision).toBe('unchanged');
});

test('what somebody else did to the endpoint meanwhile is named', async () => {
  const first = await world.register();
  world.environment('dev', { endpoint: first.yaml });
  await deploy({ configFile: world.configFile, environment: 'dev', commit: COMMIT }, world.ports);
  const [second, other] = [await world.register(), await world.register()];
  world.environment('dev', { endpoint: second.yaml });
  await reviewed();
  world.environment('dev', { endpoint: other.yaml });
  await deploy({ configFile: world.configFile, environment: 'dev', commit: COMMIT }, world.ports);
  world.environment('dev', { endpoint: second.yaml });
  expect(await refused(deploy(input(), world.ports))).toMatchObject({
    code: 'moved',
    message: expect.stringContaining('endpoint in the account'),
    facts: { which: 'observed', moved: 'endpoint' },
  });
});

test('a deploy that was killed at any point goes on under the same plan', async () => {
  const { yaml } = await world.register();
  world.environment('dev', { endpoint: yaml });
  await reviewed();
  await untilItEnds((ports) => deploy(input(), ports));
  expect(await made()).toMatchObject({ endpoint: world.endpoint('dev'), models: 1 });
});

test('what somebody else did to the scaling meanwhile is named', async () => {
  const first = await world.register();
  world.environment('dev', { endpoint: first.yaml });
  await deploy({ configFile: world.configFile, environment: 'dev', commit: COMMIT }, world.ports);
  world.environment('dev', { endpoint: (await world.register()).yaml });
  await reviewed();
  const variant = { endpoint: world.endpoint('dev'), variant: 'AllTraffic' };
  await world.aws.scaling.register(variant, { min: 1, max: 9 });
  expect(await refused(deploy(input(), world.ports))).toMatchObject({
    code: 'moved',
    facts: { which: 'observed', moved: 'endpoint scaling', from: '1–3', to: '1–9' },
  });
});

test.each([
  ['another instance type', 'instance_type: ml.m5.2xlarge\nscaling: {metric: concurrency}\n'],
  ['serverless', 'serverless: {memory_in_mb: 2048, max_concurrency: 5}\n'],
])('a change to %s that was killed at any point goes on under the same plan', async (_what, keys) => {
  const { yaml } = await world.register();
  world.environment('dev', { endpoint: yaml });
  await deploy({ configFile: world.configFile, environment: 'dev', commit: COMMIT }, world.ports);
  world.environment('dev', { endpoint: `${yaml}${keys}` });
  await reviewed();
  await untilItEnds((ports) => deploy(input(), ports));
  expect((await deploy(input(), world.ports)).decision).toBe('unchanged');
});

test('a training does what was planned, and goes on under the same plan when it was killed', async () => {
  world.edit((text) => text.replace('max_depth: [3, 20]', 'max_depth: [3, 15]'));
  const shown = await reviewed();
  expect(shown.environments[0]?.run?.steps.length).toBeGreaterThan(3);

  world.edit((text) => text.replace('max_depth: [3, 15]', 'max_depth: [3, 16]'));
  expect(await refused(train(input(), world.ports))).toMatchObject({
    code: 'moved',
    facts: { moved: 'training pipeline' },
  });
  expect(await made()).toEqual(NOTHING);
  world.edit((text) => text.replace('max_depth: [3, 16]', 'max_depth: [3, 15]'));

  await untilItEnds((ports) => train(input(), ports));
  expect(await train(input(), world.ports)).toMatchObject({ decision: 'unchanged' });
});

test('a merge that crossed it and moved only what a training does not look at is no move', async () => {
  world.edit((text) => text.replace('max_depth: [3, 20]', 'max_depth: [3, 15]'));
  await reviewed();
  world.edit((text) => text.replace('  num_hours_to_go_back: 168', '  num_hours_to_go_back: 24'));
  world.environment('dev', { endpoint: 'max_instance_count: 2\n' });
  expect(await train(input(), world.ports)).toMatchObject({ decision: 'done' });
});

test('a query that is laid out otherwise is the query that was reviewed; another one is not', async () => {
  const sql = join(dirname(world.configFile), 'sql/training.sql');
  const text = readFileSync(sql, 'utf8');
  world.edit((yaml) => yaml.replace('max_depth: [3, 20]', 'max_depth: [3, 15]'));
  await reviewed();
  writeFileSync(sql, text.replace('l.receiptdate > l.commitdate', 'l.receiptdate >= l.commitdate'));
  expect(await refused(train(input(), world.ports))).toMatchObject({
    code: 'moved',
    facts: { which: 'desired', moved: 'query' },
  });
  writeFileSync(sql, `-- reviewed\n${text.replaceAll('\n', '\n ')}`);
  expect(await train(input(), world.ports)).toMatchObject({ decision: 'done' });
});

test.each([
  ['by another key', { key: 'another' }],
  ['by none', { key: '' }],
])('a plan that was signed %s is not believed', async (_, { key }) => {
  const { yaml } = await world.register();
  world.environment('dev', { endpoint: yaml });
  await reviewed({ key });
  expect(await refused(deploy(input(), world.ports))).toMatchObject({ code: 'moved', facts: { which: 'signature' } });
  expect(await made()).toEqual(NOTHING);
});

test('a plan from the files alone does not allow an apply', async () => {
  const { yaml } = await world.register();
  world.environment('dev', { endpoint: yaml });
  await reviewed({ offline: true });
  expect(await refused(deploy(input(), world.ports))).toMatchObject({ code: 'inconclusive' });
  expect(await made()).toEqual(NOTHING);
});

test('a plan that does not change the environment does not allow an apply', async () => {
  await reviewed();
  const { yaml } = await world.register();
  world.environment('dev', { endpoint: yaml });
  expect(await refused(deploy(input(), world.ports))).toMatchObject({ code: 'moved', facts: { moved: 'environment' } });
});

test.each([
  ['nothing', ''],
  ['no JSON', 'plan'],
  ['another JSON', '{"schema_version": 1}'],
  ['a receipt that was cut off', '{"receipts": {"dev": {"schema_version": 1}}}'],
])('a file with %s is not a plan', async (_, text) => {
  writeFileSync(file, text);
  expect(await refused(deploy(input(), world.ports))).toMatchObject({ code: 'usage' });
});

test('what AWS does not answer is a gap of the plan with its reason, and does not allow an apply', async () => {
  const { yaml } = await world.register();
  world.environment('dev', { endpoint: yaml });
  const silent = {
    ...world.aws,
    sagemaker: new Proxy(world.aws.sagemaker, {
      get(target, name, receiver) {
        if (name !== 'endpoint') return Reflect.get(target, name, receiver);
        return async () => {
          throw new Failure('access_denied', 'AWS refused sagemaker:DescribeEndpoint');
        };
      },
    }),
  };
  const { facts } = await plan({ configFile: world.configFile, base: 'HEAD' }, world.portsOver(silent));
  const [dev] = facts.plan.environments;
  expect(dev?.gaps.map(gapText)).toEqual([expect.stringContaining('AWS refused sagemaker:DescribeEndpoint')]);
  expect(dev?.findings).toContainEqual(expect.objectContaining({ rule: 'plan/incomplete', severity: 'warning' }));
  expect(dev?.observed).not.toHaveProperty('endpoint');
  writePlan(file, facts.plan, KEY);
  expect(await refused(deploy(input(), world.ports))).toMatchObject({ code: 'moved', facts: { moved: 'endpoint' } });
  expect(await made()).toEqual(NOTHING);
});

test('credentials of another account are said, and nothing there is looked at', async () => {
  const { yaml } = await world.register();
  world.environment('dev', { environment: 'account: "210987654321"\n', endpoint: yaml });
  const { facts } = await plan({ configFile: world.configFile, base: 'HEAD' }, world.ports);
  expect(facts.plan.environments[0]).toMatchObject({
    changes: null,
    observed: null,
    gaps: [
      { source: 'aws', why: 'these credentials belong to account 123456789012, not to 210987654321' },
      {
        source: 'presto',
        why: 'it was not asked; its credentials are in Secrets Manager of the account that is planned for',
      },
    ],
  });
});
