/** @servers moto */

import { randomBytes } from 'node:crypto';
import { applicationAutoScaling } from '../../../src/adapters/aws/scaling.ts';
import type { ScheduledAction, TargetTrackingPolicy, VariantName } from '../../../src/ports/scaling.ts';
import { motoEnvironment, REGION } from '../../support/moto.ts';

const previous = { ...process.env };
beforeAll(() => {
  Object.assign(process.env, motoEnvironment(process.env.AWS_ENDPOINT_URL_S3 ?? ''));
});
afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in previous)) delete process.env[name];
  Object.assign(process.env, previous);
});

const scaling = applicationAutoScaling(REGION);
let variant: VariantName;
beforeEach(() => {
  variant = { endpoint: `ep-${randomBytes(6).toString('hex')}`, variant: 'AllTraffic' };
});

const policy = (metric: TargetTrackingPolicy['metric'], target: number): TargetTrackingPolicy => ({
  name: `by-${metric}`,
  metric,
  target,
  scaleInCooldown: 600,
  scaleOutCooldown: 0,
});
const found = ({ name, ...tracking }: TargetTrackingPolicy) => ({ name, tracking });

test('a variant is registered, gets other limits, and is deregistered', async () => {
  expect(await scaling.target(variant)).toBeUndefined();
  await scaling.register(variant, { min: 1, max: 3 });
  expect(await scaling.target(variant)).toEqual({ min: 1, max: 3 });
  await scaling.register(variant, { min: 2, max: 5 });
  expect(await scaling.target(variant)).toEqual({ min: 2, max: 5 });
  expect(await scaling.deregister(variant)).toBe(true);
  expect(await scaling.target(variant)).toBeUndefined();
});

test('a policy on each metric comes back as it was set; the same name replaces it', async () => {
  await scaling.register(variant, { min: 1, max: 3 });
  const policies = [policy('invocations', 1000), policy('concurrency', 5), policy('cpu', 200)];
  for (const each of policies) await scaling.putPolicy(variant, each);
  expect(await scaling.policies(variant)).toEqual(policies.map(found));
  await scaling.putPolicy(variant, policy('cpu', 150));
  expect(await scaling.policies(variant)).toContainEqual(found(policy('cpu', 150)));
  expect(await scaling.deletePolicy(variant, 'by-cpu')).toBe(true);
  expect((await scaling.policies(variant)).map(({ name }) => name)).toEqual(['by-invocations', 'by-concurrency']);
});

test('what is sent for each metric is what AWS documents', async () => {
  await scaling.register(variant, { min: 1, max: 3 });
  for (const metric of ['invocations', 'concurrency', 'cpu'] as const)
    await scaling.putPolicy(variant, policy(metric, 7));
  const { ApplicationAutoScaling } = await import('@aws-sdk/client-application-auto-scaling');
  const client = new ApplicationAutoScaling({ region: REGION });
  const { ScalingPolicies = [] } = await client.describeScalingPolicies({
    ServiceNamespace: 'sagemaker',
    ResourceId: `endpoint/${variant.endpoint}/variant/AllTraffic`,
  });
  const waits = { TargetValue: 7, ScaleInCooldown: 600, ScaleOutCooldown: 0 };
  expect(
    ScalingPolicies.map(({ PolicyType, TargetTrackingScalingPolicyConfiguration: tracking }) => ({
      PolicyType,
      ...tracking,
    })),
  ).toEqual([
    {
      PolicyType: 'TargetTrackingScaling',
      ...waits,
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
    },
    {
      PolicyType: 'TargetTrackingScaling',
      ...waits,
      PredefinedMetricSpecification: {
        PredefinedMetricType: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
      },
    },
    {
      PolicyType: 'TargetTrackingScaling',
      ...waits,
      CustomizedMetricSpecification: {
        MetricName: 'CPUUtilization',
        Namespace: '/aws/sagemaker/Endpoints',
        Dimensions: [
          { Name: 'EndpointName', Value: variant.endpoint },
          { Name: 'VariantName', Value: 'AllTraffic' },
        ],
        Statistic: 'Average',
        Unit: 'Percent',
      },
    },
  ]);
});

test('a policy of another kind is found too, without a target', async () => {
  await scaling.register(variant, { min: 1, max: 3 });
  const { ApplicationAutoScaling } = await import('@aws-sdk/client-application-auto-scaling');
  const client = new ApplicationAutoScaling({ region: REGION });
  await client.putScalingPolicy({
    ServiceNamespace: 'sagemaker',
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    ResourceId: `endpoint/${variant.endpoint}/variant/AllTraffic`,
    PolicyName: 'step',
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'ChangeInCapacity',
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
    },
  });
  expect(await scaling.policies(variant)).toEqual([{ name: 'step', tracking: null }]);
});

test('scheduled actions come back as they were set, in their time zone; the same name replaces one', async () => {
  await scaling.register(variant, { min: 1, max: 3 });
  const day: ScheduledAction = {
    name: 'day',
    schedule: 'cron(0 8 ? * MON-FRI *)',
    timezone: 'Europe/Berlin',
    min: 2,
    max: 3,
  };
  const once: ScheduledAction = {
    name: 'launch',
    schedule: 'at(2031-01-31T12:00:00)',
    timezone: 'UTC',
    min: 3,
    max: undefined,
  };
  await scaling.putScheduledAction(variant, day);
  await scaling.putScheduledAction(variant, once);
  expect(await scaling.scheduledActions(variant)).toEqual([day, once]);
  await scaling.putScheduledAction(variant, { ...day, min: 1 });
  expect(await scaling.scheduledActions(variant)).toContainEqual({ ...day, min: 1 });
  expect(await scaling.deleteScheduledAction(variant, 'day')).toBe(true);
  expect(await scaling.scheduledActions(variant)).toEqual([once]);
});

test('a variant whose endpoint has a longer name has its own policies and actions', async () => {
  const other = { ...variant, endpoint: `${variant.endpoint}-b` };
  for (const each of [variant, other]) await scaling.register(each, { min: 1, max: 3 });
  await scaling.putPolicy(other, policy('cpu', 100));
  expect(await scaling.policies(variant)).toEqual([]);
  expect(await scaling.scheduledActions(variant)).toEqual([]);
});
