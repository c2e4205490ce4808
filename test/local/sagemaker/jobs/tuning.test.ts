import type { Shape } from '../../../../local/sagemaker/context.ts';
import { BUCKET, IMAGE, type Platform, ROLE, startPlatform } from './platform.ts';

let platform: Platform;
let code: string;
beforeAll(async () => {
  platform = await startPlatform();
  await platform.put('data/train/a.csv', 'y,x\n1,2\n');
  code = await platform.archive('tuning/sourcedir.tar.gz', {
    'train.py': `
import json, os, sys, time
h = json.loads(os.environ["SM_HPS"])
time.sleep(float(h.get("pause", 0)))
if h.get("mode") == "fail" or (h.get("mode") == "some" and h["kind"] == "bad"):
    raise ValueError("bad value")
if h.get("mode") != "silent":
    print("auc", 1 - (h["x"] - 0.3) ** 2 - (h["n"] - 40) ** 2 / 10000 if "n" in h else 0.5)
open("/opt/ml/model/m", "w").write(json.dumps(h))
`,
  });
});
afterAll(() => platform.close());

const RANGES = {
  ContinuousParameterRanges: [{ Name: 'x', MinValue: '0.0', MaxValue: '1.0', ScalingType: 'Auto' }],
  IntegerParameterRanges: [{ Name: 'n', MinValue: '10', MaxValue: '150', ScalingType: 'Logarithmic' }],
  CategoricalParameterRanges: [{ Name: 'kind', Values: ['"sqrt"', '"log2"'] }],
};

async function create(
  name: string,
  options: { config?: Shape; limits?: Shape; hyperparameters?: Record<string, string>; definition?: Shape } = {},
): Promise<void> {
  await platform.call('CreateHyperParameterTuningJob', {
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobConfig: {
      Strategy: 'Random',
      ResourceLimits: { MaxNumberOfTrainingJobs: 4, MaxParallelTrainingJobs: 2, ...options.limits },
      HyperParameterTuningJobObjective: { Type: 'Maximize', MetricName: 'validation:auc' },
      ParameterRanges: RANGES,
      TrainingJobEarlyStoppingType: 'Off',
      RandomSeed: 7,
      ...options.config,
    },
    TrainingJobDefinition: {
      StaticHyperParameters: {
        sagemaker_program: '"train.py"',
        sagemaker_submit_directory: JSON.stringify(code),
        ...options.hyperparameters,
      },
      RoleArn: ROLE,
      OutputDataConfig: { S3OutputPath: `s3://${BUCKET}/` },
      StoppingCondition: { MaxRuntimeInSeconds: 600 },
      HyperParameterTuningResourceConfig: { InstanceCount: 1, InstanceType: 'ml.m5.xlarge', VolumeSizeInGB: 30 },
      AlgorithmSpecification: {
        TrainingInputMode: 'File',
        TrainingImage: IMAGE,
        MetricDefinitions: [{ Name: 'validation:auc', Regex: 'auc (\\S+)' }],
      },
      InputDataConfig: [
        {
          ChannelName: 'train',
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${BUCKET}/data/train` } },
        },
      ],
      ...options.definition,
    },
  });
}

const ended = (name: string) => platform.ended('HyperParameterTuningJob', name);
const jobs = async (name: string, more: Shape = {}): Promise<Shape[]> =>
  (
    await platform.call('ListTrainingJobsForHyperParameterTuningJob', {
      HyperParameterTuningJobName: name,
      MaxResults: 100,
      ...more,
    })
  ).TrainingJobSummaries;
const values = async (name: string) => (await jobs(name)).map((each) => each.TunedHyperParameters);

test('a random search trains in parallel, names its jobs as the service does, and shows the best one', async () => {
  await create('random', { hyperparameters: { pause: '0.5' } });
  let parallel = 0;
  let job = await platform.call('DescribeHyperParameterTuningJob', { HyperParameterTuningJobName: 'random' });
  while (job.HyperParameterTuningJobStatus === 'InProgress') {
    parallel = Math.max(parallel, job.TrainingJobStatusCounters.InProgress);
    await new Promise((go) => setTimeout(go, 50));
    job = await platform.call('DescribeHyperParameterTuningJob', { HyperParameterTuningJobName: 'random' });
  }
  expect(parallel).toBe(2);
  expect(job).toMatchObject({
    HyperParameterTuningJobStatus: 'Completed',
    TrainingJobStatusCounters: { Completed: 4, InProgress: 0, NonRetryableError: 0, Stopped: 0 },
    ObjectiveStatusCounters: { Succeeded: 4, Pending: 0, Failed: 0 },
  });
  const best = await jobs('random', { SortBy: 'FinalObjectiveMetricValue', SortOrder: 'Descending' });
  expect(best).toHaveLength(4);
  expect(job.BestTrainingJob.TrainingJobName).toBe(best[0]?.TrainingJobName);
  expect(job.BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric).toMatchObject({
    Type: 'Maximize',
    MetricName: 'validation:auc',
  });
  expect(job.BestTrainingJob.TrainingJobName).toMatch(/^random-00[1-4]-[0-9a-f]{8}$/);
  const training = await platform.call('DescribeTrainingJob', { TrainingJobName: best[0]?.TrainingJobName });
  expect(training).toMatchObject({
    TuningJobArn: job.HyperParameterTuningJobArn,
    HyperParameters: {
      ...best[0]?.TunedHyperParameters,
      _tuning_objective_metric: 'validation:auc',
      sagemaker_program: '"train.py"',
    },
  });
  expect(['"sqrt"', '"log2"']).toContain(training.HyperParameters.kind);
  expect(training.HyperParameters.n).toMatch(/^\d+$/);
});

test('training jobs without an objective are counted, and a search without any objective fails', async () => {
  await create('some', {
    hyperparameters: { mode: '"some"' },
    config: {
      Strategy: 'Grid',
      ParameterRanges: { CategoricalParameterRanges: [{ Name: 'kind', Values: ['"good"', '"bad"'] }] },
    },
    limits: { MaxNumberOfTrainingJobs: 2 },
  });
  const some = await ended('some');
  expect(some).toMatchObject({
    HyperParameterTuningJobStatus: 'Completed',
    TrainingJobStatusCounters: { Completed: 1, NonRetryableError: 1 },
    ObjectiveStatusCounters: { Succeeded: 1, Failed: 1 },
    BestTrainingJob: { TunedHyperParameters: { kind: '"good"' } },
  });
  await create('failing', {
    hyperparameters: { mode: '"fail"' },
    limits: { MaxNumberOfTrainingJobs: 9, MaxParallelTrainingJobs: 2 },
  });
  const failing = await ended('failing');
  expect(failing).toMatchObject({
    HyperParameterTuningJobStatus: 'Failed',
    FailureReason: expect.stringMatching(/No training job succeeded after \d attempts.*ValueError: bad value/s),
  });
  expect(failing.BestTrainingJob).toBeUndefined();
  expect((await jobs('failing')).length).toBeLessThan(9);
  await create('silent', { hyperparameters: { mode: '"silent"' }, limits: { MaxNumberOfTrainingJobs: 2 } });
  expect((await ended('silent')).FailureReason).toMatch(/No objective metrics found after running 2 training jobs/);
  expect(await jobs('silent', { SortBy: 'FinalObjectiveMetricValue' })).toEqual([]);
});

test('a search can be stopped, and after a restart it continues with its objectives', async () => {
  await create('halted', { hyperparameters: { pause: '60' } });
  while ((await jobs('halted')).length < 2) await new Promise((go) => setTimeout(go, 50));
  await platform.call('StopHyperParameterTuningJob', { HyperParameterTuningJobName: 'halted' });
  expect(await ended('halted')).toMatchObject({
    HyperParameterTuningJobStatus: 'Stopped',
    TrainingJobStatusCounters: { Stopped: 2, InProgress: 0 },
  });

  await create('resumed', {
    hyperparameters: { pause: '1' },
    limits: { MaxNumberOfTrainingJobs: 3, MaxParallelTrainingJobs: 1 },
  });
  while ((await jobs('resumed')).length < 2) await new Promise((go) => setTimeout(go, 50));
  await platform.restart();
  expect(await ended('resumed')).toMatchObject({
    HyperParameterTuningJobStatus: 'Completed',
    TrainingJobStatusCounters: { Completed: 3 },
  });
  expect(await values('resumed')).toEqual((await values('random')).slice(0, 3));
});

test.each<[string, Shape, RegExp]>([
  [
    'hyperband',
    { config: { Strategy: 'Hyperband', StrategyConfig: { HyperbandStrategyConfig: { MaxResource: 9 } } } },
    /Hyperband is not supported on this machine; use Bayesian, Random or Grid/,
  ],
  [
    'bounds',
    { config: { ParameterRanges: { IntegerParameterRanges: [{ Name: 'n', MinValue: '20', MaxValue: '3' }] } } },
    /minimum 20 of the range n must be less than its maximum, which is 3/,
  ],
  [
    'scaling',
    {
      config: {
        ParameterRanges: {
          IntegerParameterRanges: [{ Name: 'n', MinValue: '0', MaxValue: '3', ScalingType: 'Logarithmic' }],
        },
      },
    },
    /needs a MinValue above 0/,
  ],
  ['static', { hyperparameters: { x: '1' } }, /Hyperparameter x is both static and tuned/],
  [
    'objective',
    { config: { HyperParameterTuningJobObjective: { Type: 'Maximize', MetricName: 'other' } } },
    /A metric is required for this hyperparameter tuning job objective/,
  ],
  [
    'parallel',
    { limits: { MaxParallelTrainingJobs: 5 } },
    /MaxParallelTrainingJobs 5 must not be more than MaxNumberOfTrainingJobs 4/,
  ],
])('a request with a wrong %s is refused', async (name, options, message) => {
  await expect(create(`refused-${name}`, options)).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringMatching(message),
  });
});
