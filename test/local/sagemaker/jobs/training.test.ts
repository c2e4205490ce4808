import type { Shape } from '../../../../local/sagemaker/context.ts';
import { BUCKET, IMAGE, type Platform, ROLE, startPlatform } from './platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  await platform.put('data/train/a.csv', 'y,x\n1,2\n');
});
afterAll(() => platform.close());

interface JobOptions {
  readonly script: string;
  readonly files?: Record<string, string>;
  readonly hyperparameters?: Record<string, string>;
  readonly request?: Shape;
}

async function create(name: string, options: JobOptions): Promise<void> {
  const code = await platform.archive(`${name}/sourcedir.tar.gz`, { 'train.py': options.script, ...options.files });
  await platform.call('CreateTrainingJob', {
    TrainingJobName: name,
    RoleArn: ROLE,
    AlgorithmSpecification: {
      TrainingImage: IMAGE,
      TrainingInputMode: 'File',
      MetricDefinitions: [{ Name: 'validation:auc', Regex: 'auc (\\S+)' }],
    },
    HyperParameters: {
      sagemaker_program: '"train.py"',
      sagemaker_submit_directory: JSON.stringify(code),
      sagemaker_region: '"us-east-1"',
      ...options.hyperparameters,
    },
    InputDataConfig: [
      {
        ChannelName: 'train',
        ContentType: 'text/csv',
        DataSource: {
          S3DataSource: {
            S3DataType: 'S3Prefix',
            S3Uri: `s3://${BUCKET}/data/train`,
            S3DataDistributionType: 'FullyReplicated',
          },
        },
      },
    ],
    OutputDataConfig: { S3OutputPath: `s3://${BUCKET}/` },
    ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 30 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    ...options.request,
  });
}

async function run(name: string, options: JobOptions): Promise<Shape> {
  await create(name, options);
  return platform.ended('TrainingJob', name);
}

test('a script in script mode gets arguments and channels, and gives metrics, model and output', async () => {
  const job = await run('works', {
    hyperparameters: { n_estimators: '10', max_features: '"sqrt"', features: '["a", "b"]' },
    files: { 'helper.py': 'VALUE = 7', 'requirements.txt': 'pandas\n' },
    script: `
import argparse, json, os, helper
p = argparse.ArgumentParser()
p.add_argument("--n_estimators", type=int); p.add_argument("--max_features"); p.add_argument("--features")
p.add_argument("--model_dir", default=os.environ["SM_MODEL_DIR"]); p.add_argument("--train", default=os.environ["SM_CHANNEL_TRAIN"])
a = p.parse_args()
assert os.listdir(a.train) == ["a.csv"] and helper.VALUE == 7 and a.n_estimators == 10 and a.max_features == "sqrt"
assert json.loads(os.environ["SM_HPS"])["features"] == ["a", "b"]
print("auc 0.5", flush=True); print("auc 0.75"); print("auc nan")
open(os.path.join(a.model_dir, "model.txt"), "w").write("model")
open(os.path.join(os.environ["SM_OUTPUT_DATA_DIR"], "plot.txt"), "w").write("plot")
`,
  });
  expect(job.FailureReason).toBeUndefined();
  expect(job).toMatchObject({
    TrainingJobStatus: 'Completed',
    SecondaryStatus: 'Completed',
    ModelArtifacts: { S3ModelArtifacts: `s3://${BUCKET}/works/output/model.tar.gz` },
    FinalMetricDataList: [{ MetricName: 'validation:auc', Value: 0.75 }],
  });
  expect(job.SecondaryStatusTransitions.map((each: Shape) => each.Status)).toEqual([
    'Starting',
    'Downloading',
    'Training',
    'Uploading',
    'Completed',
  ]);
  expect(job.SecondaryStatusTransitions.every((each: Shape) => each.EndTime >= each.StartTime)).toBe(true);
  expect(job.BillableTimeInSeconds).toBeGreaterThanOrEqual(1);
  expect(await platform.keys('works/output')).toEqual(['works/output/model.tar.gz', 'works/output/output.tar.gz']);
});

test.each([
  [
    'a-raising-script',
    { script: 'raise ValueError("target has one class")' },
    /^AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "ValueError: target has one class"\nCommand ".*train.py", exit code: 1$/,
  ],
  [
    'a-failure-file',
    { script: 'import os,sys; open("/opt/ml/output/failure","w").write("no rows"); sys.exit(3)' },
    /^AlgorithmError: no rows, exit code: 1$/,
  ],
  [
    'a-bad-hyperparameter',
    { script: 'import argparse; argparse.ArgumentParser().parse_args()', hyperparameters: { depth: '-1' } },
    /unrecognized arguments: --depth -1/,
  ],
  [
    'no-such-program',
    { script: '', hyperparameters: { sagemaker_program: '"other.py"' } },
    /entry point other.py is not in the source code/,
  ],
  ['no-program', { script: '', hyperparameters: { sagemaker_program: '""' } }, /entry point name is empty/],
  [
    'killed-for-memory',
    { script: 'import os; os.kill(os.getpid(), 9)' },
    /ExitCode 137.*\n?.*OutOfMemory: Process killed by SIGKILL/s,
  ],
  ['bad-requirements', { script: '', files: { 'requirements.txt': 'pandas==0.0.0.1\n' } }, /InstallRequirementsError/],
])('%s fails the job with the reason, and there is no model', async (name, options, reason) => {
  const job = await run(name, options as JobOptions);
  expect(job).toMatchObject({ TrainingJobStatus: 'Failed', SecondaryStatus: 'Failed' });
  expect(job.FailureReason).toMatch(reason);
  expect(job.FailureReason.length).toBeLessThanOrEqual(1024);
  expect(await platform.keys(`${name}/output/model`)).toEqual([]);
});

test('a stopped job keeps its model folder, and a job with an empty channel is refused', async () => {
  const script = 'import time; open("/opt/ml/model/m","w").write("m"); print("auc 0.1", flush=True); time.sleep(600)';
  // On a slow machine the script may not start within the time limit. Then the next job gets more time.
  let [name, seconds] = ['', 5];
  do {
    name = `too-long-${seconds}`;
    const long = await run(name, { script, request: { StoppingCondition: { MaxRuntimeInSeconds: seconds } } });
    expect(long).toMatchObject({ TrainingJobStatus: 'Stopped', SecondaryStatus: 'MaxRuntimeExceeded' });
    seconds *= 3;
  } while (!platform.log('TrainingJobs', name).includes('auc 0.1'));
  expect(await platform.keys(`${name}/output`)).toEqual([`${name}/output/model.tar.gz`]);
  const channel = {
    ChannelName: 'train',
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${BUCKET}/none` } },
  };
  await expect(create('missing', { script, request: { InputDataConfig: [channel] } })).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringMatching(/^No S3 objects found under S3 URL "s3:..jobs-test.none"/),
  });
});
