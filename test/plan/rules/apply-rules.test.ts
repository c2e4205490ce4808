import { contextOf, type Edits, findingsOf } from './honesty/context.ts';
import { ORDER_VALUE } from './honesty/measured.ts';

const PROD = 'environments/prod/endpoint.yml';
const PINNED: [string, string] = [
  'model: null',
  `model:\n  package_group: mlops-presto\n  version: 3\n  artifact_digest: sha256:${'a'.repeat(64)}`,
];
/** Many mistakes: a leak, tuning on the test split, a rollout that cannot work, a pin that no environment has run. */
const EVERYTHING: Edits = {
  ...ORDER_VALUE.edits,
  'config.yml': [
    ...(ORDER_VALUE.edits['config.yml'] as [string | RegExp, string][]),
    ['Regex: auc (\\S+)', "Regex: 'test:auc (\\S+)'"],
    ['    n_estimators: [10, 150]', '    random_state: [1, 100]'],
    ['model_group: mlops-presto', 'model_group: MLOps'],
    ['maximum_training_jobs: 4', 'maximum_training_jobs: 500'],
  ],
  [PROD]: [
    PINNED,
    ['keep: 2', 'keep: 2\nrollout: {type: linear, step_percent: 10, wait_in_seconds: 3600, alarms: [a]}'],
  ],
};

const context = () =>
  contextOf(EVERYTHING, { environment: 'prod', base: {}, data: ORDER_VALUE.data, measures: ORDER_VALUE.measures });

const allFindings = () => findingsOf(context());

test('errors first, then by file, line and column; the same in every run', () => {
  const findings = allFindings();
  expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
    'error honesty/tuning-on-test',
    'error guardrail/promotion-order',
    'error guardrail/timeout-range',
    'error honesty/target-from-feature',
    'warning honesty/too-few-positives',
    'warning guardrail/tuning-too-long',
    'warning honesty/tuned-seed',
    'warning honesty/gate-below-baseline',
    'warning guardrail/canary-size',
    'warning honesty/sample-not-reproducible',
    'notice guardrail/name-case',
    'notice honesty/split-by-row',
  ]);
  expect(allFindings()).toEqual(findings);
});

test('a finding is plain text on one line each, with a reason, a way out and a place in the repository', () => {
  for (const { rule, message, why, way_out, place } of allFindings()) {
    for (const text of [message, why ?? '', way_out]) {
      expect([rule, text]).toEqual([rule, expect.stringMatching(/^\S[^\n]*[^\s]$/)]);
      expect([rule, text]).toEqual([rule, expect.not.stringMatching(/undefined|NaN%|null,|\$\{| {2}/)]);
    }
    expect([rule, way_out]).toEqual([rule, expect.stringMatching(/\.$/)]);
    expect([rule, place?.file]).toEqual([rule, expect.stringMatching(/^(config\.yml|environments|sql)/)]);
    expect([rule, place?.line]).toEqual([rule, expect.any(Number)]);
  }
});
