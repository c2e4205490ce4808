import type { PastDefinition, PastRun, PastRuns, PastStep, StepFigures } from '../../../src/observed/past-runs.ts';
import { forecastRun } from '../../../src/plan/forecast/forecast.ts';
import type { StepState } from '../../../src/ports/sagemaker.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const CACHE = { Enabled: true, ExpireAfter: 'P30D' };

interface Shape {
  processing?: string;
  training?: string;
  count?: number;
  trials?: number;
  parallel?: number;
  query?: string;
  region?: string;
  term?: string;
}

/** Rows → search → report and, beside it, another report; then the gate. */
function definition(shape: Shape = {}): PastDefinition {
  const { processing = 'ml.m5.large', training = 'ml.m5.xlarge', count = 1, trials = 4, parallel = 2 } = shape;
  const cluster = (InstanceType: unknown) => ({ ClusterConfig: { InstanceType, InstanceCount: count } });
  const output = (name: string) => ({ Get: `Steps.Rows.ProcessingOutputConfig.Outputs['${name}'].S3Output.S3Uri` });
  const report = (Name: string) => ({
    Name,
    Type: 'Processing',
    Arguments: {
      ProcessingResources: cluster('ml.m5.xlarge'),
      ProcessingInputs: [
        { InputName: 'model', S3Input: { S3Uri: { Get: 'Steps.Search.TrainingJobSummaries[0].TrainingJobName' } } },
      ],
    },
  });
  return {
    Parameters: [{ Name: 'Trials', Type: 'Integer', DefaultValue: trials }],
    Steps: [
      {
        Name: 'Rows',
        Type: 'Processing',
        Arguments: {
          ProcessingResources: cluster(processing),
          ProcessingInputs: [{ InputName: 'query', S3Input: { S3Uri: `s3://b/${shape.query ?? 'one'}/query.sql` } }],
        },
        CacheConfig: { ...CACHE, ExpireAfter: shape.term ?? CACHE.ExpireAfter },
      },
      {
        Name: 'Search',
        Type: 'Tuning',
        Arguments: {
          HyperParameterTuningJobConfig: {
            ResourceLimits: {
              MaxNumberOfTrainingJobs: { Get: 'Parameters.Trials' },
              MaxParallelTrainingJobs: parallel,
            },
          },
          TrainingJobDefinition: {
            HyperParameterTuningResourceConfig: { InstanceType: training, InstanceCount: 1 },
            InputDataConfig: [{ ChannelName: 'train', DataSource: { S3DataSource: { S3Uri: output('train') } } }],
          },
        },
        CacheConfig: CACHE,
      },
      report('Report'),
      report('Other-Report'),
      {
        Name: 'Gate',
        Type: 'Condition',
        Arguments: {
          Conditions: [{ LeftValue: { 'Std:JsonGet': { PropertyFile: { Get: 'Steps.Report.PropertyFiles.F' } } } }],
          IfSteps: [{ Name: 'Register', Type: 'RegisterModel', Arguments: {} }],
          ElseSteps: [{ Name: 'Stop', Type: 'Fail', Arguments: {} }],
        },
      },
    ],
  };
}

const arn = (id: string) => `arn:aws:sagemaker:us-east-1:123456789012:pipeline/p/execution/${id}`;

function state(name: string, more: Partial<StepState> = {}): StepState {
  return {
    name,
    status: 'Succeeded',
    startedAt: '2026-11-20T10:00:00.000Z',
    endedAt: '2026-11-20T10:10:00.000Z',
    failureReason: undefined,
    attempts: 1,
    cacheHit: undefined,
    job: undefined,
    modelArn: undefined,
    modelPackageArn: undefined,
    conditionOutcome: undefined,
    failMessage: undefined,
    ...more,
  };
}

const NAMES = ['Rows', 'Search', 'Report', 'Other-Report'];

function run(id: string, shape: Shape = {}, more: Partial<PastRun> = {}): PastRun {
  return {
    arn: arn(id),
    definition: definition(shape),
    parameters: {},
    steps: NAMES.map((name) => state(name)),
    ...more,
  };
}

const past = (...runs: PastRun[]): PastRuns => ({
  runs,
  executions: runs.length,
  starts: Object.fromEntries(runs.map((each) => [each.arn, '2026-11-20T10:00:00.000Z'])),
});

const FIGURES: Record<string, [seconds: number, billed: number]> = {
  Rows: [300, 120],
  Search: [600, 900],
  Report: [200, 60],
  'Other-Report': [400, 80],
};
const figures = (id = 'first', leaveOut: string[] = []): Map<string, StepFigures> =>
  new Map(
    Object.entries(FIGURES)
      .filter(([name]) => !leaveOut.includes(name))
      .map(([name, [seconds, billed]]) => [name, { execution: arn(id), seconds, billed }]),
  );

const forecast = (shape: Shape, known = past(run('first')), of = figures(), region = 'us-east-1') =>
  forecastRun({
    pipeline: 'p',
    region,
    definition: definition(shape),
    parameters: {},
    now: NOW,
    past: known,
    figures: of,
  });

const step = (made: ReturnType<typeof forecast>, name: string) => made.steps.find((each) => each.name === name);

test('what runs takes as long as before, and costs what its jobs were billed for', () => {
  const made = forecast({ query: 'two' });
  expect(
    made.steps.map(({ name, outcome, seconds, dollars, instance }) => [name, outcome, instance, seconds, dollars]),
  ).toEqual([
    ['Rows', 'runs', '1 × ml.m5.large', 300, 0.0038],
    ['Search', 'runs', '1 × ml.m5.xlarge', 600, 0.0575],
    ['Report', 'runs', '1 × ml.m5.xlarge', 200, 0.0038],
    ['Other-Report', 'runs', '1 × ml.m5.xlarge', 400, 0.0051],
    ['Gate', 'runs', null, 0, 0],
    ['Register', 'conditional', null, null, null],
    ['Stop', 'conditional', null, null, null],
  ]);
  // The two reports are made side by side.
  expect(made.seconds).toBe(300 + 600 + 400);
  expect(made.dollars).toBe(0.0702);
  expect(made).not.toHaveProperty('at_least');
  expect(made.basis).toBe(
    'As long as in execution first of 2026-11-20; prices on demand in us-east-1 (AWS Price List as quoted and published price tables, read 2026-07-30 to 2026-11-22), without disks and traffic.',
  );
});

test('what the cache keeps takes no time and costs nothing', () => {
  const made = forecast({});
  expect(step(made, 'Search')).toMatchObject({ outcome: 'cached', seconds: 0, dollars: 0 });
  expect(made).toMatchObject({ seconds: 400, dollars: 0.0089 });
});

test('the total is the sum of what stands in the rows, to the hundredth of a cent and without a tail', () => {
  for (let billed = 1; billed < 400; billed += 7) {
    const of = new Map(
      NAMES.map((name, index) => [name, { execution: arn('first'), seconds: 60, billed: billed * (index + 1) }]),
    );
    const made = forecast({ query: 'two' }, undefined, of);
    const parts = made.steps.map(({ dollars }) => Math.round((dollars ?? 0) * 10_000));
    expect(Math.round((made.dollars ?? 0) * 10_000)).toBe(parts.reduce((sum, part) => sum + part, 0));
    for (const amount of [made.dollars, ...made.steps.map(({ dollars }) => dollars ?? 0)]) {
      expect(String(amount)).toMatch(/^\d+(\.\d{1,4})?$/);
    }
  }
});

test('every instance of a job is billed, for as long as the job', () => {
  const of = figures().set('Rows', { execution: arn('first'), seconds: 300, billed: 3 * 120 });
  const made = forecast({ query: 'two', count: 3 }, past(run('first', { count: 3 })), of);
  expect(step(made, 'Rows')).toMatchObject({ instance: '3 × ml.m5.large', seconds: 300, dollars: 0.0115 });
});

test('a job that only a condition starts is not in the totals, and the basis says so', () => {
  const definitionOf = (query: string): PastDefinition => {
    const { Steps } = definition({ query });
    const gate = Steps.find(({ Name }) => Name === 'Gate');
    const branches = { ...gate?.Arguments, IfSteps: [{ Name: 'Explain', Type: 'Processing', Arguments: {} }] };
    return { ...definition({ query }), Steps: [...Steps.slice(0, -1), { ...gate, Arguments: branches } as PastStep] };
  };
  const known = past(run('first', {}, { definition: definitionOf('one') }));
  const input = { pipeline: 'p', region: 'us-east-1', parameters: {}, now: NOW, past: known, figures: figures() };
  const made = forecastRun({ ...input, definition: definitionOf('two') });
  expect(made).toMatchObject({ seconds: 1300, dollars: 0.0702 });
  expect(made.basis).toMatch(/, without disks and traffic; without Explain, which runs only if Gate says yes\.$/);
});

test('trials run in rounds, and each is billed', () => {
  expect(step(forecast({ trials: 8 }), 'Search')).toMatchObject({ seconds: 1200, dollars: 0.115 });
  expect(step(forecast({ trials: 8, parallel: 4 }), 'Search')).toMatchObject({ seconds: 600, dollars: 0.115 });
  // Five trials, two at a time: three rounds instead of two.
  expect(step(forecast({ trials: 5 }), 'Search')).toMatchObject({ seconds: 900, dollars: 0.0719 });
});

test('what an execution was started with counts for how many trials it had', () => {
  const known = past(run('first', {}, { parameters: { Trials: '2' } }));
  expect(step(forecast({}, known), 'Search')).toMatchObject({
    why: 'its number of trials changed (2 → 4)',
    seconds: 1200,
    dollars: 0.115,
  });
});

describe('unknown rather than invented:', () => {
  test('nothing ran yet', () => {
    const made = forecast({}, { runs: [], executions: 0, starts: {} }, new Map());
    expect(made).toMatchObject({ seconds: null, dollars: null });
    expect(made).not.toHaveProperty('at_least');
    expect(made.basis).toBe(
      'Unknown: the pipeline has not run yet. An hour of an instance costs 0.115 USD (ml.m5.large for processing) or 0.23 USD (ml.m5.xlarge for processing and training); prices on demand in us-east-1 (AWS Price List as quoted and published price tables, read 2026-07-30 to 2026-11-22), without disks and traffic.',
    );
  });

  test('nothing ran yet, and some prices are not known either', () => {
    const none = { runs: [], executions: 0, starts: {} };
    expect(forecast({ processing: 'ml.c4.xlarge', training: 'ml.c4.xlarge' }, none, new Map()).basis).toMatch(
      /^Unknown: the pipeline has not run yet\. An hour of an instance costs 0\.23 USD \(ml\.m5\.xlarge for processing\); .*; not known: the price of ml\.c4\.xlarge for processing in us-east-1, the price of ml\.c4\.xlarge for training in us-east-1\.$/,
    );
    expect(forecast({ region: 'eu-central-1' }, none, new Map(), 'eu-central-1').basis).toBe(
      'Unknown: the pipeline has not run yet. Not known: the price of ml.m5.large for processing in eu-central-1, the price of ml.m5.xlarge for training in eu-central-1, the price of ml.m5.xlarge for processing in eu-central-1.',
    );
  });

  test('a step on another instance type has no known time and cost', () => {
    const made = forecast({ query: 'two', processing: 'ml.m5.xlarge' });
    expect(step(made, 'Rows')).toMatchObject({ seconds: null, dollars: null, instance: '1 × ml.m5.xlarge' });
    expect(made).toMatchObject({ seconds: null, dollars: null, at_least: { seconds: 1000, dollars: 0.0664 } });
    expect(made.basis).toBe(
      'As long as in execution first of 2026-11-20; an hour of an instance costs 0.23 USD (ml.m5.xlarge for processing); prices on demand in us-east-1 (AWS Price List as quoted and published price tables, read 2026-09-13 to 2026-11-22), without disks and traffic; not known: how long Rows takes on 1 × ml.m5.xlarge (so far it ran on 1 × ml.m5.large).',
    );
  });

  test('an instance type without a known price: the time is known', () => {
    const known = past(run('first', { processing: 'ml.c4.xlarge' }));
    const made = forecast({ query: 'two', processing: 'ml.c4.xlarge' }, known);
    expect(made).toMatchObject({ seconds: 1300, dollars: null, at_least: { dollars: 0.0664 } });
    expect(made.at_least).not.toHaveProperty('seconds');
    expect(made.basis).toMatch(/; not known: the price of ml\.c4\.xlarge for processing in us-east-1\.$/);
  });

  test('in another region the time is known, and the cost is not', () => {
    const made = forecast({ query: 'two' }, undefined, undefined, 'eu-central-1');
    expect(made).toMatchObject({ seconds: 1300, dollars: null });
    expect(made).not.toHaveProperty('at_least');
    expect(made.basis).not.toContain('prices on demand');
  });

  test('a step that did its work in none of the latest executions', () => {
    const made = forecast({ query: 'two' }, undefined, figures('first', ['Search']));
    expect(made).toMatchObject({ seconds: null, dollars: null, at_least: { seconds: 300 + 400, dollars: 0.0127 } });
    expect(made.basis).toContain('how long Search takes (it did its work in none of the latest executions)');
  });

  test('billed time that is not recorded', () => {
    const of = figures().set('Report', { execution: arn('first'), seconds: 200, billed: null });
    expect(forecast({ query: 'two' }, undefined, of)).toMatchObject({
      seconds: 1300,
      dollars: null,
      at_least: { dollars: 0.0664 },
      basis: expect.stringContaining('not known: what Report is billed for'),
    });
  });
});

describe('the step cache', () => {
  test('counts the age of a result from when the work was done, not from when it was last taken', () => {
    const first = arn('first');
    const again = run('again', {}, { steps: NAMES.map((name) => state(name, { cacheHit: first })) });
    const starts = { [again.arn]: '2026-11-21T10:00:00.000Z', [first]: '2026-10-01T10:00:00.000Z' };
    const made = forecast({}, { runs: [again], executions: 2, starts });
    expect(step(made, 'Rows')).toMatchObject({
      outcome: 'runs',
      why: 'its result of execution first of 2026-10-01 is older than P30D',
    });
  });

  test('knows that two executions took results of the same execution', () => {
    const first = arn('first');
    const again = run('again', {}, { steps: NAMES.map((name) => state(name, { cacheHit: first })) });
    const made = forecast({}, past(again, run('first')));
    expect(step(made, 'Search')).toMatchObject({
      outcome: 'cached',
      why: 'nothing that decides it changed since execution first of 2026-11-20',
    });
  });

  test.each([
    ['P1D', 'runs'],
    ['P3D', 'cached'],
    ['PT50H', 'cached'],
    ['P1W', 'cached'],
    ['T16m', 'runs'],
    ['30dT5h', 'cached'],
  ])('keeps a result for %s: %s', (term, outcome) => {
    expect(step(forecast({ term }), 'Rows')?.outcome).toBe(outcome);
  });

  test('a definition that is not ours is read as far as possible', () => {
    const foreign = run('foreign', {}, { definition: { Steps: [{ Name: 'Rows', Type: 'Training' }] }, steps: [] });
    expect(step(forecast({}, past(foreign), new Map()), 'Rows')).toMatchObject({
      outcome: 'runs',
      why: 'it did not succeed in the latest executions',
    });
  });

  test('a step that no execution had is new', () => {
    const foreign = run('foreign', {}, { definition: { Steps: [] }, steps: [] });
    expect(step(forecast({}, past(foreign), new Map()), 'Rows')?.why).toBe('it is new');
  });
});
