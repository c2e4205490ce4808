import type { Shape } from '../../../../local/sagemaker/context.ts';
import {
  compare,
  condition,
  fail,
  get,
  IMAGE,
  join,
  jsonGet,
  parameter,
  pipeline,
  processing,
  processingInput,
  register,
  reporting,
  writes,
} from './definitions.ts';
import type { Behaviour, FakeJobs } from './fake-jobs.ts';
import { endWorlds, ROLE, token, World } from './world.ts';

beforeEach(() => {
  process.env.MLOPS_LOCAL_TIME_SCALE = '0.001';
});
afterEach(() => {
  endWorlds();
  delete process.env.MLOPS_LOCAL_TIME_SCALE;
});

const waitsFor = (name: string, ...steps: string[]) => processing(name, {}, { DependsOn: steps });
const yes = compare('Equals', 1, 1);
const no = compare('Equals', 1, 2);
const OK = 'Succeeded';

describe('order', () => {
  test.each<[string, Shape[], Record<string, string>]>([
    ['a chain', [waitsFor('C', 'B'), waitsFor('B', 'A'), processing('A')], { A: OK, B: OK, C: OK }],
    [
      'a diamond',
      [processing('A'), waitsFor('B', 'A'), waitsFor('C', 'A'), waitsFor('D', 'B', 'C')],
      { A: OK, B: OK, C: OK, D: OK },
    ],
    ['the branch that is taken', [condition('If', [yes], [processing('A')], [processing('B')])], { If: OK, A: OK }],
    ['the branch that is not taken', [condition('If', [no], [processing('A')], [processing('B')])], { If: OK, B: OK }],
    ['an empty branch', [condition('If', [no], [processing('A')])], { If: OK }],
    [
      'a branch in a branch',
      [condition('If', [yes], [condition('In', [no], [], [processing('A')])])],
      { If: OK, In: OK, A: OK },
    ],
    [
      'a skipped branch skips the steps inside',
      [condition('If', [no], [condition('In', [yes], [processing('A')])])],
      { If: OK },
    ],
    [
      'a skipped step skips what depends on it',
      [condition('If', [no], [processing('A')]), waitsFor('B', 'A'), waitsFor('C', 'B')],
      { If: OK },
    ],
    ['after a condition', [condition('If', [no], [processing('A')]), waitsFor('B', 'If')], { If: OK, B: OK }],
    ['a failure stops what depends on it', [processing('Bad'), waitsFor('B', 'Bad')], { Bad: 'Failed' }],
    ['a failure lets running steps finish', [processing('Bad'), processing('Slow')], { Bad: 'Failed', Slow: OK }],
    [
      'no step starts after a failure',
      [processing('Bad'), processing('Slow'), waitsFor('Next', 'Slow')],
      { Bad: 'Failed', Slow: OK },
    ],
    ['a Fail step', [fail('No', 'why')], { No: 'Failed' }],
  ])('the statuses of the steps are right: %s', async (_, steps, statuses) => {
    const world: World = new World({
      Bad: { fails: 'AlgorithmError: exit code 1' },
      Slow: {
        takes: () => world.context.store.list('pipeline-execution').some((run) => run.steps.Bad?.status === 'Failed'),
      },
    });
    const run = await world.run(pipeline(steps));
    expect(run.statuses).toEqual(statuses);
    expect(run.status).toBe(Object.values(statuses).includes('Failed') ? 'Failed' : 'Succeeded');
    expect(run.reason).toBe(run.status === 'Failed' ? 'Step failure: One or multiple steps failed.' : undefined);
  });

  test('a step starts after the step whose output it reads has ended', async () => {
    const run = await new World().run(
      pipeline([
        reporting('A'),
        processing('B', {
          ProcessingInputs: [
            processingInput('x', get("Steps.A.ProcessingOutputConfig.Outputs['report'].S3Output.S3Uri")),
          ],
        }),
      ]),
    );
    expect(run.order).toEqual(['A', 'B']);
    expect(run.steps.B?.StartTime).toBeGreaterThanOrEqual(run.steps.A?.EndTime);
  });

  test.each([1, 2, 5])('at most %i steps run at a time', async (max) => {
    const names = ['A', 'B', 'C', 'D', 'E'];
    const areAllRunning = ({ maxRunning }: FakeJobs) => maxRunning >= max;
    const world = new World(Object.fromEntries(names.map((name) => [name, { takes: areAllRunning }])));
    const run = await world.run(
      pipeline(names.map((name) => processing(name))),
      {},
      {
        ParallelismConfiguration: { MaxParallelExecutionSteps: max },
      },
    );
    expect(run.status).toBe(OK);
    expect(world.jobs.maxRunning).toBe(max);
  });
});

describe('requests', () => {
  test('a job gets a name, tags and an experiment as from the service', async () => {
    const world = new World();
    const definition = pipeline([processing('A_long-name-of-a-processing-step')], [], {
      PipelineExperimentConfig: {
        ExperimentName: get('Execution.PipelineName'),
        TrialName: get('Execution.PipelineExecutionId'),
      },
    });
    await world.create(definition, 'Pipe');
    const { PipelineExecutionArn: arn } = await world.call('StartPipelineExecution', {
      PipelineName: 'Pipe',
      ClientRequestToken: token(),
    });
    const run = await world.ended(arn);
    const id = arn.split('/').at(-1);
    expect(id).toMatch(/^[a-z0-9]{12}$/);
    const [job] = world.requests('processing-job');
    expect(job?.ProcessingJobName).toMatch(new RegExp(`^pipelines-${id}-A-long-name-of-a-pro-[A-Za-z0-9]{10}$`));
    expect(job?.ExperimentConfig).toEqual({
      ExperimentName: 'pipe',
      TrialName: id,
      TrialComponentDisplayName: 'A-long-name-of-a-processing-step',
    });
    const step = run.steps['A_long-name-of-a-processing-step'];
    expect(step).toMatchObject({ AttemptCount: 1, Metadata: { ProcessingJob: { Arn: job?.ProcessingJobArn } } });
    const { Tags } = await world.call('ListTags', { ResourceArn: job?.ProcessingJobArn });
    expect(Tags).toEqual([
      { Key: 'sagemaker:pipeline-execution-arn', Value: arn },
      { Key: 'sagemaker:pipeline-step-name', Value: 'A_long-name-of-a-processing-step' },
    ]);
  });

  test('a name in the Arguments is a prefix', async () => {
    const world = new World();
    await world.run(pipeline([processing('A', { ProcessingJobName: 'mine' })]));
    expect(world.requests('processing-job')[0]?.ProcessingJobName).toMatch(/^mine-[a-z0-9]{12}-[A-Za-z0-9]{10}$/);
  });

  test('a model is made from the best training job and used by a transform job', async () => {
    const world = new World();
    const run = await world.run(
      pipeline([tuning('Tune', 'Maximize'), model('Make', 'Tune', 0), transform('Batch', 'Make')]),
    );
    expect(run.steps.Make?.FailureReason).toBeUndefined();
    expect(run.statuses).toEqual({ Tune: OK, Make: OK, Batch: OK });
    const [tuned] = world.requests('tuning-job');
    expect(tuned?.HyperParameterTuningJobName).toMatch(/^[a-z0-9]{12}-Tune-[A-Za-z0-9]{10}$/);
    const [made] = world.requests('model');
    expect(made?.PrimaryContainer.ModelDataUrl).toBe(
      `s3://bucket/${tuned?.HyperParameterTuningJobName}-003/output/model.tar.gz`,
    );
    const [batch] = world.requests('transform-job');
    expect(batch?.ModelName).toBe(made?.ModelName);
    expect(run.steps.Make?.Metadata.Model.Arn).toBe(made?.ModelArn);
  });

  test.each([
    ['Maximize', '003', '001'],
    ['Minimize', '001', '003'],
  ])('with %s, the best training job comes first', async (direction, best, worst) => {
    const world = new World();
    await world.run(pipeline([tuning('Tune', direction), model('Best', 'Tune', 0), model('Worst', 'Tune', 2)]));
    const urls = world.requests('model').map((each) => each.PrimaryContainer.ModelDataUrl);
    expect(urls.find((url) => url.includes(`-${best}/`))).toBeDefined();
    expect(urls.find((url) => url.includes(`-${worst}/`))).toBeDefined();
    expect(urls[0]).toContain(`-${best}/`);
  });

  test('parameters reach the request with their types', async () => {
    const world = new World();
    const step = processing('A', {
      StoppingCondition: { MaxRuntimeInSeconds: get('Parameters.Seconds') },
      AppSpecification: {
        ImageUri: IMAGE,
        ContainerArguments: [join('', get('Parameters.Share')), join('', get('Parameters.On')), get('Parameters.Text')],
      },
    });
    const parameters = [
      parameter('Seconds', 'Integer', 60),
      parameter('Share', 'Float', 0.7),
      parameter('On', 'Boolean', false),
      parameter('Text', 'String'),
    ];
    await world.run(pipeline([step], parameters), { Seconds: '90', On: 'True', Text: 'x'.repeat(256) });
    const [job] = world.requests('processing-job');
    expect(job?.StoppingCondition).toEqual({ MaxRuntimeInSeconds: 90 });
    expect(job?.AppSpecification.ContainerArguments).toEqual(['0.7', 'true', 'x'.repeat(256)]);
  });

  test('a step can read the outcome of a condition', async () => {
    const run = await new World().run(
      pipeline([condition('If', [no]), fail('End', join(': ', 'It is', get('Steps.If.Outcome')))]),
    );
    expect(run.steps.End?.FailureReason).toBe('It is: false');
  });

  test('a Fail step without a message has no FailureReason', async () => {
    const run = await new World().run(pipeline([fail('End')]));
    expect(run.steps.End).toMatchObject({ StepStatus: 'Failed', Metadata: { Fail: { ErrorMessage: '' } } });
    expect(run.steps.End?.FailureReason).toBeUndefined();
  });

  test('packages of one group are numbered', async () => {
    const world = new World();
    await world.create(pipeline([register('R')]));
    await world.ended(await world.start());
    const run = await world.ended(await world.start());
    expect(run.steps.R?.Metadata.RegisterModel.Arn).toMatch(/\/group\/2$/);
  });
});

describe('failures', () => {
  test.each<[string, string]>([
    ['{"a": {"other": 1}}', "ClientError: Std:JsonGet: .* has nothing at 'a.value'"],
    ['{"a": {"value": null}}', "ClientError: Std:JsonGet: 'a.value' of .* is null"],
    ['{"a": {"value": NaN}}', 'ClientError: Std:JsonGet: .* is not JSON'],
    ['{"a": {"value": "0.9"}}', 'ClientError: GreaterThan cannot compare "0.9" with 0.5'],
  ])('a report %s fails the condition, and no branch runs', async (text, reason) => {
    const world = new World({ Evaluate: writes(text) });
    const gate = condition(
      'Gate',
      [compare('GreaterThan', jsonGet('Evaluate', 'Report', 'a.value'), 0.5)],
      [register('R')],
      [processing('Else')],
    );
    const run = await world.run(pipeline([reporting('Evaluate'), gate]));
    expect(run.statuses).toEqual({ Evaluate: OK, Gate: 'Failed' });
    expect(run.steps.Gate?.FailureReason).toMatch(new RegExp(reason));
    expect(run.steps.Gate?.Metadata).toEqual({});
  });

  test('a report that was not written fails the condition', async () => {
    const run = await new World().run(
      pipeline([reporting('Evaluate'), condition('Gate', [compare('Equals', jsonGet('Evaluate', 'Report', 'a'), 1)])]),
    );
    expect(run.steps.Gate?.FailureReason).toMatch(/report\.json cannot be read/);
  });

  test('a step has the reason of its job', async () => {
    const run = await new World({ A: { fails: 'AlgorithmError: bad, exit code: 1' } }).run(pipeline([processing('A')]));
    expect(run.steps.A).toMatchObject({
      StepStatus: 'Failed',
      FailureReason: 'ClientError: AlgorithmError: bad, exit code: 1',
      AttemptCount: 1,
    });
  });

  test('a long reason is cut to the limit of the API', async () => {
    const run = await new World({ A: { fails: `AlgorithmError: ${'x'.repeat(1000)}` } }).run(
      pipeline([processing('A')]),
    );
    expect(run.steps.A?.FailureReason).toHaveLength(1024);
  });

  test('the reason of a refused request names the operation', async () => {
    const run = await new World().run(
      pipeline([processing('A', { RoleArn: get('Parameters.Role') })], [parameter('Role', 'String')]),
      { Role: 'unknown' },
    );
    expect(run.steps.A?.FailureReason).toMatch(
      /^ClientError: Failed to invoke sagemaker:CreateProcessingJob\. Error Details: .*'roleArn'/,
    );
    expect(run.steps.A?.Metadata).toEqual({});
  });

  test.each<RetriedStep>([
    {
      title: 'a limit is not retried without a policy',
      behaviour: { refused: limit(9) },
      attempts: 1,
      reason: 'No retry policy configured for the exception type SAGEMAKER_RESOURCE_LIMIT.',
    },
    {
      title: 'a limit is retried with a policy',
      policies: [policy('SageMaker.RESOURCE_LIMIT', 2)],
      behaviour: { refused: limit(2) },
      attempts: 3,
    },
    {
      title: 'a limit is not retried after the attempts of its policy',
      policies: [policy('SageMaker.RESOURCE_LIMIT', 2)],
      behaviour: { refused: limit(9) },
      attempts: 3,
      reason: "The retry policy's 2 attempts",
    },
    {
      title: 'a limit is not retried with a policy for another exception',
      policies: [policy('Step.THROTTLING', 2)],
      behaviour: { refused: limit(9) },
      attempts: 1,
      reason: 'No retry policy configured',
    },
    {
      title: 'throttling is retried without a policy',
      behaviour: { refused: [error('ThrottlingException'), error('ThrottlingException')] },
      attempts: 3,
    },
    {
      title: 'a service fault is retried without a policy',
      behaviour: { refused: [error('InternalFailure')] },
      attempts: 2,
    },
    {
      title: 'a service fault is retried five times',
      behaviour: { refused: Array.from({ length: 9 }, () => error('InternalFailure')) },
      attempts: 6,
      reason: 'are used up',
    },
    {
      title: 'an internal error of a job is retried with a policy',
      policies: [policy('SageMaker.JOB_INTERNAL_ERROR', 3)],
      behaviour: { fails: ['InternalServerError: x', 'InternalServerError: y'] },
      attempts: 3,
    },
    {
      title: 'a capacity error is retried with a policy',
      policies: [policy('SageMaker.CAPACITY_ERROR', 3)],
      behaviour: { fails: ['CapacityError: x'] },
      attempts: 2,
    },
    {
      title: 'an error of the script is never retried',
      policies: [policy('SageMaker.JOB_INTERNAL_ERROR', 3)],
      behaviour: { fails: ['AlgorithmError: x'] },
      attempts: 1,
      reason: 'ClientError: AlgorithmError: x',
    },
  ])('$title', async ({ policies, behaviour, attempts, reason }) => {
    const world = new World({ A: behaviour });
    const run = await world.run(pipeline([processing('A', {}, policies ? { RetryPolicies: policies } : {})]));
    expect(run.steps.A?.AttemptCount).toBe(attempts);
    expect(run.steps.A?.StepStatus).toBe(reason === undefined ? OK : 'Failed');
    expect(run.steps.A?.FailureReason ?? '').toContain(reason ?? '');
    const names = world.requests('processing-job').map((job) => job.ProcessingJobName);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** A step that fails at first. Without a reason, it succeeds in the end. */
interface RetriedStep {
  readonly title: string;
  readonly policies?: Shape[];
  readonly behaviour: Behaviour;
  readonly attempts: number;
  readonly reason?: string;
}

function policy(exception: string, MaxAttempts: number): Shape {
  return { ExceptionType: [exception], MaxAttempts, IntervalSeconds: 1, BackoffRate: 2 };
}

function error(code: string) {
  return { code, message: `${code}!` };
}

function limit(times: number) {
  return Array.from({ length: times }, () => error('ResourceLimitExceeded'));
}

function tuning(Name: string, direction: string): Shape {
  return {
    Name,
    Type: 'Tuning',
    Arguments: {
      HyperParameterTuningJobConfig: {
        Strategy: 'Bayesian',
        ResourceLimits: { MaxNumberOfTrainingJobs: 3, MaxParallelTrainingJobs: 1 },
        HyperParameterTuningJobObjective: { Type: direction, MetricName: 'auc' },
        ParameterRanges: { ContinuousParameterRanges: [{ Name: 'x', MinValue: '0', MaxValue: '1' }] },
      },
      TrainingJobDefinition: {
        AlgorithmSpecification: {
          TrainingInputMode: 'File',
          TrainingImage: IMAGE,
          MetricDefinitions: [{ Name: 'auc', Regex: 'auc (\\S+)' }],
        },
        RoleArn: ROLE,
        OutputDataConfig: { S3OutputPath: 's3://bucket/' },
        StoppingCondition: { MaxRuntimeInSeconds: 60 },
      },
    },
  };
}

function model(Name: string, from: string, index: number): Shape {
  const job = get(`Steps.${from}.TrainingJobSummaries[${index}].TrainingJobName`);
  return {
    Name,
    Type: 'Model',
    Arguments: {
      ExecutionRoleArn: ROLE,
      PrimaryContainer: { Image: IMAGE, ModelDataUrl: join('/', 's3:/', 'bucket', job, 'output/model.tar.gz') },
    },
    DependsOn: index === 0 ? [] : ['Best'],
  };
}

function transform(Name: string, from: string): Shape {
  return {
    Name,
    Type: 'Transform',
    Arguments: {
      ModelName: get(`Steps.${from}.ModelName`),
      TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://b/in' } } },
      TransformOutput: { S3OutputPath: 's3://b/out' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    },
  };
}
