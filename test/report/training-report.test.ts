import { Marked } from 'marked';
import type { TrainingRun } from '../../src/observed/training-run.ts';
import { LONGEST_COMMENT } from '../../src/report/markdown.ts';
import { findOwn } from '../../src/report/marker.ts';
import { missedGates } from '../../src/report/missed-gates.ts';
import { type ReportedModel, trainingReport, wholeTrainingReport } from '../../src/report/training-report.ts';

const metric = (value: number | null) => ({
  value,
  lower: value === null ? null : value - 0.02,
  upper: value === null ? null : value + 0.02,
});

/** A run that registered a model. Each test changes the part that it is about. */
function registeredRun(): TrainingRun {
  const execution = 'arn:aws:sagemaker:us-east-1:123456789012:pipeline/mlops/execution/abc123def456';
  return {
    schema_version: 1,
    region: 'us-east-1',
    account: '123456789012',
    pipeline: { name: 'mlops', arn: 'arn:aws:sagemaker:us-east-1:123456789012:pipeline/mlops', version: 1 },
    execution: {
      arn: execution,
      id: 'abc123def456',
      display_name: null,
      status: 'Succeeded',
      failure_reason: null,
      started_at: '2026-11-22T10:00:00Z',
      ended_at: '2026-11-22T10:05:00Z',
      duration_seconds: 300,
      parameters: { AccuracyConditionThreshold: '0.85' },
    },
    provenance: { commit: 'c0ffee', repository: 'acme/late-lines', environment: 'dev', run_key: null },
    lineage: {
      definition_hash: 'd'.repeat(64),
      query_sha256: 'e'.repeat(64),
      data_digest: null,
      source_sha256: null,
      image: 'image:1',
    },
    steps: [
      {
        name: 'Preprocess-Data',
        type: 'Processing',
        status: 'Succeeded',
        started_at: null,
        ended_at: null,
        duration_seconds: 12,
        attempts: 1,
        cache_hit: execution,
        failure_reason: null,
        job: null,
      },
      {
        name: 'AccuracyThresholdFailed',
        type: 'Fail',
        status: 'NotRun',
        started_at: null,
        ended_at: null,
        duration_seconds: null,
        attempts: null,
        cache_hit: null,
        failure_reason: null,
        job: null,
      },
    ],
    outcome: 'registered',
    failure: null,
    tuning: {
      job_name: 't',
      strategy: 'Bayesian',
      objective: { name: 'validation:auc', type: 'Maximize' },
      best_training_job: 't-1',
      counts: { completed: 1, stopped: 0, failed: 0, in_progress: 0 },
      trials: [
        {
          training_job: 't-1',
          status: 'Completed',
          objective: 0.98,
          hyperparameters: { max_depth: '7' },
          duration_seconds: 9,
          failure_reason: null,
        },
      ],
    },
    evaluation: {
      uri: 's3://b/evaluation.json',
      report: {
        binary_classification_metrics: {
          accuracy: metric(0.945),
          precision: metric(null),
          roc_auc: metric(0.987),
          confusion_matrix: { '0': { '0': 150, '1': 13 }, '1': { '0': 14, '1': 314 } },
          receiver_operating_characteristic_curve: {
            false_positive_rates: [0, 0.1, 1],
            true_positive_rates: [0, 0.96, 1],
          },
          precision_recall_curve: { precisions: [1, 0.99, 0.67], recalls: [0, 0.9, 1] },
        },
        baseline: { label: 1, accuracy: 0.668 },
        deployed: null,
        rows: 491,
        gates: {
          beat_baseline: {
            value: 1,
            verdict: 'passed',
            explanation: 'Accuracy 0.945; the baseline (always answers 1) scores 0.668.',
          },
          not_worse_than_deployed: {
            value: 0,
            verdict: 'inconclusive',
            explanation: 'The deployed model needs the column x.',
          },
        },
        feature_importances: { days_to_ship: 0.8, quantity: 0.2 },
      },
    },
    package: {
      arn: 'arn:aws:sagemaker:us-east-1:123456789012:model-package/mlops/3',
      group: 'mlops',
      version: 3,
      approval_status: 'PendingManualApproval',
      approval_description: null,
      created_at: null,
      last_modified_at: null,
      image: 'image:1',
      model_data_uri: 's3://b/model.tar.gz',
      artifact_digest: `sha256:${'a'.repeat(64)}`,
      environment: {},
      metadata: {},
    },
  };
}

/** The part `gates` of the evaluation report of a run. */
function gatesOf(run: TrainingRun): Record<string, object> {
  const report = run.evaluation?.report as { gates: Record<string, object> };
  return report.gates;
}

/** A failed run whose report is longer than a comment. */
function longRun(): TrainingRun {
  const run = registeredRun();
  const tuning = run.tuning as NonNullable<TrainingRun['tuning']>;
  tuning.trials = Array.from({ length: 5000 }, (_, i) => ({
    training_job: `t-${i}`,
    status: 'Completed',
    objective: 0.9,
    hyperparameters: { a: 'x'.repeat(2000) },
    duration_seconds: 1,
    failure_reason: null,
  }));
  run.failure = {
    step: 'Evaluate',
    reason: 'r'.repeat(40_000),
    log_tail: Array.from({ length: 1000 }, () => 'line '.repeat(30)),
  };
  return run;
}

const options = {
  approveLabel: 'approve-model',
  rejectLabel: 'reject-model',
  reportedAt: '2026-11-22T10:06:00Z',
  runUrl: 'https://github.com/acme/late-lines/actions/runs/1',
};
const HOSTILE = '@octocat <img src=x onerror=alert(1)> [x](javascript:alert(1)) | ``` ~~~ --> ::error::boo\n# heading';

test('the report starts with the outcome and says what to do', () => {
  const text = trainingReport(registeredRun(), options);
  expect(text.split('\n').slice(2, 5)).toEqual([
    '## ✅ Model `mlops version 3` is registered',
    '',
    'It waits for approval. Add the label `approve-model` to approve exactly this version, or `reject-model` to reject it.',
  ]);
  expect(text).toContain('| Accuracy | **0.945** | 0.925 – 0.965 | — | 0.668 |');
  expect(text).toContain('491 test rows');
  expect(text).toContain('✅ Succeeded (from the cache)');
  expect(text).toContain('| 1 | **0.9800** | `7` | Completed | 9.0 s |');
});

test('the deployed model stands beside the candidate', () => {
  const run = registeredRun();
  const report = run.evaluation?.report as { deployed: unknown };
  report.deployed = {
    model: 's3://b/old.tar.gz',
    metrics: { accuracy: { value: 0.931 }, precision: { value: null } },
    problem: null,
  };
  const text = trainingReport(run, options);
  expect(text).toContain('| Accuracy | **0.945** | 0.925 – 0.965 | 0.931 | 0.668 |');
  expect(text).not.toContain('no model is deployed yet');
  report.deployed = { model: 's3://b/old.tar.gz', metrics: null, problem: 'it needs the column x' };
  expect(trainingReport(run, options)).toContain('the deployed model could not be measured: it needs the column x');
});

test('an absent metric is a dash, and its gate is inconclusive', () => {
  const text = trainingReport(registeredRun(), options);
  expect(text).not.toContain('NaN');
  expect(text).toContain(
    '| Not worse than the deployed model | ❔ inconclusive | The deployed model needs the column x. |',
  );
  const run = registeredRun();
  const report = run.evaluation?.report as { binary_classification_metrics: { accuracy: unknown } };
  report.binary_classification_metrics.accuracy = { value: Number.NaN };
  expect(trainingReport(run, options)).toContain('| Accuracy | ❔ inconclusive | — against at least 0.850 |');
});

test('the marker has what an approval is verified against', () => {
  const body = trainingReport(registeredRun(), options);
  const [own] = findOwn<ReportedModel>([{ id: 1, author: 'bot', body, url: '' }], 'bot', 'report');
  expect(own?.key).toBe('abc123def456');
  expect(own?.facts).toMatchObject({
    commit: 'c0ffee',
    artifact_digest: `sha256:${'a'.repeat(64)}`,
    reported_at: '2026-11-22T10:06:00Z',
  });
});

test('text from models, logs and AWS cannot mention a person, link, or add markup', () => {
  const run = registeredRun();
  run.outcome = 'failed';
  run.package = null;
  run.failure = { step: HOSTILE, reason: HOSTILE, log_tail: [HOSTILE, '```', '</details>'] };
  run.execution.failure_reason = HOSTILE;
  const tuning = run.tuning as NonNullable<TrainingRun['tuning']>;
  tuning.strategy = HOSTILE;
  (tuning.trials[0] as { hyperparameters: Record<string, string> }).hyperparameters = { [HOSTILE]: HOSTILE };
  run.evaluation = {
    uri: 's3://b/e.json',
    report: { gates: { beat_baseline: { value: 1, verdict: HOSTILE, explanation: HOSTILE } } },
  };
  const text = trainingReport(run, options);
  const html = new Marked({ gfm: true }).parse(text, { async: false });
  const tags = html.match(/<(img|script|iframe|a)\b[^>]*>/g) ?? [];
  expect(tags.filter((tag) => !tag.includes(options.runUrl))).toEqual([]);
  expect(html.match(/<\w+[^>]*\son\w+=/g)).toBeNull();
  // GitHub turns mentions into links everywhere but in code.
  const prose = html.replaceAll(/<pre>[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>/g, '');
  expect(prose).not.toMatch(/@octocat/);
  expect(html.match(/<h1>/g)).toBeNull();
  expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length);
});

test('a long report fits into a comment, keeps its first section, and says where the whole report is', () => {
  const text = trainingReport(longRun(), options);
  expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  expect(text).toContain('## ✅ Model');
  expect(text).toContain(`left out. The whole report is in the [job summary](${options.runUrl}).`);
  const { runUrl: _, ...locally } = options;
  expect(trainingReport(longRun(), locally)).toContain(
    'left out. The whole report: `mlops report arn:aws:sagemaker:us-east-1:123456789012:pipeline/mlops/execution/abc123def456`',
  );
});

test('the whole report has each section that a comment leaves out', () => {
  const whole = wholeTrainingReport(longRun(), options);
  expect(whole.length).toBeGreaterThan(LONGEST_COMMENT);
  expect(whole).not.toContain('left out');
  for (const title of ['Steps', 'Tuning: 5000 trials', 'Confusion matrix', 'ROC curve', 'Feature importances']) {
    expect(whole).toContain(`<details><summary>${title}`);
  }
});

test('a report that fits is the same in a comment and in the job summary', () => {
  expect(wholeTrainingReport(registeredRun(), options)).toBe(trainingReport(registeredRun(), options));
});

test('with fewer than 30 test rows the baseline gate is inconclusive, and the model did not pass it', () => {
  const run = registeredRun();
  gatesOf(run).beat_baseline = {
    value: 0,
    verdict: 'inconclusive',
    explanation: 'Inconclusive: 12 test rows are too few to tell a difference from chance; at least 30 are needed.',
  };
  expect(trainingReport(run, options)).toContain(
    '| Beats the baseline | ❔ inconclusive | Inconclusive: 12 test rows are too few',
  );
  expect(missedGates(run)).toEqual([
    'Inconclusive: 12 test rows are too few to tell a difference from chance; at least 30 are needed.',
    'The deployed model needs the column x.',
  ]);
});

test.each([
  ['an absent verdict', { value: 1 }, '❔ inconclusive', 'verdict'],
  ['an unknown verdict', { value: 1, verdict: 'yes' }, '❔ inconclusive', 'verdict'],
  ['a verdict that is not a text', { value: 1, verdict: ['passed'] }, '❔ inconclusive', 'verdict'],
  ['an absent value', { verdict: 'passed' }, '❔ inconclusive', 'value'],
  ['NaN as the value', { value: Number.NaN, verdict: 'passed' }, '❔ inconclusive', 'value'],
])('%s is not a pass', (_, gate, verdict, unreadable) => {
  const run = registeredRun();
  gatesOf(run).beat_baseline = { ...gate, explanation: 'It is better.' };
  const sentence = `The evaluation report has no readable ${unreadable} for this gate. It is better.`;
  expect(trainingReport(run, options)).toContain(`| Beats the baseline | ${verdict} | ${sentence} |`);
  expect(missedGates(run)).toContain(sentence);
});

test('a gate whose value is below 1 is failed, whatever its verdict', () => {
  const run = registeredRun();
  gatesOf(run).beat_baseline = { value: 0, verdict: 'passed', explanation: 'It is better.' };
  expect(trainingReport(run, options)).toContain('| Beats the baseline | ⛔ failed | It is better. |');
});

test('an accuracy that the evaluation calls inconclusive is not a pass', () => {
  const run = registeredRun();
  gatesOf(run).accuracy = { value: 0, verdict: 'inconclusive', explanation: 'No probability for 3 of 491 rows.' };
  expect(trainingReport(run, options)).toContain('| Accuracy | ❔ inconclusive | 0.945 against at least 0.850 |');
  expect(missedGates(run)).toContain('No probability for 3 of 491 rows.');
});

test('a missed threshold names the metric, its value and the threshold', () => {
  const run = registeredRun();
  run.execution.parameters = { AccuracyConditionThreshold: '0.95' };
  expect(missedGates(run)[0]).toBe('The accuracy is 0.9450, below 0.95.');
  run.evaluation = null;
  expect(missedGates(run)).toEqual(['The evaluation report has no accuracy.']);
});

test('an evaluation script without gates is judged by its metric alone', () => {
  const run = registeredRun();
  const report = run.evaluation?.report as Record<string, unknown>;
  delete report.gates;
  expect(trainingReport(run, options)).toContain('| Accuracy | ✅ passed | 0.945 against at least 0.850 |');
  expect(missedGates(run)).toEqual([]);
});

test.each([
  ['running', '## ⏳ Training is running'],
  ['gate_failed', '## ⛔ The model did not pass its gates: nothing was registered'],
  ['stopped', '## ⏹️ Training was stopped'],
] as const)('the outcome %s has its headline', (outcome, headline) => {
  const run = { ...registeredRun(), outcome, package: null, evaluation: null, tuning: null };
  expect(trainingReport(run, options)).toContain(headline);
});
