import type { Shape } from '../../../../local/sagemaker/context.ts';
import { BUCKET, IMAGE, type Platform, ROLE, startPlatform } from './platform.ts';

let platform: Platform;
/** Answers each CSV line with the sum of its fields and the number of lines in the request. */
const INFERENCE = `
import json
def model_fn(model_dir): return None
def input_fn(body, content_type):
    if content_type == "application/jsonlines":
        return [list(json.loads(line).values()) for line in body.decode().splitlines()]
    return [line.split(",") for line in body.splitlines()]
def predict_fn(data, model):
    return [sum(float(v) for v in row) for row in data]
def output_fn(prediction, accept):
    if accept == "application/jsonlines":
        return "\\n".join(json.dumps({"sum": p}) for p in prediction) + "\\n", accept
    return "\\n".join(f"{p},{len(prediction)}" for p in prediction), accept
`;

beforeAll(async () => {
  platform = await startPlatform();
  const model = await platform.archive('model/model.tar.gz', { 'code/inference.py': INFERENCE });
  platform.server.context.store.put('model', 'sums', {
    ModelName: 'sums',
    PrimaryContainer: { Image: IMAGE, ModelDataUrl: model, Environment: { SAGEMAKER_PROGRAM: 'inference.py' } },
    ExecutionRoleArn: ROLE,
  });
  platform.server.context.store.put('model', 'broken', {
    ModelName: 'broken',
    PrimaryContainer: { Image: IMAGE, ModelDataUrl: `s3://${BUCKET}/none.tar.gz` },
  });
});
afterAll(() => platform.close());

async function run(
  name: string,
  data: Record<string, string>,
  request: { input?: Shape; output?: Shape; more?: Shape } = {},
): Promise<Shape> {
  for (const [key, body] of Object.entries(data)) await platform.put(`${name}/in/${key}`, body);
  await platform.call('CreateTransformJob', {
    TransformJobName: name,
    ModelName: 'sums',
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${BUCKET}/${name}/in` } },
      ContentType: 'text/csv',
      SplitType: 'Line',
      ...request.input,
    },
    TransformOutput: {
      S3OutputPath: `s3://${BUCKET}/${name}/out`,
      AssembleWith: 'Line',
      Accept: 'text/csv',
      ...request.output,
    },
    TransformResources: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1 },
    ...request.more,
  });
  return platform.ended('TransformJob', name);
}

test('every object has its output in order, for each size of batches', async () => {
  const job = await run(
    'multi',
    { 'a.csv': '1,2\n3,4\n5,6\n', 'sub/b.csv': '7,8' },
    { more: { BatchStrategy: 'MultiRecord' } },
  );
  expect(job.FailureReason).toBeUndefined();
  expect(job).toMatchObject({
    TransformJobStatus: 'Completed',
    DataProcessing: { InputFilter: '$', OutputFilter: '$', JoinSource: 'None' },
  });
  expect(await platform.text('multi/out/a.csv.out')).toBe('3.0,3\n7.0,3\n11.0,3\n');
  expect(await platform.text('multi/out/sub/b.csv.out')).toBe('15.0,1\n');
  await run(
    'single',
    { 'a.csv': '1,2\n3,4\n\n5,6\n' },
    { more: { BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 4 } },
  );
  expect(await platform.text('single/out/a.csv.out')).toBe('3.0,1\n7.0,1\n11.0,1\n');
  await run('whole', { 'a.csv': '1,2\n3,4\n' }, { input: { SplitType: 'None' }, output: { AssembleWith: 'None' } });
  expect(await platform.text('whole/out/a.csv.out')).toBe('3.0,2\n7.0,2');
});

test('mini-batches are filled up to MaxPayloadInMB, and every row is in its place', async () => {
  const rows = Array.from({ length: 150_000 }, (_, index) => `${index},${'0'.repeat(10)}`);
  await run('large', { 'a.csv': `${rows.join('\n')}\n` }, { more: { MaxPayloadInMB: 1, MaxConcurrentTransforms: 2 } });
  const lines = (await platform.text('large/out/a.csv.out')).trimEnd().split('\n');
  expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(rows.map((_, index) => index));
  const sizes = new Set(lines.map((line) => Number(line.split(',')[1])));
  expect(Math.max(...sizes) * 17).toBeLessThanOrEqual(1.1 * 1024 * 1024);
  expect(sizes.size).toBeLessThanOrEqual(4);
});

test('filters and joins keep the key with its prediction', async () => {
  await run(
    'joined',
    { 'a.csv': 'k1,1,2\n"k,2",3,4\n' },
    { more: { DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-2,-1]' } } },
  );
  expect(await platform.text('joined/out/a.csv.out')).toBe('k1,3.0,2\n"k,2",7.0,2\n');
  await run(
    'json',
    { 'a.jsonl': '{"id":1,"x":{"a":2}}\n' },
    {
      input: { ContentType: 'application/jsonlines' },
      output: { Accept: 'application/jsonlines' },
      more: { DataProcessing: { InputFilter: '$.x', JoinSource: 'Input', OutputFilter: "$['id','SageMakerOutput']" } },
    },
  );
  expect(await platform.text('json/out/a.jsonl.out')).toBe('[1,{"sum":2}]\n');
});

test('a record that the model refuses fails the job with the model’s message and without output', async () => {
  const job = await run('refused', { 'a.csv': '1,2\nx,4\n' });
  expect(job).toMatchObject({
    TransformJobStatus: 'Failed',
    FailureReason:
      "AlgorithmError: jobs-test/refused/in/a.csv: Bad HTTP status received from algorithm: 500: could not convert string to float: 'x'",
  });
  expect(await platform.keys('refused/out')).toEqual([]);
  expect(platform.log('TransformJobs', 'refused')).toMatch(/Bad HTTP status received from algorithm: 500/);
  expect(
    (await run('too-large', { 'a.csv': `${'1'.repeat(2 ** 20 + 1)}\n` }, { more: { MaxPayloadInMB: 1 } }))
      .FailureReason,
  ).toMatch(/has a record of 1048577 bytes, more than MaxPayloadInMB \(1 MB\)/);
  await expect(run('no-data', {})).rejects.toThrow(/^No S3 objects found under S3 URL/);
  expect((await run('no-model', { 'a.csv': '1' }, { more: { ModelName: 'broken' } })).FailureReason).toMatch(
    /Failed to download the model from s3:\/\/jobs-test\/none.tar.gz/,
  );
});

test.each<[string, { input?: Shape; output?: Shape; more?: Shape }, RegExp]>([
  ['recordio', { input: { SplitType: 'RecordIO' } }, /SplitType RecordIO is not supported/],
  [
    'model',
    { more: { ModelName: 'unknown' } },
    /Could not find model "arn:aws:sagemaker:us-east-1:123456789012:model\/unknown"/,
  ],
  ['payload', { more: { MaxPayloadInMB: 60, MaxConcurrentTransforms: 2 } }, /must not be more than 100 MB/],
  [
    'path',
    { more: { DataProcessing: { InputFilter: '$[1' } } },
    /DataProcessing.InputFilter "\$\[1" cannot be read at "\[1"/,
  ],
])('a request with a wrong %s is refused', async (name, request, message) => {
  await expect(run(`bad-${name}`, { 'a.csv': '1' }, request)).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringMatching(message),
  });
});
