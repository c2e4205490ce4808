import type { TrainingRun } from '../../src/observed/training-run.ts';
import { trainingText } from '../../src/report/training-text.ts';

const STEPS = [
  { name: 'Preprocess-Data', type: 'Processing', status: 'Succeeded', cache_hit: 'arn', duration_seconds: 12 },
  { name: 'Stop', type: 'Fail', status: 'NotRun', cache_hit: null, duration_seconds: null },
];

/** The parts of a run that a terminal shows. */
function run(report: object | null): TrainingRun {
  const execution = { parameters: { AccuracyConditionThreshold: '0.85' } };
  const parts = { steps: STEPS, execution, evaluation: report === null ? null : { uri: 's3://b/e.json', report } };
  return parts as unknown as TrainingRun;
}

test('steps, metrics and gates stand below each other in tables', () => {
  const metrics = { accuracy: { value: 0.9167 }, roc_auc: { value: 0.98 } };
  const gates = { beat_baseline: { value: 1, verdict: 'passed', explanation: 'It is better by 0.1.' } };
  const baseline = { accuracy: 0.743 };
  expect(trainingText(run({ binary_classification_metrics: metrics, baseline, gates }))).toBe(
    [
      'Step             Type        Status             Time',
      'Preprocess-Data  Processing  Succeeded (cache)  12 s',
      'Stop             Fail        NotRun',
      '',
      'Metric    Candidate  Deployed  Baseline',
      'Accuracy  0.917      —         0.743',
      'ROC AUC   0.980      —         —',
      '',
      'Gate                Verdict  Why',
      'Accuracy            passed   0.917 against at least 0.850',
      'Beats the baseline  passed   It is better by 0.1.',
    ].join('\n'),
  );
});

test('without a readable evaluation report there are no metrics, and the gates are inconclusive', () => {
  const text = trainingText(run(null));
  expect(text).not.toContain('Metric');
  expect(text).toMatch(/Accuracy +inconclusive +— against at least 0\.850/);
});
