import { join } from 'node:path';
import { startModelServer } from '../../../../local/sagemaker/jobs/model-server.ts';
import { DEFAULT_STARTUP_SECONDS, type ModelServer } from '../../../../local/sagemaker/model-hosting.ts';
import { BUCKET, IMAGE, type Platform, startPlatform } from './platform.ts';

let platform: Platform;
let serial = 0;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const INFERENCE = `
import json
def model_fn(model_dir):
    return open(model_dir + "/factor").read()
def input_fn(body, content_type):
    if content_type != "text/csv":
        raise ValueError("only CSV, not " + content_type)
    return [float(line) for line in body.splitlines()]
def predict_fn(data, model):
    return [each * float(model) for each in data]
def output_fn(prediction, accept):
    if accept == "application/json":
        return json.dumps(prediction)
    return "\\n".join(map(str, prediction)), "text/csv"
`;

function start(modelDataUrl: string, environment: Record<string, string>): Promise<ModelServer> {
  serial += 1;
  const name = `server-${serial}`;
  return startModelServer({
    name,
    dir: join(platform.dir, 'sagemaker', 'endpoints', name),
    containers: [{ image: IMAGE, modelDataUrl, environment }],
    context: platform.server.context,
    log: { group: `/aws/sagemaker/Endpoints/${name}`, stream: 'AllTraffic/1' },
    startupSeconds: DEFAULT_STARTUP_SECONDS,
    signal: new AbortController().signal,
  });
}

async function invoke(
  server: ModelServer,
  body: string,
  headers: Record<string, string>,
): Promise<[number, string | null, string]> {
  const answer = await fetch(`http://127.0.0.1:${server.port}/invocations`, { method: 'POST', body, headers });
  return [answer.status, answer.headers.get('content-type'), await answer.text()];
}

test('a module from another archive serves in the accepted type, and an error has its message', async () => {
  const model = await platform.archive('m1/model.tar.gz', { factor: '2' });
  const code = await platform.archive('m1/sourcedir.tar.gz', {
    'inference.py': INFERENCE,
    'requirements.txt': 'numpy\n',
  });
  const server = await start(model, { SAGEMAKER_PROGRAM: 'inference.py', SAGEMAKER_SUBMIT_DIRECTORY: code });
  try {
    expect(await server.healthy()).toBe(true);
    const csv = { 'Content-Type': 'text/csv' };
    expect(await invoke(server, '1\n2', { ...csv, Accept: 'text/csv' })).toEqual([200, 'text/csv', '2.0\n4.0']);
    expect(await invoke(server, '3', csv)).toEqual([200, 'application/json', '[6.0]']);
    expect(await invoke(server, 'x', csv)).toEqual([
      500,
      'text/plain; charset=utf-8',
      "could not convert string to float: 'x'",
    ]);
    expect((await invoke(server, '{}', { 'Content-Type': 'application/json' }))[2]).toBe(
      'only CSV, not application/json',
    );
    expect((await fetch(`http://127.0.0.1:${server.port}/nothing`)).status).toBe(404);
  } finally {
    await server.stop();
  }
  expect(await server.healthy()).toBe(false);
  expect(() => process.kill(server.pid, 0)).toThrow();
});

test('code inside the model serves, with the container’s defaults for missing functions', async () => {
  const code = `
import numpy as np
class Sum:
    def predict(self, data):
        assert data.dtype == np.float32
        return data.sum(axis=1)
def model_fn(model_dir):
    return Sum()
`;
  const model = await platform.archive('m2/model.tar.gz', { 'code/serve_it.py': code });
  const server = await start(model, {
    SAGEMAKER_PROGRAM: 'serve_it.py',
    SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code',
  });
  try {
    const csv = { 'Content-Type': 'text/csv' };
    expect(await invoke(server, '1,2\n3,4\n', csv)).toEqual([200, 'application/json', '[3.0, 7.0]']);
    expect(await invoke(server, '1,2\n3,4\n', { ...csv, Accept: 'text/csv' })).toEqual([200, 'text/csv', '3.0\n7.0\n']);
    expect((await invoke(server, '<a/>', { 'Content-Type': 'text/xml' }))[0]).toBe(415);
    expect((await invoke(server, '1,2\n3,4\n', { ...csv, Accept: 'image/png' }))[0]).toBe(406);
  } finally {
    await server.stop();
  }
});

test('a model that cannot be loaded or downloaded is an error with the reason', async () => {
  const broken = await platform.archive('m3/model.tar.gz', {
    'code/inference.py': 'def model_fn(d): raise KeyError("no weights")',
  });
  await expect(start(broken, { SAGEMAKER_PROGRAM: 'inference.py' })).rejects.toThrow(
    "The model could not be loaded: KeyError: 'no weights'",
  );
  await expect(start(`s3://${BUCKET}/none/model.tar.gz`, {})).rejects.toThrow(
    /Failed to download the model from s3:\/\/jobs-test\/none/,
  );
  await platform.put('m4/model.tar.gz', 'this is no archive');
  await expect(start(`s3://${BUCKET}/m4/model.tar.gz`, {})).rejects.toThrow(/Failed to download the model .* gzip/);
  const code = { SAGEMAKER_PROGRAM: 'inference.py', SAGEMAKER_SUBMIT_DIRECTORY: `s3://${BUCKET}/none.tar.gz` };
  await expect(start(broken, code)).rejects.toThrow(/code could not be prepared: .*404/);
});
