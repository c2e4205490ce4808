/** @servers moto */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeLines } from '../../src/plan/change.ts';
import { deploy } from '../../src/verbs/deploy.ts';
import { destroy } from '../../src/verbs/destroy.ts';
import { invoke } from '../../src/verbs/invoke.ts';
import { faultyAws, Killed } from './faulty-aws.ts';
import { quickJobs } from './quick-jobs.ts';
import { COMMIT, startWorld, type World } from './world.ts';

let endpointName: string;
const BATCH = 'mlops-batch-inference-dev';
let world: World;

beforeEach(async () => {
  world = await startWorld();
  endpointName = world.endpoint('dev');
});
afterEach(async () => {
  await world.close();
});

const input = (more: object = {}) => ({ configFile: world.configFile, environment: 'dev', commit: COMMIT, ...more });
const run = (more: object = {}) => deploy(input(more), world.ports);
const names = async () => {
  const [models, configs, endpoint] = await Promise.all([
    world.aws.sagemaker.models(endpointName),
    world.aws.sagemaker.endpointConfigs('random-forest-classifier-dev'),
    world.aws.sagemaker.endpoint(endpointName),
  ]);
  return { models: models.length, configs: configs.length, endpoint: endpoint?.status };
};

test('nothing is pinned: unchanged, and nothing is made', async () => {
  world.environment('dev', {});
  const result = await run();
  expect(result).toMatchObject({ decision: 'unchanged', reason_code: 'ok', facts: { changes: [] } });
  expect(result.summary).toBe('Nothing is pinned in dev: no model to deploy');
  expect(await names()).toEqual({ models: 0, configs: 0, endpoint: undefined });
});

test('a pinned model comes into service once; the same again changes nothing', async () => {
  const { yaml, arn } = await world.register();
  world.environment('dev', { endpoint: yaml });
  const first = await run();
  expect(first).toMatchObject({
    decision: 'done',
    facts: { endpoint: { name: endpointName, status: 'InService', package: { arn }, instance_count: 1 } },
  });
  expect(changeLines(first.facts.changes)).toEqual([
    expect.stringMatching(new RegExp(`^\\+ create model ${endpointName}-[0-9a-f]{12}: for mlops-presto version 1$`)),
    expect.stringMatching(
      /^\+ create endpoint-config random-forest-classifier-dev-[0-9a-f]{12}: 1 to 3 instances of ml.m5.xlarge$/,
    ),
    `+ create endpoint ${endpointName}: serves mlops-presto version 1`,
    `+ create scaling of ${endpointName}: 1 to 3 instances, target 1,000 invocations a minute per instance`,
  ]);
  const again = await run({ commit: 'another' });
  expect(again.decision).toBe('unchanged');
  expect(await names()).toEqual({ models: 1, configs: 1, endpoint: 'InService' });
});

test('a dry run plans the same changes and makes none', async () => {
  const { yaml } = await world.register();
  world.environment('dev', { endpoint: yaml });
  const planned = await run({ dryRun: true });
  expect(planned.facts.changes).toHaveLength(4);
  expect(await names()).toEqual({ models: 0, configs: 0, endpoint: undefined });
  expect((await run()).facts.changes).toEqual(planned.facts.changes);
});

test('every made thing carries our tags, the environment, and the commit', async () => {
  const { yaml } = await world.register();
  world.environment('dev', { endpoint: yaml });
  const { facts } = await run({ repository: 'team/models' });
  const { sagemaker } = world.aws;
  const arns = [
    (await sagemaker.endpoint(endpointName))?.arn,
    (await sagemaker.model(facts.endpoint.model ?? ''))?.arn,
    (await sagemaker.endpointConfig(facts.endpoint.config ?? ''))?.arn,
  ];
  for (const arn of arns) {
    expect(await sagemaker.tags(arn ?? '')).toEqual({
      team: 'my-team',
      'mlops:managed-by': 'sagemaker-presto-gitops',
      'mlops:environment': 'dev',
      'mlops:repository': 'team/models',
      'mlops:folder': '.',
      'mlops:commit': COMMIT,
    });
  }
});

test.each([
  [
    'is not approved',
    { approved: false },
    'not_allowed',
    /mlops-presto version 1 is PendingManualApproval, not Approved/,
  ],
] as const)('a version that %s is refused', async (_what, options, code, message) => {
  const { yaml } = await world.register(options);
  world.environment('dev', { endpoint: yaml });
  await expect(run()).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  expect(await names()).toEqual({ models: 0, configs: 0, endpoint: undefined });
});

test('an artifact that is not the pinned one is refused, and named', async () => {
  const { yaml, modelDataUri } = await world.register();
  world.environment('dev', { endpoint: yaml });
  await world.server.context.files.write(modelDataUri, 'another model');
  await expect(run()).rejects.toMatchObject({ code: 'moved', facts: { pinned: expect.stringMatching(/^sha256:/) } });
});

test('a version that does not exist is refused', async () => {
  const { yaml } = await world.register();
  world.environment('dev', { endpoint: yaml.replace('version: 1', 'version: 9') });
  await expect(run()).rejects.toMatchObject({ code: 'not_found' });
});

test('credentials of another account are refused before anything is read', async () => {
  world.environment('dev', { environment: 'account: "210987654321"\nregion: us-east-1\n' });
  await expect(run()).rejects.toMatchObject({
    code: 'not_allowed',
    message: 'These credentials belong to account 123456789012, but environments/dev/environment.yml says 210987654321',
  });
});

test('an update is in place, old versions are kept to the number, the rest goes', async () => {
  for (const version of [1, 2, 3, 4]) {
    const { yaml } = await world.register({ body: `model ${version}` });
    world.environment('dev', { endpoint: `${yaml}keep: 1\n` });
    await run();
  }
  expect(await names()).toEqual({ models: 2, configs: 2, endpoint: 'InService' });
});

test('going back to a version that is kept makes nothing new', async () => {
  const first = await world.register({ body: 'one' });
  const second = await world.register({ body: 'two' });
  for (const { yaml } of [first, second]) {
    world.environment('dev', { endpoint: yaml });
    await run();
  }
  world.environment('dev', { endpoint: first.yaml });
  const back = await run();
  expect(back.facts.changes.map(({ action, resource }) => `${action} ${resource.split(' ')[0]}`)).toEqual([
    'update endpoint',
  ]);
  expect(await names()).toEqual({ models: 2, configs: 2, endpoint: 'InService' });
});

test('a model that does not come up fails with the reason; the next deploy replaces the endpoint', async () => {
  const sick = await world.register({ mode: 'dies' });
  world.environment('dev', { endpoint: sick.yaml });
  await expect(run()).rejects.toMatchObject({
    code: 'deployment_failed',
    facts: { status: 'Failed', failure_reason: expect.any(String), log_tail: expect.any(Array) },
  });
  const well = await world.register({ body: 'well' });
  world.environment('dev', { endpoint: well.yaml });
  const result = await run();
  expect(result.facts.endpoint.status).toBe('InService');
  expect(result.facts.changes.find(({ resource }) => resource === `endpoint ${endpointName}`)).toMatchObject({
    action: 'replace',
    why: expect.stringContaining('SageMaker allows only to delete it and to create it again'),
  });
});

test('an update that does not come up leaves the old model in service and says so', async () => {
  const well = await world.register({ body: 'well' });
  world.environment('dev', { endpoint: well.yaml });
  const { facts } = await run();
  const sick = await world.register({ mode: 'dies' });
  world.environment('dev', { endpoint: sick.yaml });
  await expect(run()).rejects.toMatchObject({
    code: 'deployment_failed',
    message: expect.stringContaining(`rolled back to ${facts.endpoint.config}`),
  });
});

test.each([
  ['the first deploy', undefined, 6],
  ['an update', 'old', 7],
])('%s killed at any call, before it or after it, and run again: the same end state', async (_what, before, least) => {
  const old = before === undefined ? undefined : await world.register({ body: before });
  const next = await world.register({ body: 'next' });
  const files = (yaml: string) => ({
    endpoint: `${yaml}keep: 0\nscaling: {target: 70}\n`,
    batch: yaml,
  });
  let tried = 0;
  for (let at = 1; ; at += 1) {
    let finished = false;
    // The calls come one after the other: what was left before one of them is what was left after the one before it.
    for (const when of at === 1 ? (['before', 'after'] as const) : (['after'] as const)) {
      if (old !== undefined) {
        world.environment('dev', files(old.yaml));
        await run();
      }
      world.environment('dev', files(next.yaml));
      const faulty = faultyAws(world.aws, { at, when });
      const batch = { runBatch: true, runKey: `${at}-${when}` };
      try {
        await deploy(input(batch), world.portsOver(faulty.aws));
        finished = true;
      } catch (error) {
        expect(error).toBeInstanceOf(Killed);
        tried += 1;
      }
      const result = await run(batch);
      expect(result.facts.endpoint).toMatchObject({ status: 'InService', package: { version: next.version } });
      expect(result.facts.batch.run?.output).toMatchObject({
        rows: 12,
        sample: ['0,1,0.93', '1,1,0.93', '2,1,0.93', '3,1,0.93', '4,1,0.93'],
      });
      expect(await names()).toEqual({ models: 1, configs: 1, endpoint: 'InService' });
      expect(await world.aws.scaling.target({ endpoint: endpointName, variant: 'AllTraffic' })).toEqual({
        min: 1,
        max: 3,
      });
      expect(await world.aws.sagemaker.executions(BATCH)).toHaveLength(1);
      expect((await run(batch)).decision).toBe('unchanged');
      await destroy(input({ yes: true }), world.ports);
    }
    if (finished) break;
  }
  expect(tried).toBeGreaterThanOrEqual(least);
});

test('a batch output with rows missing is no success', async () => {
  await world.close();
  world = await startWorld(quickJobs({}, { lose: 1 }));
  const { yaml } = await world.register();
  world.environment('dev', { batch: yaml });
  await expect(run({ runBatch: true })).rejects.toMatchObject({
    code: 'deployment_failed',
    facts: { expected: 12, found: 11, endpoint: { package: null }, environment: 'dev' },
  });
});

test('the window of a batch run is execution parameters, not part of the definition', async () => {
  const { yaml } = await world.register();
  world.environment('dev', { batch: yaml });
  const first = await run({ runBatch: true, runKey: 'monday' });
  const parameters = first.facts.batch.run?.parameters ?? {};
  const hours = (Date.parse(`${parameters.EndTimeUtc}Z`) - Date.parse(`${parameters.StartTimeUtc}Z`)) / 3_600_000;
  expect(hours).toBe(168);
  expect(parameters.OutputPrefix).toBe('batch_transform_output/dev');
  const second = await run({ runBatch: true, runKey: 'tuesday' });
  expect(second.facts.changes.map(({ action }) => action)).toEqual(['keep', 'start']);
  expect(second.facts.batch.run?.execution_arn).not.toBe(first.facts.batch.run?.execution_arn);
});

test('a failed batch run is taken up again by the next deploy', async () => {
  await world.close();
  world = await startWorld(quickJobs({ 'mlops-RandomForestTransform': { fails: ['ClientError: the model refused'] } }));
  const { yaml } = await world.register();
  world.environment('dev', { batch: yaml });
  await expect(run({ runBatch: true })).rejects.toMatchObject({
    code: 'deployment_failed',
    message: expect.stringContaining('ClientError: the model refused'),
  });
  const again = await run({ runBatch: true });
  expect(again.facts.batch.run).toMatchObject({ adopted: true, output: { rows: 12 } });
});

test('answers that get lost after a call took effect are asked for again, and nothing is made twice', async () => {
  const { yaml } = await world.register();
  world.environment('dev', { endpoint: yaml, batch: yaml });
  const operations = [
    'CreateModel',
    'CreateEndpointConfig',
    'CreateEndpoint',
    'CreatePipeline',
    'StartPipelineExecution',
    'DescribeEndpoint',
  ];
  await fetch(`${world.server.url}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify(operations.map((operation) => ({ operation, drop: true }))),
  });
  const result = await run({ runBatch: true });
  expect(await (await fetch(`${world.server.url}/_local/faults`)).text()).not.toContain('drop');
  expect(result).toMatchObject({
    decision: 'done',
    facts: { endpoint: { status: 'InService' }, batch: { run: { output: { rows: 12 } } } },
  });
  expect(await names()).toEqual({ models: 1, configs: 1, endpoint: 'InService' });
  expect(await world.aws.sagemaker.executions(BATCH)).toHaveLength(1);
});

test('invoke sends rows to the endpoint of the environment; without one it says what to do', async () => {
  const file = join(world.dir, 'rows.csv');
  writeFileSync(file, '1,2,3,4\n');
  const call = () => invoke({ ...input(), file, contentType: 'text/csv', accept: 'text/csv' }, world.ports);
  world.environment('dev', {});
  await expect(call()).rejects.toMatchObject({
    code: 'not_found',
    way_out: 'Deploy first: mlops deploy --environment dev',
  });
  const { yaml } = await world.register();
  world.environment('dev', { endpoint: yaml });
  await run();
  expect((await call()).facts).toMatchObject({ endpoint: endpointName, content_type: 'text/csv', body: 'undefined:8' });
});
