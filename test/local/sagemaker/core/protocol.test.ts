import { request as httpRequest } from 'node:http';
import { DescribeModelCommand, ListModelsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { CREDENTIALS, REGION } from '../../../support/moto.ts';
import { type Local, startLocal } from './harness.ts';

let local: Local;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.close());

const HEADERS = {
  'content-type': 'application/x-amz-json-1.1',
  authorization: 'AWS4-HMAC-SHA256 Credential=test',
  'x-amz-target': 'SageMaker.ListModels',
};

async function send(body: string, headers: Record<string, string> = {}, without: string[] = []) {
  const all: Record<string, string> = { ...HEADERS, ...headers };
  for (const name of without) delete all[name];
  const answer = await fetch(local.server.url, { method: 'POST', body, headers: all });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, string> };
}

test('the server answers in AWS JSON 1.1 with a request id', async () => {
  const { status, headers, body } = await send('{}');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(body).toEqual({ Models: [] });
});

test('an unknown operation is refused, and so is one that only SageMaker has', async () => {
  expect(await send('{}', { 'x-amz-target': 'SageMaker.Dance' })).toMatchObject({
    status: 400,
    body: { __type: 'UnknownOperationException', message: expect.stringContaining('Dance is not recognized') },
  });
  expect(await send('{}', { 'x-amz-target': 'SageMaker.CreateHub' })).toMatchObject({
    status: 400,
    body: {
      __type: 'UnknownOperationException',
      message: expect.stringContaining('the local SageMaker does not have'),
    },
  });
});

test('malformed JSON, a body that is not an object and a member of another type are refused', async () => {
  expect((await send('{"a":')).body).toMatchObject({ __type: 'SerializationException' });
  expect((await send('7')).body).toMatchObject({ __type: 'SerializationException' });
  expect((await send('{"MaxResults":"ten"}')).body).toEqual({
    __type: 'SerializationException',
    message: 'STRING_VALUE can not be converted to Integer (maxResults)',
  });
  expect((await send('{"NameContains":{"a":1}}')).body.message).toBe(
    'Start of structure or map found where not expected (nameContains)',
  );
});

test('a request without an Authorization header is refused', async () => {
  expect(await send('{}', {}, ['authorization'])).toMatchObject({
    status: 400,
    body: { __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
  });
});

test('a request with another content type is refused', async () => {
  expect(await send('{}', { 'content-type': 'application/json' })).toMatchObject({
    status: 404,
    body: { __type: 'UnknownOperationException' },
  });
});

test('a request larger than the limit is refused, and the server answers the next one', async () => {
  const { status, body } = await send(`{"NameContains":"${'x'.repeat(5 * 1024 * 1024)}"}`);
  expect(status).toBe(413);
  expect(body.__type).toBe('RequestEntityTooLargeException');
  expect((await send('{}')).status).toBe(200);
});

test('the server keeps the connection open between requests', async () => {
  const ports = new Set<number | undefined>();
  const { Agent } = await import('node:http');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise<void>((done, failed) => {
      const call = httpRequest(local.server.url, { method: 'POST', headers: HEADERS, agent }, (answer) => {
        answer.resume().on('end', done);
      });
      call.on('socket', (socket) => {
        if (socket.connecting) socket.on('connect', () => ports.add(socket.localPort));
        else ports.add(socket.localPort);
      });
      call.on('error', failed);
      call.end('{}');
    });
  }
  agent.destroy();
  expect(ports.size).toBe(1);
});

test('the SDK throws the service errors as exceptions with their names', async () => {
  await expect(local.sagemaker.send(new DescribeModelCommand({ ModelName: 'nothing' }))).rejects.toMatchObject({
    name: 'ValidationException',
    message: `Could not find model "arn:aws:sagemaker:${REGION}:123456789012:model/nothing".`,
    $metadata: { httpStatusCode: 400, requestId: expect.any(String) },
  });
});

describe('planned faults', () => {
  const plan = (fault: unknown) =>
    fetch(`${local.server.url}/_local/faults`, { method: 'POST', body: JSON.stringify(fault) });

  test('the SDK retries a throttled call up to its limit', async () => {
    const patient = new SageMakerClient({
      region: REGION,
      endpoint: local.server.url,
      credentials: CREDENTIALS,
      maxAttempts: 3,
    });
    await plan({ operation: 'ListModels', error: 'ThrottlingException', message: 'Rate exceeded', times: 2 });
    expect((await patient.send(new ListModelsCommand({}))).$metadata.attempts).toBe(3);
    await plan({ operation: 'ListModels', error: 'ThrottlingException', times: 1 });
    await expect(local.sagemaker.send(new ListModelsCommand({}))).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
    patient.destroy();
  });

  test('an internal failure is a 500, a delay waits, and the planned faults can be listed and deleted', async () => {
    await plan([
      { operation: '*', error: 'InternalFailure' },
      { operation: 'ListModels', delay_ms: 200 },
    ]);
    await expect(local.sagemaker.send(new ListModelsCommand({}))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 500 },
    });
    const start = Date.now();
    await local.sagemaker.send(new ListModelsCommand({}));
    expect(Date.now() - start).toBeGreaterThan(190);
    await plan({ operation: 'CreateModel', error: 'ThrottlingException' });
    const left = await fetch(`${local.server.url}/_local/faults`);
    expect(await left.json()).toMatchObject([{ operation: 'CreateModel', times: 1 }]);
    const cleared = await fetch(`${local.server.url}/_local/faults`, { method: 'DELETE' });
    expect(await cleared.json()).toEqual([]);
  });

  test('an operation whose response is dropped has taken effect', async () => {
    const group = { ModelPackageGroupName: 'dropped' };
    await plan({ operation: 'CreateModelPackageGroup', drop: true });
    const call = fetch(local.server.url, {
      method: 'POST',
      headers: { ...HEADERS, 'x-amz-target': 'SageMaker.CreateModelPackageGroup' },
      body: JSON.stringify(group),
    });
    await expect(call).rejects.toThrow();
    const again = await send(JSON.stringify(group), { 'x-amz-target': 'SageMaker.CreateModelPackageGroup' });
    expect(again.body.message).toContain('already exists');
  });

  test('a fault without an effect is refused', async () => {
    expect((await plan({ operation: 'ListModels' })).status).toBe(400);
  });
});

test('/health answers ok', async () => {
  expect(await (await fetch(`${local.server.url}/health`)).json()).toMatchObject({ status: 'ok', region: REGION });
});
