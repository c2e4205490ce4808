/** @servers moto */

import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling';
import { deploy } from '../../src/verbs/deploy.ts';
import { REGION } from '../support/moto.ts';
import { faultyAws, Killed } from './faulty-aws.ts';
import { COMMIT, type Pinned, startWorld, type World } from './world.ts';

/* How an endpoint scales and serves, from the files to AWS: the local SageMaker and moto. */

let world: World;
let endpointName: string;
let variant: { endpoint: string; variant: string };

beforeEach(async () => {
  world = await startWorld();
  endpointName = world.endpoint('dev');
  variant = { endpoint: endpointName, variant: 'AllTraffic' };
});
afterEach(async () => {
  await world.close();
});

const input = (more: object = {}) => ({ configFile: world.configFile, environment: 'dev', commit: COMMIT, ...more });
const run = () => deploy(input(), world.ports);
const pin = ({ yaml }: Pinned, keys: string) => world.environment('dev', { endpoint: `${yaml}keep: 0\n${keys}` });

/** What AWS has of the endpoint and its scaling. */
async function inAws() {
  const { sagemaker, scaling } = world.aws;
  const endpoint = await sagemaker.endpoint(endpointName);
  const config = await sagemaker.endpointConfig(endpoint?.configName ?? '-');
  return {
    status: endpoint?.status,
    count: endpoint?.variants[0]?.desiredInstanceCount,
    type: config?.variants[0]?.instanceType,
    serverless: config?.variants[0]?.serverless,
    target: await scaling.target(variant),
    policies: (await scaling.policies(variant)).map(({ name, tracking }) => [name, tracking?.metric, tracking?.target]),
    actions: (await scaling.scheduledActions(variant)).map(({ name, schedule, min, max }) => [
      name,
      schedule,
      min,
      max,
    ]),
    configs: (await sagemaker.endpointConfigs('random-forest-classifier-dev')).length,
  };
}

const POLICY = ['sagemaker-presto-gitops-invocations', 'invocations', 1000];
const SCHEDULE = `scaling:
  schedule:
    - {name: day, cron: "0 8 ? * MON-FRI *", timezone: Europe/Berlin, min_instance_count: 2}
    - {name: night, cron: "0 20 ? * MON-FRI *", timezone: Europe/Berlin, min_instance_count: 1}
`;
const ACTIONS = [
  ['sagemaker-presto-gitops-day', 'cron(0 8 ? * MON-FRI *)', 2, 3],
  ['sagemaker-presto-gitops-night', 'cron(0 20 ? * MON-FRI *)', 1, 3],
];

test('the shipped range is registered with target tracking; a fixed number leaves Application Auto Scaling', async () => {
  const model = await world.register();
  pin(model, '');
  await run();
  expect(await inAws()).toMatchObject({ target: { min: 1, max: 3 }, policies: [POLICY], actions: [], count: 1 });
  expect((await run()).decision).toBe('unchanged');
  pin(model, 'min_instance_count: 2\nmax_instance_count: 2\n');
  await run();
  expect(await inAws()).toMatchObject({ target: undefined, policies: [], count: 2 });
  expect((await run()).decision).toBe('unchanged');
});

test('scheduled minimums come and go; what they set meanwhile is not set back', async () => {
  const model = await world.register();
  pin(model, SCHEDULE);
  await run();
  expect(await inAws()).toMatchObject({ target: { min: 1, max: 3 }, policies: [POLICY], actions: ACTIONS });
  // Eight o'clock: Application Auto Scaling runs the action.
  await world.aws.scaling.register(variant, { min: 2, max: 3 });
  expect((await run()).decision).toBe('unchanged');
  expect(await inAws()).toMatchObject({ target: { min: 2, max: 3 } });
  pin(model, '');
  await run();
  expect(await inAws()).toMatchObject({ target: { min: 1, max: 3 }, policies: [POLICY], actions: [] });
});

test('another metric takes the place of ours, and what others made stays', async () => {
  const model = await world.register();
  pin(model, '');
  await run();
  const { scaling } = world.aws;
  const client = new ApplicationAutoScaling({ region: REGION });
  const key = {
    ServiceNamespace: 'sagemaker',
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    ResourceId: `endpoint/${endpointName}/variant/AllTraffic`,
  } as const;
  await client.putScalingPolicy({
    ...key,
    PolicyName: 'by-hand',
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: { AdjustmentType: 'ChangeInCapacity', StepAdjustments: [{ ScalingAdjustment: 1 }] },
  });
  await scaling.putScheduledAction(variant, {
    name: 'theirs',
    schedule: 'cron(0 8 * * ? *)',
    timezone: 'UTC',
    min: 2,
    max: undefined,
  });
  pin(model, 'scaling: {metric: concurrency}\n');
  await run();
  const state = await inAws();
  expect(state.policies).toEqual([
    ['by-hand', undefined, undefined],
    ['sagemaker-presto-gitops-concurrency', 'concurrency', 5],
  ]);
  expect(state.actions.map(([name]) => name)).toEqual(['theirs']);
  expect((await run()).decision).toBe('unchanged');
});

describe('the capacity that runs', () => {
  /** The autoscaler, or somebody, changes the number of instances. */
  async function scaleTo(count: number): Promise<void> {
    await world.server.context.call('UpdateEndpointWeightsAndCapacities', {
      EndpointName: endpointName,
      DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredInstanceCount: count }],
    });
    for (let tries = 0; (await inAws()).status !== 'InService'; tries += 1) {
      if (tries > 100) throw new Error('not in service');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  test.each([
    ['is kept over a new model', '', 3],
    ['is kept when the new maximum is lower', 'max_instance_count: 2\n', 3],
    ['is kept over another instance type', 'instance_type: ml.m5.2xlarge\n', 3],
    ['is raised to a new minimum', 'min_instance_count: 4\nmax_instance_count: 6\n', 4],
    ['is the number of the files when that is fixed', 'min_instance_count: 2\nmax_instance_count: 2\n', 2],
  ])('%s', async (_what, keys, count) => {
    pin(await world.register({ body: 'old' }), '');
    await run();
    await scaleTo(3);
    pin(await world.register({ body: 'new' }), keys);
    await run();
    expect(await inAws()).toMatchObject({ status: 'InService', count });
  });
});

describe('another instance type', () => {
  const TYPE = `instance_type: ml.m5.2xlarge\n${SCHEDULE}`;
  const DONE = {
    status: 'InService',
    type: 'ml.m5.2xlarge',
    target: { min: 1, max: 3 },
    policies: [POLICY],
    actions: ACTIONS,
    configs: 1,
  };

  test('the variant is deregistered before the update and registered after it', async () => {
    const model = await world.register();
    pin(model, SCHEDULE);
    await run();
    pin(model, TYPE);
    const recorded = faultyAws(world.aws, { at: 1000, when: 'before' });
    await deploy(input(), world.portsOver(recorded.aws));
    expect(recorded.calls).toEqual([
      'createEndpointConfig',
      'deleteScheduledAction',
      'deleteScheduledAction',
      'deletePolicy',
      'deregister',
      'updateEndpoint',
      'register',
      'putPolicy',
      'putScheduledAction',
      'putScheduledAction',
      'deleteEndpointConfig',
    ]);
    expect(await inAws()).toMatchObject(DONE);
  });

  test('killed at any call, before it or after it, the next run finishes it', async () => {
    const model = await world.register();
    let killed = 0;
    for (let at = 1; ; at += 1) {
      pin(model, SCHEDULE);
      await run();
      pin(model, TYPE);
      const faulty = faultyAws(world.aws, { at, when: at % 2 === 0 ? 'before' : 'after' });
      const outcome = await deploy(input(), world.portsOver(faulty.aws)).catch((error: unknown) => error);
      if (!(outcome instanceof Killed)) break;
      killed += 1;
      await run();
      expect([at, await inAws()]).toEqual([at, expect.objectContaining(DONE)]);
      expect((await run()).decision).toBe('unchanged');
    }
    expect(killed).toBe(11);
  });

  test('an update that is rolled back scales as before', async () => {
    pin(await world.register({ body: 'well' }), SCHEDULE);
    await run();
    pin(await world.register({ mode: 'dies' }), 'instance_type: ml.m5.2xlarge\nmax_instance_count: 9\n');
    await expect(run()).rejects.toMatchObject({ code: 'deployment_failed' });
    expect(await inAws()).toMatchObject({
      type: 'ml.m5.xlarge',
      target: { min: 1, max: 3 },
      policies: [POLICY],
      actions: ACTIONS,
    });
  });
});

describe('serverless', () => {
  const SERVERLESS = 'serverless: {memory_in_mb: 2048, max_concurrency: 5, provisioned_concurrency: 1}\n';

  test('an endpoint without instances comes into service, and its configuration is what the files say', async () => {
    pin(await world.register(), SERVERLESS);
    const { facts } = await run();
    expect(facts.endpoint.status).toBe('InService');
    expect(await inAws()).toMatchObject({ serverless: true, type: undefined, target: undefined, policies: [] });
    const config = await world.server.context.call('DescribeEndpointConfig', {
      EndpointConfigName: facts.endpoint.config,
    });
    expect(config.ProductionVariants[0].ServerlessConfig).toEqual({
      MemorySizeInMB: 2048,
      MaxConcurrency: 5,
      ProvisionedConcurrency: 1,
    });
    expect((await run()).decision).toBe('unchanged');
  });

  test.each([
    ['from instances to serverless', '', SERVERLESS, { serverless: true, target: undefined, policies: [] }],
    [
      'from serverless to instances',
      SERVERLESS,
      '',
      { serverless: false, target: { min: 1, max: 3 }, policies: [POLICY] },
    ],
  ])('%s, killed at any call and run again: the same end state', async (_what, from, to, done) => {
    const model = await world.register();
    let killed = 0;
    for (let at = 1; ; at += 1) {
      pin(model, from);
      await run();
      pin(model, to);
      const faulty = faultyAws(world.aws, { at, when: at % 2 === 0 ? 'before' : 'after' });
      const outcome = await deploy(input(), world.portsOver(faulty.aws)).catch((error: unknown) => error);
      if (!(outcome instanceof Killed)) break;
      killed += 1;
      await run();
      expect([at, await inAws()]).toEqual([at, expect.objectContaining({ ...done, status: 'InService', configs: 1 })]);
      expect((await run()).decision).toBe('unchanged');
    }
    expect(killed).toBeGreaterThanOrEqual(5);
  });
});
