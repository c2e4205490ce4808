import { existsSync } from 'node:fs';
import type { Shape } from '../../../../local/sagemaker/context.ts';
import { BUCKET, IMAGE, type Platform, ROLE, RUNPROC, startPlatform } from './platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

interface JobOptions {
  readonly script: string;
  readonly requirements?: string;
  readonly arguments?: string[];
  readonly outputs?: string[];
  readonly inputs?: Shape[];
  readonly image?: string;
  readonly instances?: number;
  readonly maxRuntime?: number;
}

/** Creates a job as the SDK's FrameworkProcessor does: runproc.sh with absolute paths, scripts in sourcedir.tar.gz. */
async function create(name: string, options: JobOptions): Promise<void> {
  const files = {
    'script.py': options.script,
    ...(options.requirements ? { 'requirements.txt': options.requirements } : {}),
  };
  const code = await platform.archive(`${name}/code/sourcedir.tar.gz`, files);
  const entry = await platform.put(`${name}/code/runproc.sh`, RUNPROC);
  const input = (InputName: string, S3Uri: string, LocalPath: string, more: Shape = {}) => ({
    InputName,
    AppManaged: false,
    S3Input: {
      S3Uri,
      LocalPath,
      S3DataType: 'S3Prefix',
      S3InputMode: 'File',
      S3DataDistributionType: 'FullyReplicated',
      S3CompressionType: 'None',
      ...more,
    },
  });
  await platform.call('CreateProcessingJob', {
    ProcessingJobName: name,
    RoleArn: ROLE,
    ProcessingResources: {
      ClusterConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: options.instances ?? 1, VolumeSizeInGB: 30 },
    },
    AppSpecification: {
      ImageUri: options.image ?? IMAGE,
      ContainerEntrypoint: ['/bin/bash', '/opt/ml/processing/input/entrypoint/runproc.sh'],
      ...(options.arguments ? { ContainerArguments: options.arguments } : {}),
    },
    Environment: { GREETING: 'hello' },
    ProcessingInputs: [
      input('code', code, '/opt/ml/processing/input/code/'),
      input('entrypoint', entry, '/opt/ml/processing/input/entrypoint'),
      ...(options.inputs ?? []),
    ],
    ProcessingOutputConfig: {
      Outputs: (options.outputs ?? []).map((output) => ({
        OutputName: output,
        AppManaged: false,
        S3Output: {
          S3Uri: `s3://${BUCKET}/${name}/${output}`,
          LocalPath: `/opt/ml/processing/${output}`,
          S3UploadMode: 'EndOfJob',
        },
      })),
    },
    ...(options.maxRuntime ? { StoppingCondition: { MaxRuntimeInSeconds: options.maxRuntime } } : {}),
    Tags: [{ Key: 'team', Value: 'a' }],
  });
}

async function run(name: string, options: JobOptions): Promise<Shape> {
  await create(name, options);
  return platform.ended('ProcessingJob', name);
}

test('a job of the SDK runs unchanged in /opt/ml, and its outputs are uploaded', async () => {
  const before = existsSync('/opt/ml');
  const job = await run('works', {
    arguments: ['--target', 'a b', '--quote', `it's "quoted"; $HOME`],
    requirements: 'pandas\n',
    outputs: ['train'],
    script: `
import json, os, sys, sklearn, pathlib
pathlib.Path("/opt/ml/processing/train/out.json").write_text(json.dumps({
  "argv": sys.argv[1:], "greeting": os.environ["GREETING"], "region": os.environ["AWS_REGION"],
  "config": json.load(open("/opt/ml/config/processingjobconfig.json")),
  "resources": json.load(open("/opt/ml/config/resourceconfig.json")), "sklearn": sklearn.__version__}))
os.makedirs("/opt/ml/output", exist_ok=True)
open("/opt/ml/output/message", "w").write("all well")
print("done", flush=True)
`,
  });
  expect(job).toMatchObject({ ProcessingJobStatus: 'Completed', ExitMessage: 'all well' });
  expect(job.FailureReason).toBeUndefined();
  expect(job.ProcessingEndTime).toBeGreaterThanOrEqual(job.ProcessingStartTime);
  expect(job.ProcessingStartTime).toBeGreaterThanOrEqual(job.CreationTime);
  const out = JSON.parse(await platform.text('works/train/out.json'));
  expect(out).toMatchObject({
    argv: ['--target', 'a b', '--quote', `it's "quoted"; $HOME`],
    greeting: 'hello',
    region: 'us-east-1',
    config: { ProcessingJobName: 'works', AppSpecification: { ImageUri: IMAGE } },
    resources: { current_host: 'algo-1', hosts: ['algo-1'] },
    sklearn: expect.stringMatching(/^1\./),
  });
  expect(platform.log('ProcessingJobs', 'works')).toMatch(/\/opt\/ml is this container|no mount namespace/);
  expect(platform.log('ProcessingJobs', 'works')).toContain('done\n');
  expect(existsSync('/opt/ml')).toBe(before);
});

test.each([
  [
    'a script that raises',
    'raise ValueError("no such table")',
    'AlgorithmError: See job logs for more information, exit code: 1',
  ],
  [
    'a script that leaves a message',
    'import os; open("/opt/ml/output/message","w").write("query failed: line 3"); raise SystemExit(4)',
    'AlgorithmError: query failed: line 3, exit code: 4',
  ],
  [
    'a script that is killed for memory',
    'import os, signal; os.kill(os.getpid(), signal.SIGKILL)',
    'AlgorithmError: See job logs for more information, exit code: 137',
  ],
])('%s fails the job, and nothing is uploaded', async (title, script, reason) => {
  const name = title.replace(/\W+/g, '-');
  const job = await run(name, {
    script: `open("/opt/ml/processing/train/x","w").write("x")\n${script}`,
    outputs: ['train'],
  });
  expect(job).toMatchObject({ ProcessingJobStatus: 'Failed', FailureReason: reason });
  expect(await platform.keys(`${name}/train`)).toEqual([]);
});

test('a missing input, an unknown image and a missing bucket fail the job with the reason', async () => {
  const s3 = (S3Uri: string) => [
    {
      InputName: 'data',
      S3Input: { S3Uri, LocalPath: '/opt/ml/processing/data', S3DataType: 'S3Prefix', S3InputMode: 'File' },
    },
  ];
  const missing = await run('missing-input', { script: '', inputs: s3(`s3://${BUCKET}/nowhere/`) });
  expect(missing.FailureReason).toMatch(
    /^ClientError: Data download failed:No S3 objects found under S3 URL "s3:\/\/jobs-test\/nowhere\/"/,
  );
  const bucket = await run('missing-bucket', { script: '', inputs: s3('s3://no-such-bucket/x') });
  expect(bucket.FailureReason).toMatch(/no bucket no-such-bucket/);
  const image = await run('wrong-image', { script: '', image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1' });
  expect(image.FailureReason).toMatch(
    /mine:1 cannot be run on this machine. Supported is sagemaker-scikit-learn with the tags/,
  );
});

test('two hosts share the input by key and see each other, and their outputs are merged', async () => {
  for (const each of ['a', 'b', 'c']) await platform.put(`cluster-data/${each}.csv`, each);
  const job = await run('cluster', {
    instances: 2,
    outputs: ['out'],
    inputs: [
      {
        InputName: 'data',
        S3Input: {
          S3Uri: `s3://${BUCKET}/cluster-data`,
          LocalPath: '/opt/ml/processing/data',
          S3DataType: 'S3Prefix',
          S3InputMode: 'File',
          S3DataDistributionType: 'ShardedByS3Key',
        },
      },
    ],
    script: `
import json, os, socket
r = json.load(open("/opt/ml/config/resourceconfig.json"))
if os.path.ismount("/opt/ml"): [socket.gethostbyname(h) for h in r["hosts"]]
open("/opt/ml/processing/out/" + r["current_host"], "w").write(",".join(sorted(os.listdir("/opt/ml/processing/data"))))
`,
  });
  expect(job.FailureReason).toBeUndefined();
  expect(await platform.keys('cluster/out')).toEqual(['cluster/out/algo-1', 'cluster/out/algo-2']);
  expect(await platform.text('cluster/out/algo-1')).toBe('a.csv,c.csv');
  expect(await platform.text('cluster/out/algo-2')).toBe('b.csv');
});

test('a job can be stopped, and a job over its time limit is stopped', async () => {
  const sleep = 'import time; print("started", flush=True); time.sleep(60)';
  await create('stopped', { script: sleep });
  while (
    (await platform.call('DescribeProcessingJob', { ProcessingJobName: 'stopped' })).ProcessingStartTime === undefined
  )
    await new Promise((go) => setTimeout(go, 50));
  await platform.call('StopProcessingJob', { ProcessingJobName: 'stopped' });
  expect(await platform.ended('ProcessingJob', 'stopped')).toMatchObject({ ProcessingJobStatus: 'Stopped' });
  await expect(platform.call('StopProcessingJob', { ProcessingJobName: 'stopped' })).rejects.toThrow(
    /is in status Stopped/,
  );
  const long = await run('too-long', { script: sleep, maxRuntime: 2 });
  expect(long).toMatchObject({
    ProcessingJobStatus: 'Stopped',
    FailureReason: expect.stringMatching(/MaxRuntimeInSeconds \(2\)/),
  });
});

test('jobs are refused and listed as by the service', async () => {
  await expect(platform.call('DescribeProcessingJob', { ProcessingJobName: 'none' })).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'Could not find requested job with name: none',
  });
  await create('twice', { script: '' });
  await expect(create('twice', { script: '' })).rejects.toMatchObject({ code: 'ResourceInUse' });
  await platform.ended('ProcessingJob', 'twice');
  const first = await platform.call('ListProcessingJobs', {
    MaxResults: 1,
    NameContains: 'i',
    SortBy: 'Name',
    SortOrder: 'Descending',
  });
  expect(first.ProcessingJobSummaries).toHaveLength(1);
  const second = await platform.call('ListProcessingJobs', {
    MaxResults: 1,
    NameContains: 'i',
    SortBy: 'Name',
    SortOrder: 'Descending',
    NextToken: first.NextToken,
  });
  expect(second.ProcessingJobSummaries[0].ProcessingJobName < first.ProcessingJobSummaries[0].ProcessingJobName).toBe(
    true,
  );
  const { ProcessingJobArn } = await platform.call('DescribeProcessingJob', { ProcessingJobName: 'twice' });
  expect(await platform.call('ListTags', { ResourceArn: ProcessingJobArn })).toMatchObject({
    Tags: [{ Key: 'team', Value: 'a' }],
  });
});
