import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateEndpointConfigCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  ListEndpointsCommand,
  UpdateEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { until } from '../../../support/processes.ts';
import { type Local, startLocal } from '../core/harness.ts';
import {
  alive,
  answers,
  describeEndpoint,
  invoke,
  makeConfig,
  makeEndpoint,
  makeModel,
  processesOf,
  untilStatus,
} from './endpoints.ts';

const ARN = 'arn:aws:sagemaker:us-east-1:123456789012:';
let local: Local;
beforeEach(async () => {
  local = await startLocal();
});
afterEach(() => local.close());

const update = (config: string, more = {}) =>
  local.sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'e', EndpointConfigName: config, ...more }));
const deleteEndpoint = (name = 'e') => local.sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));

test('an endpoint is created, invoked and deleted, and its process ends', async () => {
  const releaseFile = join(local.dir, 'release');
  await makeConfig(local, 'c', { one: { mode: `waits:${releaseFile}` } });
  await makeEndpoint(local, 'e', 'c');
  const creating = await describeEndpoint(local);
  expect(creating).toMatchObject({ EndpointStatus: 'Creating', PendingDeploymentSummary: { EndpointConfigName: 'c' } });
  await expect(deleteEndpoint()).rejects.toThrow(`Cannot update in-progress endpoint "${ARN}endpoint/e".`);
  await expect(invoke(local)).rejects.toMatchObject({
    name: 'ValidationError',
    message: expect.stringContaining('Creating'),
  });
  writeFileSync(releaseFile, '');
  const serving = await untilStatus(local, 'InService');
  const [pid = 0] = processesOf(local);
  expect(serving.PendingDeploymentSummary).toBeUndefined();
  expect(serving.ProductionVariants).toMatchObject([
    { VariantName: 'variant-one', CurrentWeight: 1, CurrentInstanceCount: 1, DesiredInstanceCount: 1 },
  ]);
  expect(await invoke(local, '1,2,3', { CustomAttributes: 'trace' })).toEqual({
    text: 'one:5',
    variant: 'variant-one',
    type: 'text/csv',
    attributes: 'trace',
  });
  expect(alive(pid)).toBe(true);
  await expect(makeEndpoint(local, 'E', 'c')).rejects.toThrow(
    `Cannot create already existing endpoint "${ARN}endpoint/e".`,
  );
  await deleteEndpoint();
  await until(() => local.server.context.store.get('endpoint', 'e') === undefined, 'the endpoint to be deleted');
  await expect(describeEndpoint(local)).rejects.toMatchObject({
    name: 'ValidationException',
    message: `Could not find endpoint "${ARN}endpoint/e".`,
  });
  expect(alive(pid)).toBe(false);
});

test.each([
  ['dies', /did not pass the ping health check: its process ended/],
  ['unhealthy', /did not pass the ping health check within 1 seconds/],
])(
  'an endpoint whose container has the mode %s is Failed with the reason, and no process is left',
  async (mode, reason) => {
    await makeConfig(local, 'c', { bad: { mode } });
    if (mode === 'unhealthy') {
      // The API demands at least 60 seconds; the test does not wait that long.
      const record = local.server.context.store.get('endpoint-config', 'c') ?? {};
      record.ProductionVariants[0].ContainerStartupHealthCheckTimeoutInSeconds = 1;
      local.server.context.store.put('endpoint-config', 'c', record);
    }
    await makeEndpoint(local, 'e', 'c');
    const failed = await untilStatus(local, 'Failed');
    expect(failed.FailureReason).toMatch(reason);
    expect(processesOf(local)).toEqual([]);
    await expect(update('c')).rejects.toThrow(/it can only be deleted/);
    await deleteEndpoint();
    await until(() => local.server.context.store.get('endpoint', 'e') === undefined, 'the endpoint to be deleted');
  },
);

test('an update switches without a failed call and ends the old server', async () => {
  await makeConfig(local, 'c1', { one: {} });
  await makeConfig(local, 'c2', { two: {} });
  await makeEndpoint(local, 'e', 'c1');
  await untilStatus(local, 'InService');
  const [old = 0] = processesOf(local);
  await update('c2');
  const texts = new Set<string>();
  await until(async () => {
    texts.add((await invoke(local)).text);
    return (await describeEndpoint(local)).EndpointStatus === 'InService';
  }, 'the update');
  expect((await invoke(local)).text).toBe('two:3');
  expect([...texts].every((text) => ['one:3', 'two:3'].includes(text))).toBe(true);
  expect(await describeEndpoint(local)).toMatchObject({ EndpointConfigName: 'c2' });
  await until(() => !alive(old), 'the old server to end');
});

test('an update that cannot start keeps the old configuration in service, with the reason', async () => {
  const releaseFile = join(local.dir, 'release');
  await makeConfig(local, 'c1', { one: {} });
  await makeConfig(local, 'c2', { bad: { mode: `dies:${releaseFile}` } });
  await makeEndpoint(local, 'e', 'c1');
  await untilStatus(local, 'InService');
  await update('c2');
  expect(await describeEndpoint(local)).toMatchObject({
    EndpointStatus: 'Updating',
    EndpointConfigName: 'c1',
    PendingDeploymentSummary: { EndpointConfigName: 'c2' },
  });
  await expect(update('c2')).rejects.toThrow(/Cannot update in-progress endpoint/);
  writeFileSync(releaseFile, '');
  const after = await untilStatus(local, 'InService');
  expect(after).toMatchObject({
    EndpointConfigName: 'c1',
    FailureReason: expect.stringContaining('variant-bad did not pass the ping health check'),
  });
  expect(await invoke(local)).toMatchObject({ text: 'one:3', variant: 'variant-one' });
  expect(processesOf(local)).toHaveLength(1);
});

test('an endpoint serves after its model and configuration were deleted, and its next update is refused', async () => {
  await makeConfig(local, 'c1', { one: {} });
  await makeConfig(local, 'c2', { two: {} });
  await makeEndpoint(local, 'e', 'c1');
  await untilStatus(local, 'InService');
  await local.sagemaker.send(new DeleteModelCommand({ ModelName: 'one' }));
  await local.sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'c1' }));
  expect((await invoke(local)).text).toBe('one:3');
  await expect(update('c2')).rejects.toThrow(`Could not find endpoint configuration "${ARN}endpoint-config/c1".`);
});

test('calls go to a variant by weight, by name, and by new weights', async () => {
  await makeConfig(local, 'c', { one: { weight: 0 }, two: { weight: 3 } });
  await makeEndpoint(local, 'e', 'c');
  await untilStatus(local, 'InService');
  expect(await answers(local, 20)).toEqual({ 'two:3': 20 });
  expect(await invoke(local, 'abc', { TargetVariant: 'variant-one' })).toMatchObject({
    variant: 'variant-one',
    text: 'one:3',
  });
  await expect(invoke(local, 'abc', { TargetVariant: 'other' })).rejects.toMatchObject({ name: 'ValidationError' });
  await local.sagemaker.send(
    new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName: 'e',
      DesiredWeightsAndCapacities: [
        { VariantName: 'variant-one', DesiredWeight: 1, DesiredInstanceCount: 4 },
        { VariantName: 'variant-two', DesiredWeight: 0 },
      ],
    }),
  );
  const after = await untilStatus(local, 'InService');
  expect(after.ProductionVariants).toMatchObject([
    { VariantName: 'variant-one', CurrentWeight: 1, DesiredWeight: 1, CurrentInstanceCount: 4 },
    { VariantName: 'variant-two', CurrentWeight: 0 },
  ]);
  expect(await answers(local, 20)).toEqual({ 'one:3': 20 });
});

test('an update can keep the instance counts of the autoscaler', async () => {
  await makeConfig(local, 'c1', { one: { count: 1 } });
  await local.sagemaker.send(new DeleteModelCommand({ ModelName: 'one' }));
  await makeConfig(local, 'c2', { one: { count: 2 } });
  await makeEndpoint(local, 'e', 'c1');
  await untilStatus(local, 'InService');
  await local.sagemaker.send(
    new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName: 'e',
      DesiredWeightsAndCapacities: [{ VariantName: 'variant-one', DesiredInstanceCount: 7, DesiredWeight: 5 }],
    }),
  );
  await untilStatus(local, 'InService');
  await update('c2', {
    RetainAllVariantProperties: true,
    ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredWeight' }],
  });
  expect((await untilStatus(local, 'InService')).ProductionVariants).toMatchObject([
    { CurrentInstanceCount: 7, CurrentWeight: 1 },
  ]);
  await update('c2');
  expect((await untilStatus(local, 'InService')).ProductionVariants).toMatchObject([{ CurrentInstanceCount: 2 }]);
});

test('errors of the model, unknown endpoints and large bodies are reported as by the service', async () => {
  await makeConfig(local, 'c', { one: {} });
  await makeEndpoint(local, 'e', 'c');
  await untilStatus(local, 'InService');
  await expect(invoke(local, 'break')).rejects.toMatchObject({
    name: 'ModelError',
    $metadata: { httpStatusCode: 424 },
    OriginalStatusCode: 500,
    OriginalMessage: 'the model broke',
    LogStreamArn: expect.stringContaining('/aws/sagemaker/Endpoints/e'),
    message: expect.stringContaining('Received server error (500) from primary with message "the model broke"'),
  });
  await expect(invoke(local, 'reject')).rejects.toMatchObject({
    OriginalStatusCode: 400,
    OriginalMessage: 'wrong columns',
  });
  await expect(invoke(local, 'abc', {}, 'other')).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Endpoint other of account 123456789012 not found.',
  });
  await expect(invoke(local, 'abc', {}, 'E')).rejects.toMatchObject({ name: 'ValidationError' });
  expect((await invoke(local, 'x'.repeat(6_291_456))).text).toBe('one:6291456');
  await expect(invoke(local, 'x'.repeat(6_291_457))).rejects.toMatchObject({ $metadata: { httpStatusCode: 413 } });
  await fetch(`${local.server.url}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify({ operation: 'InvokeEndpoint', error: 'ThrottlingException' }),
  });
  await expect(invoke(local)).rejects.toMatchObject({ name: 'ThrottlingException' });
});

test('a model server that dies is started again', async () => {
  await makeConfig(local, 'c', { one: {} });
  await makeEndpoint(local, 'e', 'c');
  await untilStatus(local, 'InService');
  const [old] = processesOf(local);
  await expect(invoke(local, 'exit')).rejects.toMatchObject({ name: 'ServiceUnavailable' });
  await until(async () => (await invoke(local).catch(() => undefined))?.text === 'one:3', 'the server to be back');
  expect(processesOf(local)).toHaveLength(1);
  expect(processesOf(local)[0]).not.toBe(old);
});

test('endpoints are listed by status and by time', async () => {
  await makeConfig(local, 'c', { one: {} });
  await makeConfig(local, 'bad', { dead: { mode: 'dies' } });
  await makeEndpoint(local, 'good', 'c');
  await makeEndpoint(local, 'broken', 'bad');
  await untilStatus(local, 'InService', 'good');
  await untilStatus(local, 'Failed', 'broken');
  const listed = async (input: object) =>
    (await local.sagemaker.send(new ListEndpointsCommand(input))).Endpoints?.map((each) => each.EndpointName);
  expect(await listed({})).toEqual(['broken', 'good']);
  expect(await listed({ StatusEquals: 'Failed' })).toEqual(['broken']);
  expect(await listed({ SortBy: 'Status', SortOrder: 'Ascending' })).toEqual(['broken', 'good']);
  expect(await listed({ LastModifiedTimeBefore: new Date(0) })).toEqual([]);
});

test('a serverless endpoint serves, shows its memory instead of instances, and can get instances later', async () => {
  const ServerlessConfig = { MemorySizeInMB: 2048, MaxConcurrency: 5, ProvisionedConcurrency: 1 };
  await makeConfig(local, 'instances', { two: {} });
  await makeModel(local, 'one');
  await local.sagemaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'serverless',
      ProductionVariants: [{ VariantName: 'variant-two', ModelName: 'one', ServerlessConfig }],
    }),
  );
  await makeEndpoint(local, 'e', 'serverless');
  const serving = await untilStatus(local, 'InService');
  expect(serving.ProductionVariants).toEqual([
    expect.objectContaining({
      VariantName: 'variant-two',
      CurrentWeight: 1,
      CurrentInstanceCount: 0,
      CurrentServerlessConfig: ServerlessConfig,
      DesiredServerlessConfig: ServerlessConfig,
    }),
  ]);
  expect(serving.ProductionVariants?.[0]).not.toHaveProperty('DesiredInstanceCount');
  expect(await invoke(local, '1,2,3')).toMatchObject({ text: 'one:5', variant: 'variant-two' });
  await update('instances');
  const updated = await untilStatus(local, 'InService');
  expect(updated.ProductionVariants?.[0]).toMatchObject({ CurrentInstanceCount: 1, DesiredInstanceCount: 1 });
  expect(updated.ProductionVariants?.[0]).not.toHaveProperty('CurrentServerlessConfig');
  expect(await invoke(local, '1,2,3')).toMatchObject({ text: 'two:5' });
});
