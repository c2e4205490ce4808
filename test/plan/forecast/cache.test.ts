/** @servers moto */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { packageSource, trainingPipeline } from '../../../src/desired/index.ts';
import type { RunForecast } from '../../../src/plan/plan.ts';
import { forecastTraining } from '../../../src/planning/forecast-training.ts';
import { loadProject } from '../../../src/project/open-project.ts';
import { train } from '../../../src/verbs/train.ts';
import { quickJobs } from '../../verbs/quick-jobs.ts';
import { ACCOUNT, startWorld, type World } from '../../verbs/world.ts';

// Each edit is forecast, run and compared: the forecast has to agree with the step cache of the local SageMaker.
let world: World;
let commits = 0;

beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
});

async function forecast(parameters: Record<string, string> = { DeployedModel: 'none' }): Promise<RunForecast> {
  const { config } = loadProject({ configFile: world.configFile, account: ACCOUNT });
  const source = packageSource(resolve(dirname(world.configFile), config.scripts.source_dir));
  const desired = trainingPipeline(config, { account: ACCOUNT, region: 'us-east-1', source });
  const now = new Date().toISOString();
  return forecastTraining(world.aws.sagemaker, desired, { region: 'us-east-1', now, parameters });
}

/** Trains as a merge does; which steps the service took from its cache and which it ran. */
async function merge(more: { runKey?: string } = {}): Promise<Record<string, 'runs' | 'cached'>> {
  commits += 1;
  const commit = String(commits).padStart(40, '0');
  const { facts } = await train({ configFile: world.configFile, commit, ...more }, world.ports);
  const steps = facts.run?.steps ?? [];
  return Object.fromEntries(steps.map(({ name, cache_hit }) => [name, cache_hit === null ? 'runs' : 'cached']));
}

const JOBS = ['Preprocess-Data', 'Train-And-Tune-Model', 'Evaluate-Model'];
const outcomes = (run: RunForecast) => JOBS.map((name) => run.steps.find((step) => step.name === name)?.outcome);
const reasons = (run: RunForecast) => JOBS.map((name) => run.steps.find((step) => step.name === name)?.why);

async function forecastAndMerge(): Promise<RunForecast> {
  const run = await forecast();
  const done = await merge();
  expect(outcomes(run)).toEqual(JOBS.map((name) => done[name]));
  return run;
}

const UNCHANGED = expect.stringMatching(/^nothing that decides it changed since execution \w{12} of \d{4}-\d\d-\d\d$/);
const ALWAYS = 'it runs every time: its result is not cached';

test('a pipeline that never ran runs every step; conditional ones as the condition says', async () => {
  const run = await forecastAndMerge();
  expect(run.steps.map(({ name, outcome, why }) => [name, outcome, why])).toEqual([
    ['Preprocess-Data', 'runs', 'the pipeline has not run yet'],
    ['Train-And-Tune-Model', 'runs', 'the pipeline has not run yet'],
    ['Evaluate-Model', 'runs', ALWAYS],
    ['Accuracy-Condition', 'runs', 'it reads what Evaluate-Model reports'],
    ['Register-Model-RegisterModel', 'conditional', 'only if Accuracy-Condition says yes'],
    ['AccuracyThresholdFailed', 'conditional', 'only if Accuracy-Condition says no'],
  ]);
  expect(run).toMatchObject({ seconds: null, dollars: null });
  // The shipped configuration uses nothing whose price is not known.
  expect(run.basis).toMatch(
    /^Unknown: the pipeline has not run yet\. An hour of an instance costs 0\.204 USD \(ml\.c5\.xlarge for processing\) or 0\.23 USD \(ml\.m5\.xlarge for processing and training\); prices on demand in us-east-1 \([^)]*\), without disks and traffic\.$/,
  );
});

describe('after a run,', () => {
  beforeEach(async () => {
    await merge();
  });

  test('what nothing changed for comes from the cache, however often', async () => {
    const run = await forecast();
    expect(outcomes(run)).toEqual(['cached', 'cached', 'runs']);
    expect(reasons(run)).toEqual([UNCHANGED, UNCHANGED, ALWAYS]);
    const threshold = (from: string, to: string) =>
      world.edit((text) => text.replace(`threshold: ${from}`, `threshold: ${to}`));
    threshold('0.85', '0.8');
    await forecastAndMerge();
    // What the cache gave in the last execution is a result of the one before it.
    threshold('0.8', '0.85');
    expect(outcomes(await forecastAndMerge())).toEqual(['cached', 'cached', 'runs']);
  });

  const edits: Array<[what: string, edit: () => void, outcomes: string[], why: unknown[]]> = [
    [
      'another query',
      () => {
        const file = join(world.dir, 'project/sql/training.sql');
        writeFileSync(file, readFileSync(file, 'utf8').replace(/\bFROM\b/i, ', 1 AS one FROM'));
      },
      ['runs', 'runs', 'runs'],
      ['its query changed', 'Preprocess-Data runs anew', ALWAYS],
    ],
    [
      'another sample',
      () => world.edit((text) => text.replace('seed: 42', 'seed: 43')),
      ['runs', 'runs', 'runs'],
      ['its query changed', 'Preprocess-Data runs anew', ALWAYS],
    ],
    [
      'one feature less',
      () => world.edit((text) => text.replace('    - quantity\n', '')),
      ['runs', 'runs', 'runs'],
      [
        // The sample's order names the features.
        'its features and query changed',
        expect.stringMatching(/^its features changed.*; Preprocess-Data runs anew$/),
        ALWAYS,
      ],
    ],
    [
      'another range',
      () => world.edit((text) => text.replace('max_depth: [3, 20]', 'max_depth: [3, 12]')),
      ['cached', 'runs', 'runs'],
      [UNCHANGED, 'its range of max_depth changed', ALWAYS],
    ],
    [
      'a hyperparameter that is not tuned',
      () =>
        world.edit((text) =>
          text.replace('    max_depth: [3, 20]\n', '').replace('  max_depth: 10', '  max_depth: 11'),
        ),
      ['cached', 'runs', 'runs'],
      [UNCHANGED, 'its range of max_depth and hyperparameter max_depth changed', ALWAYS],
    ],
    [
      'more trials',
      () => world.edit((text) => text.replace('maximum_training_jobs: 4', 'maximum_training_jobs: 8')),
      ['cached', 'runs', 'runs'],
      [UNCHANGED, 'its number of trials changed (4 → 8)', ALWAYS],
    ],
    [
      'another threshold of the gate',
      () => world.edit((text) => text.replace('threshold: 0.85', 'threshold: 0.8')),
      ['cached', 'cached', 'runs'],
      [UNCHANGED, UNCHANGED, ALWAYS],
    ],
    [
      'another instance type',
      () => world.edit((text) => text.replace('ml.c5.xlarge', 'ml.c5.2xlarge')),
      ['cached', 'cached', 'runs'],
      [UNCHANGED, UNCHANGED, ALWAYS],
    ],
    [
      'another share for training',
      () => world.edit((text) => text.replace('train_split: 0.7', 'train_split: 0.6')),
      ['runs', 'runs', 'runs'],
      ['its argument --train_split changed (0.7 → 0.6)', 'Preprocess-Data runs anew', ALWAYS],
    ],
    [
      'other code',
      () => {
        appendFileSync(join(dirname(world.configFile), 'sagemaker-code/training.py'), '# another line\n');
      },
      ['runs', 'runs', 'runs'],
      ['its code changed', 'its code changed; Preprocess-Data runs anew', ALWAYS],
    ],
    [
      'another image',
      () => world.edit((text) => text.replace('sklearn_framework_version: 1.2-1', 'sklearn_framework_version: 1.0-1')),
      ['runs', 'runs', 'runs'],
      [
        expect.stringMatching(/^its image changed/),
        expect.stringMatching(/^its image changed.*; Preprocess-Data runs anew$/),
        ALWAYS,
      ],
    ],
  ];

  test.each(edits)('%s', async (_, edit, expected, why) => {
    edit();
    const run = await forecastAndMerge();
    expect(outcomes(run)).toEqual(expected);
    expect(reasons(run)).toEqual(why);
  });

  test('going back takes the result of the execution before', async () => {
    world.edit((text) => text.replace('seed: 42', 'seed: 43'));
    await merge();
    world.edit((text) => text.replace('seed: 43', 'seed: 42'));
    expect(outcomes(await forecastAndMerge())).toEqual(['cached', 'cached', 'runs']);
  });

  test('a scheduled retraining reads the rows anew, and what it read is not taken for a merge', async () => {
    const scheduled = await forecast({ DeployedModel: 'none', DataSnapshot: '2026-11-23' });
    expect(reasons(scheduled).slice(0, 2)).toEqual([
      'its data snapshot changed (any → 2026-11-23)',
      'Preprocess-Data runs anew',
    ]);
    const done = await merge({ runKey: '2026-11-23' });
    expect(outcomes(scheduled)).toEqual(JOBS.map((name) => done[name]));
    // The rows of the merge before are still in the cache.
    world.edit((text) => text.replace('threshold: 0.85', 'threshold: 0.8'));
    expect(outcomes(await forecastAndMerge())).toEqual(['cached', 'cached', 'runs']);
  });

  test('a cache that is switched off keeps nothing', async () => {
    world.edit((text) => text.replace('pipeline:\n', 'pipeline:\n  cache: {enabled: false}\n'));
    expect(reasons(await forecastAndMerge())).toEqual([ALWAYS, ALWAYS, ALWAYS]);
  });

  test('a result that is older than the cache’s term is not taken', async () => {
    world.edit((text) => text.replace('pipeline:\n', 'pipeline:\n  cache: {expire_after: PT1S}\n'));
    await new Promise((done) => setTimeout(done, 2_100));
    const run = await forecastAndMerge();
    expect(reasons(run).slice(0, 2)).toEqual([
      expect.stringMatching(/^its result of execution \w{12} of .* is older than PT1S$/),
      'Preprocess-Data runs anew',
    ]);
  });
});

test('what succeeded before a step failed is in the cache; what failed is not', async () => {
  await world.close();
  world = await startWorld(quickJobs({ 'Train-And-Tune-Model': { fails: ['AlgorithmError: no memory'] } }));
  await merge().catch(() => undefined);
  const run = await forecastAndMerge();
  expect(outcomes(run)).toEqual(['cached', 'runs', 'runs']);
  expect(reasons(run)[1]).toBe('it did not succeed in the latest executions');
});
