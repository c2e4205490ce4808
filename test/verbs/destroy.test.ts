/** @servers moto */

import { deploy } from '../../src/verbs/deploy.ts';
import { destroy } from '../../src/verbs/destroy.ts';
import { faultyAws, Killed } from './faulty-aws.ts';
import { COMMIT, GROUP, startWorld, type World } from './world.ts';

let world: World;
const pins: string[] = [];

beforeEach(async () => {
  world = await startWorld();
  pins.length = 0;
  for (const environment of ['dev', 'staging']) {
    const { yaml, arn } = await world.register();
    pins.push(arn);
    world.environment(environment, {
      endpoint: `${yaml}scaling:
  schedule: [{name: day, cron: "0 8 ? * MON-FRI *", min_instance_count: 2}]
`,
      batch: yaml,
    });
    await deploy(input({ environment, runBatch: true }), world.ports);
  }
});
afterEach(async () => {
  await world.close();
});

const input = (more: object = {}) => ({ configFile: world.configFile, environment: 'dev', commit: COMMIT, ...more });

/** Names of everything there is, of all environments. */
async function everything(): Promise<string[]> {
  const { sagemaker, scaling } = world.aws;
  const found = [...(await sagemaker.models('-')), ...(await sagemaker.endpointConfigs('-'))].map(({ name }) => name);
  for (const environment of ['dev', 'staging']) {
    const endpoint = await sagemaker.endpoint(world.endpoint(environment));
    if (endpoint !== undefined) found.push(endpoint.name);
    const pipeline = await sagemaker.pipeline(`mlops-batch-inference-${environment}`);
    if (pipeline !== undefined) found.push(pipeline.name);
    const variant = { endpoint: world.endpoint(environment), variant: 'AllTraffic' };
    if ((await scaling.target(variant)) !== undefined) found.push(`scaling ${environment}`);
    for (const { name } of await scaling.policies(variant)) found.push(`policy ${name} ${environment}`);
    for (const { name } of await scaling.scheduledActions(variant)) found.push(`action ${name} ${environment}`);
  }
  return found.sort();
}

test('without --yes it lists what would go, and nothing goes', async () => {
  const before = await everything();
  const result = await destroy(input(), world.ports);
  expect(result).toMatchObject({ decision: 'unchanged', facts: { removed: false } });
  expect(result.facts.changes.map(({ resource }) => resource.split(' ')[0])).toEqual([
    'scaling',
    'scaling',
    'scheduled',
    'endpoint',
    'endpoint-config',
    'model',
    'pipeline',
    'model',
  ]);
  expect(await everything()).toEqual(before);
});

test('all of the environment goes, nothing of the other one, and not the registry; again: nothing to do', async () => {
  const before = await everything();
  expect((await destroy(input({ yes: true }), world.ports)).decision).toBe('done');
  const after = await everything();
  expect(after).toHaveLength(before.length / 2);
  expect(after.filter((name) => /[- ]dev\b/.test(name))).toEqual([]);
  expect(await world.aws.sagemaker.modelPackages(GROUP)).toHaveLength(pins.length);
  expect(await destroy(input({ yes: true }), world.ports)).toMatchObject({
    decision: 'unchanged',
    summary: 'dev: there is nothing to remove',
  });
});

test('--registry removes the group and its versions too', async () => {
  await destroy(input({ yes: true, registry: true }), world.ports);
  expect(await world.aws.sagemaker.modelPackages(GROUP)).toEqual([]);
});

test('an endpoint of that name without our tags is not touched', async () => {
  await destroy(input({ yes: true }), world.ports);
  const [config] = await world.aws.sagemaker.endpointConfigs('random-forest-classifier-staging');
  await world.aws.sagemaker.createEndpoint({ name: world.endpoint('dev'), configName: config?.name ?? '', tags: {} });
  await expect(destroy(input({ yes: true }), world.ports)).rejects.toMatchObject({
    code: 'not_ours',
    message: `The endpoint ${world.endpoint('dev')} has no owner: it does not have this product’s tags`,
  });
  expect(await world.aws.sagemaker.endpoint(world.endpoint('dev'))).toBeDefined();
});

test('killed at any call and run again, nothing is left', async () => {
  const others = (await everything()).filter((name) => name.includes('staging')).length;
  for (let at = 1; at <= 8; at += 1) {
    const { aws, calls } = faultyAws(world.aws, { at, when: at % 2 === 0 ? 'before' : 'after' });
    await expect(destroy(input({ yes: true }), world.portsOver(aws))).rejects.toBeInstanceOf(Killed);
    expect(calls).toHaveLength(at);
    await destroy(input({ yes: true }), world.ports);
    const left = await everything();
    expect(left.filter((name) => /[- ]dev\b/.test(name))).toEqual([]);
    expect(left.filter((name) => name.includes('staging'))).toHaveLength(others);
    await deploy(input({ runBatch: true, runKey: String(at) }), world.ports);
  }
});
