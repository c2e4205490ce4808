import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { type DeploymentConfig, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { readRollout } from '../../../../local/sagemaker/runtime/rollout.ts';
import { CREDENTIALS, type Moto, REGION, startMoto } from '../../../support/moto.ts';
import { until } from '../../../support/processes.ts';
import { deleteObject, type Local, putObject, startLocal } from '../core/harness.ts';
import { answers, describeEndpoint, invoke, makeConfig, makeEndpoint, processesOf, untilStatus } from './endpoints.ts';

describe('a deployment configuration', () => {
  const routing = (TrafficRoutingConfiguration: object, more = {}) => ({
    BlueGreenUpdatePolicy: { TrafficRoutingConfiguration, ...more },
  });
  const percent = (Value: number) => ({ Type: 'CAPACITY_PERCENT', Value });

  test.each([
    [undefined, [[1, 0]]],
    [routing({ Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 30 }), [[1, 30]]],
    [
      routing({ Type: 'CANARY', WaitIntervalInSeconds: 60, CanarySize: percent(10) }),
      [
        [0.1, 60],
        [1, 60],
      ],
    ],
    [
      routing({ Type: 'LINEAR', WaitIntervalInSeconds: 5, LinearStepSize: percent(33) }),
      [
        [0.33, 5],
        [0.66, 5],
        [0.99, 5],
        [1, 5],
      ],
    ],
    [
      routing({ Type: 'LINEAR', WaitIntervalInSeconds: 5, LinearStepSize: { Type: 'INSTANCE_COUNT', Value: 2 } }),
      [
        [0.5, 5],
        [1, 5],
      ],
    ],
    [
      { RollingUpdatePolicy: { MaximumBatchSize: percent(50), WaitIntervalInSeconds: 7 } },
      [
        [0.5, 7],
        [1, 7],
      ],
    ],
  ])('%j gives its traffic shifts', (config, steps) => {
    expect(readRollout(config, 4).steps.map(({ share, bakeSeconds }) => [share, bakeSeconds])).toEqual(steps);
  });
});

describe('an update in progress', () => {
  let moto: Moto;
  let local: Local;
  let cloudwatch: CloudWatchClient;
  beforeAll(async () => {
    moto = await startMoto();
    cloudwatch = new CloudWatchClient({ region: REGION, endpoint: moto.url, credentials: CREDENTIALS });
  });
  afterAll(() => moto?.stop());
  beforeEach(async () => {
    local = await startLocal({ moto: moto.url });
    await makeConfig(local, 'c1', { one: {} });
    await makeConfig(local, 'c2', { two: { variant: 'variant-one' } });
    await makeEndpoint(local, 'e', 'c1');
    await untilStatus(local, 'InService');
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'errors',
        Namespace: 'AWS/SageMaker',
        MetricName: 'Invocation5XXErrors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    await alarm('OK');
  });
  afterEach(() => local.close());

  const alarm = (StateValue: 'OK' | 'ALARM') =>
    cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue, StateReason: 'test' }));
  const update = (DeploymentConfig: DeploymentConfig) =>
    local.sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'e', EndpointConfigName: 'c2', DeploymentConfig }));
  const canary = (wait: number): DeploymentConfig => ({
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: {
        Type: 'CANARY',
        WaitIntervalInSeconds: wait,
        CanarySize: { Type: 'CAPACITY_PERCENT', Value: 50 },
      },
    },
    AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] },
  });
  const baking = () =>
    until(async () => {
      const pending = (await describeEndpoint(local)).PendingDeploymentSummary;
      return pending?.ProductionVariants?.[0]?.VariantStatus?.[0]?.Status === 'Baking';
    }, 'the canary to bake');

  test('an update shifts a share of the traffic to a canary, then all', async () => {
    await update(canary(3));
    // The old fleet still answers after the new one has answered: not all traffic is shifted at once.
    const texts: string[] = [];
    await until(async () => {
      texts.push((await invoke(local)).text);
      return texts.includes('two:3') && texts.at(-1) === 'one:3';
    }, 'both fleets to answer');
    const endpoint = await untilStatus(local, 'InService');
    expect(endpoint).toMatchObject({ EndpointConfigName: 'c2', LastDeploymentConfig: canary(3) });
    expect(endpoint.FailureReason).toBeUndefined();
    expect(await answers(local, 10)).toEqual({ 'two:3': 10 });
  });

  test('an update is rolled back when an alarm goes off', async () => {
    await update(canary(60));
    await baking();
    await alarm('ALARM');
    const after = await untilStatus(local, 'InService');
    expect(after).toMatchObject({
      EndpointConfigName: 'c1',
      FailureReason: expect.stringContaining('alarm(s) [errors] went into ALARM state'),
    });
    expect(await answers(local, 10)).toEqual({ 'one:3': 10 });
    expect(processesOf(local)).toHaveLength(1);
  });

  test('an update cannot be rolled back to an unhealthy fleet, and another update succeeds', async () => {
    await invoke(local, 'fail-pings');
    await update(canary(60));
    await baking();
    await alarm('ALARM');
    const failed = await untilStatus(local, 'UpdateRollbackFailed');
    expect(failed).toMatchObject({
      EndpointConfigName: 'c1',
      FailureReason: expect.stringContaining('The old fleet is not healthy either.'),
    });
    await local.sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'e', EndpointConfigName: 'c2' }));
    expect(await untilStatus(local, 'InService')).toMatchObject({ EndpointConfigName: 'c2' });
    expect(await answers(local, 3)).toEqual({ 'two:3': 3 });
  });

  test('an update with an alarm that does not exist is refused', async () => {
    const config = { ...canary(0), AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'typo' }] } };
    await expect(update(config)).rejects.toThrow('Could not find alarm(s) [typo] of AutoRollbackConfiguration.');
    expect(await describeEndpoint(local)).toMatchObject({ EndpointStatus: 'InService' });
  });

  test('an endpoint with a deleted artifact fails with the address of the artifact', async () => {
    const data = await putObject(moto.url, 'artifacts', 'm.tar.gz', 'x');
    await makeConfig(local, 'c3', { three: { data } });
    await deleteObject(moto.url, 'artifacts', 'm.tar.gz');
    await makeEndpoint(local, 'late', 'c3');
    const failed = await untilStatus(local, 'Failed', 'late');
    expect(failed.FailureReason).toContain(
      `Failed to download model data for production variant variant-three from URL: "${data}"`,
    );
  });
});
