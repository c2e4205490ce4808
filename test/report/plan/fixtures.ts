import type { Finding, Place } from '../../../src/finding.ts';
import type { ColumnProfile, DataDiff } from '../../../src/observed/data/profile.ts';
import type { Gap } from '../../../src/observed/gap.ts';
import type { QueryCheck } from '../../../src/observed/query/check.ts';
import { resourceOf } from '../../../src/plan/change.ts';
import type { DiffLine, EnvironmentPlan, Plan, RunForecast, StepForecast } from '../../../src/plan/plan.ts';

const BASE = '4be1f0c2a9d37e5b8f6c1a2d3e4f5a6b7c8d9e0f';
const HEAD = '9d2c7a41b6e8f03d5c1a7b2e4f6d8c0a1b3e5f7d';

const at = (file: string, line: number, column = 1): Place => ({ file, line, column });

export function plan(parts: Partial<Plan> = {}): Plan {
  return {
    schema_version: 1,
    base: BASE,
    head: HEAD,
    scope: 'live',
    environments: [],
    unchanged: [],
    findings: [],
    ...parts,
  };
}

export function environment(name: string, parts: Partial<EnvironmentPlan> = {}): EnvironmentPlan {
  return {
    environment: name,
    account: '123456789012',
    region: 'us-east-1',
    differences: [],
    affects: { training: false, endpoint: false, batch: false },
    changes: null,
    run: null,
    monthly: null,
    training_query: null,
    batch_query: null,
    data: null,
    findings: [],
    gaps: [],
    desired: {},
    observed: null,
    ...parts,
  };
}

const DEPTH = {
  subject: 'hyperparameters',
  path: 'tuning_step.hyperparam_ranges.max_depth',
  from: [3, 20],
  to: [3, 30],
  place: at('config.yml', 80, 5),
} as const;

const JOBS = {
  subject: 'tuning',
  path: 'tuning_step.maximum_training_jobs',
  from: 4,
  to: 12,
  place: at('config.yml', 75, 3),
} as const;

const SQL: DiffLine[] = [
  ...' -- One row per order line: what was known when it shipped.| SELECT|     l.orderkey * 10 + l.linenumber AS line_key,|     l.quantity,'
    .split('|')
    .map((text): DiffLine => ({ mark: ' ', text: text.slice(1) })),
  { mark: '-', text: '    l.extendedprice,' },
  { mark: '+', text: '    l.extendedprice * (1 - l.discount) AS extendedprice,' },
  { mark: '+', text: '    l.discount,' },
  { mark: ' ', text: '    IF(l.receiptdate > l.commitdate, 1, 0) AS late' },
  { mark: ' ', text: 'FROM lineitem l' },
  { mark: ' ', text: 'JOIN orders o ON l.orderkey = o.orderkey' },
  { mark: '+', text: "WHERE l.shipmode <> 'AIR' -- measured apart" },
];

const step = (
  name: string,
  type: string,
  outcome: StepForecast['outcome'],
  why: string,
  rest: Partial<StepForecast> = {},
): StepForecast => ({
  name,
  type,
  outcome,
  why,
  instance: null,
  seconds: null,
  dollars: null,
  ...rest,
});

export const RETUNED: RunForecast = {
  pipeline: 'mlops-pipeline-presto',
  seconds: 1080,
  dollars: 0.5102,
  basis: 'From 3 executions since 2026-11-02; prices of us-east-1 as of 2026-11-01.',
  steps: [
    step('Preprocess-Data', 'Processing', 'cached', 'nothing that decides it changed since execution 8f2k1x9q4m7c', {
      instance: '1 × ml.c5.xlarge',
    }),
    step('Train-And-Tune-Model', 'Tuning', 'runs', 'its maximum number of jobs and range of max_depth changed', {
      instance: '2 × ml.m5.xlarge',
      seconds: 840,
      dollars: 0.4431,
    }),
    step('Evaluate-Model', 'Processing', 'runs', 'Train-And-Tune-Model runs anew', {
      instance: '1 × ml.m5.xlarge',
      seconds: 240,
      dollars: 0.0671,
    }),
    step('Accuracy-Condition', 'Condition', 'runs', 'it reads what Evaluate-Model reports'),
    step('Register-Model', 'RegisterModel', 'conditional', 'only if Accuracy-Condition says yes'),
    step('AccuracyThresholdFailed', 'Fail', 'conditional', 'only if Accuracy-Condition says no'),
  ],
};

const TRAINING_QUERY: QueryCheck = {
  file: 'sql/training.sql',
  valid: true,
  columns: [
    { name: 'line_key', type: 'bigint', role: 'key' },
    { name: 'days_to_ship', type: 'bigint', role: 'feature' },
    { name: 'quantity', type: 'double', role: 'feature' },
    { name: 'extendedprice', type: 'double', role: 'feature' },
    { name: 'discount', type: 'double', role: 'feature' },
    { name: 'shipmode', type: 'varchar(10)', role: 'unused' },
    { name: 'late', type: 'integer', role: 'target' },
  ],
  tables: ['tpch.tiny.lineitem', 'tpch.tiny.orders'],
  estimated_rows: 60175,
};

const numeric = (name: string, p50: number, spread: number, nulls = 0): ColumnProfile => ({
  name,
  nulls,
  distinct: 900,
  numbers: { min: 0, p25: p50 - spread, p50, p75: p50 + spread, max: p50 + 3 * spread, mean: p50 },
  categories: null,
});

const DATA: DataDiff = {
  base: {
    rows: 60_175,
    classes: { '0': 22_114, '1': 38_061 },
    columns: [
      numeric('days_to_ship', 61, 30),
      numeric('quantity', 26, 12.5),
      numeric('extendedprice', 36_730.5, 18_000),
    ],
  },
  head: {
    rows: 51_562,
    classes: { '0': 19_402, '1': 32_160 },
    columns: [
      numeric('days_to_ship', 61, 30),
      numeric('quantity', 26, 12.5),
      numeric('extendedprice', 34_870.25, 17_100, 155),
      numeric('discount', 0.05, 0.02),
      {
        name: 'shipmode',
        nulls: 0,
        distinct: 6,
        numbers: null,
        categories: [
          { value: 'TRUCK', rows: 8_700 },
          { value: 'RAIL', rows: 8_600 },
          { value: 'SHIP', rows: 8_500 },
          { value: 'MAIL', rows: 8_400 },
        ],
      },
    ],
  },
  drift: {
    reference: 'mlops-presto version 3',
    method: 'PSI',
    columns: [
      { name: 'days_to_ship', value: 0.004, verdict: 'stable' },
      { name: 'quantity', value: 0.14, verdict: 'moderate' },
      { name: 'extendedprice', value: 0.31, verdict: 'shifted' },
      { name: 'discount', value: null, verdict: 'unknown' },
    ],
  },
};

const LEAK: Finding = {
  rule: 'honesty/target-from-feature',
  severity: 'error',
  message: 'The target late is computed from the feature days_to_receive: both read l.receiptdate',
  why: 'A rule on days_to_receive alone is right for 99.8 % of the rows; the baseline (always answers 1) for 63.2 %. At the time of a prediction, the day of receipt is not known yet.',
  way_out: 'Take days_to_receive out of training_features, or compute it from what is known at shipping.',
  place: { ...at('sql/training.sql', 9, 5), end_line: 9, end_column: 41 },
};
const CANARY: Finding = {
  rule: 'guardrail/canary-size',
  severity: 'warning',
  message: 'A canary of 10 % of 1 instance (min_instance_count) is 1 of 1: the whole fleet.',
  why: 'An instance receives traffic or does not; a share of one instance is the whole instance. A canary over half of the fleet protects less than half of the callers, and SageMaker allows at most 50 %.',
  way_out:
    'Give mlops-realtime-ep-prod at least two instances (min_instance_count), or use all-at-once and let alarms roll it back.',
  place: at('environments/prod/endpoint.yml', 12, 3),
};
const FREEZE: Finding = {
  rule: 'guardrail/freeze-window',
  severity: 'notice',
  message: 'prod will be frozen from 2026-12-18 until 2027-01-04: nobody is there',
  why: 'A merge before the freeze deploys before the freeze. During the freeze this check fails.',
  way_out: 'Merge it in time to watch it, or after 2027-01-04.',
  place: at('environments/prod/environment.yml', 10, 3),
};

/** A rule that reads no rows: it looks at a setting. */
const BAKING: Finding = {
  rule: 'guardrail/no-baking',
  severity: 'warning',
  message:
    'The alarms watch each move of traffic of mlops-realtime-ep-prod for 30 s, but its metrics come once a minute.',
  why: 'An alarm rolls an update back only during the baking period. In less than a minute no metric of the new instances has arrived.',
  way_out: 'Set rollout.wait_in_seconds to several periods of the alarms, such as 600.',
  place: at('environments/prod/endpoint.yml', 14, 3),
};

/** Environments that train each for itself: each has an account. */
const ACCOUNTS = { dev: '123456789012', staging: '210987654321', prod: '345678901234' };

/** A retraining in one environment: the usual small pull request. */
export const short = (): Plan =>
  plan({
    environments: [
      environment('dev', {
        differences: [{ ...DEPTH }, { ...JOBS }] as EnvironmentPlan['differences'],
        changes: [
          {
            ...resourceOf('training-pipeline', 'mlops-pipeline-presto'),
            action: 'update',
            from: '3f9a1c2b',
            to: '8be07d44',
            why: 'its definition differs',
          },
          {
            ...resourceOf('training-pipeline', 'mlops-pipeline-presto'),
            action: 'start',
            from: null,
            to: null,
            why: 'a merge trains; from the step cache: Preprocess-Data',
          },
          {
            ...resourceOf('endpoint', 'mlops-realtime-ep-dev'),
            action: 'keep',
            from: 'random-forest-classifier-dev-5c1d5c1d5c1d',
            to: 'random-forest-classifier-dev-5c1d5c1d5c1d',
            why: 'serves mlops-presto version 3 already',
          },
        ],
        run: RETUNED,
      }),
    ],
    unchanged: ['staging', 'prod'],
  });

/** Query, features, code, endpoint and rules in three environments, of which two differ in part. */
export const long = (): Plan => {
  const shared: Partial<EnvironmentPlan> = {
    differences: [
      {
        subject: 'query',
        path: 'training_step.query',
        from: null,
        to: null,
        place: at('sql/training.sql', 5, 5),
        lines: SQL,
      },
      {
        subject: 'features',
        path: 'training_step.training_features',
        from: ['days_to_ship', 'days_to_commit', 'quantity', 'extendedprice'],
        to: ['days_to_ship', 'days_to_receive', 'quantity', 'extendedprice', 'discount'],
        place: at('config.yml', 44, 3),
      },
      { ...DEPTH, from: [...DEPTH.from], to: [...DEPTH.to] },
      { ...JOBS, subject: 'hyperparameters', path: 'training_step.min_samples_leaf', from: null, to: 3 },
      {
        subject: 'gates',
        path: 'evaluation_step.accuracy_condition_threshold',
        from: 0.85,
        to: 0.8,
        place: at('config.yml', 92, 3),
      },
      {
        subject: 'code',
        path: 'sagemaker-code/mlops/metrics.py',
        from: null,
        to: null,
        place: at('sagemaker-code/mlops/metrics.py', 88),
        lines: longLines(40),
      },
    ],
    run: {
      ...RETUNED,
      steps: RETUNED.steps.map((one) =>
        one.outcome === 'cached'
          ? { ...one, outcome: 'runs', why: 'its query changed', seconds: 194, dollars: 0.0119 }
          : one,
      ),
      seconds: 1274,
      dollars: 0.5221,
    },
    training_query: TRAINING_QUERY,
    batch_query: {
      file: 'sql/batch.sql',
      valid: true,
      columns: null,
      tables: ['tpch.tiny.lineitem'],
      estimated_rows: null,
    },
    data: DATA,
  };
  const update = {
    ...resourceOf('training-pipeline', 'mlops-pipeline-presto'),
    action: 'update' as const,
    from: '3f9a1c2b',
    to: '8be07d44',
    why: 'its definition differs',
  };
  const start = {
    ...resourceOf('training-pipeline', 'mlops-pipeline-presto'),
    action: 'start' as const,
    from: null,
    to: null,
    why: 'a merge trains',
  };
  const batch = (name: string) => ({ ...update, ...resourceOf('batch-pipeline', `mlops-batch-inference-${name}`) });
  return plan({
    environments: [
      environment('dev', { ...shared, changes: [update, start, batch('dev')], findings: [LEAK] }),
      environment('staging', { ...shared, run: null, changes: [batch('staging')], findings: [LEAK] }),
      environment('prod', {
        ...shared,
        account: '210987654321',
        differences: [
          ...(shared.differences ?? []),
          {
            subject: 'endpoint',
            path: 'environment.endpoint.max_instance_count',
            from: 1,
            to: 4,
            place: at('environments/prod/endpoint.yml', 7, 1),
          },
          {
            subject: 'endpoint',
            path: 'environment.endpoint.rollout',
            from: null,
            to: { type: 'canary', step_percent: 10, wait_in_seconds: 600 },
            place: at('environments/prod/endpoint.yml', 12, 3),
          },
        ],
        run: null,
        changes: [
          {
            ...resourceOf('endpoint', 'mlops-realtime-ep-prod'),
            action: 'update',
            from: 'random-forest-classifier-prod-5c1d5c1d5c1d',
            to: 'random-forest-classifier-prod-77fe77fe77fe',
            why: 'serves mlops-presto version 3, in place',
          },
          batch('prod'),
        ],
        monthly: {
          from: { min: 167.9, max: 167.9, what: '1 × ml.m5.xlarge' },
          to: { min: 167.9, max: 671.6, what: '1 to 4 × ml.m5.xlarge' },
          basis: 'Prices of us-east-1 as of 2026-11-01, 730 hours.',
        },
        findings: [LEAK, CANARY, FREEZE],
        gaps: [{ source: 'aws', what: 'earlier executions', why: 'throttled' }],
      }),
    ],
    unchanged: ['sandbox'],
  });
};

export const noChange = (): Plan => plan({ unchanged: ['dev', 'staging', 'prod'] });

const CORRECT_VALUE =
  'Correct the key or its value; docs/configuration.md lists every key with the values that it takes.';

/** The configuration cannot be read: there is nothing to plan. */
export const failure = (): Plan =>
  plan({
    scope: 'offline',
    findings: [
      {
        rule: 'config/invalid',
        severity: 'error',
        message: 'tuning_step.hyperparam_ranges.max_depth: minimum 20 is greater than maximum 3',
        way_out: CORRECT_VALUE,
        place: { ...at('config.yml', 80, 16), end_line: 80, end_column: 22 },
      },
      {
        rule: 'config/invalid',
        severity: 'error',
        message: 'training_step.max_dept: unknown key; did you mean max_depth?',
        way_out: CORRECT_VALUE,
        place: at('config.yml', 58, 3),
      },
    ],
  });

/** A pull request from a fork: no token, no credentials. */
export const fork = (): Plan => {
  const gaps: Gap[] = [
    {
      source: 'aws',
      what: null,
      why: 'a pull request from a fork gets no credentials. What is deployed now, what the cache keeps and what it costs are not known.',
    },
    {
      source: 'presto',
      what: null,
      why: 'a pull request from a fork does not reach it. The query was parsed, but no table or column was looked up.',
    },
  ];
  const query: QueryCheck = { ...TRAINING_QUERY, valid: null, columns: null, tables: null, estimated_rows: null };
  const parts: Partial<EnvironmentPlan> = {
    differences: [
      {
        subject: 'query',
        path: 'training_step.query',
        from: null,
        to: null,
        place: at('sql/training.sql', 5, 5),
        lines: SQL,
      },
    ],
    training_query: query,
    gaps,
  };
  return plan({
    scope: 'offline',
    environments: [environment('dev', parts), environment('staging', parts), environment('prod', parts)],
  });
};

/** A small change where the base already has findings: in prod, and in all three. */
export const preExisting = (): Plan => {
  const [dev] = short().environments;
  const old: Finding = {
    rule: 'honesty/tuned-seed',
    severity: 'notice',
    message: 'Tuning searches for the best random_state.',
    why: 'Seeds do not differ in quality. The best one fits the validation rows by chance, and the gain does not hold on other rows. The range also takes trials from hyperparameters that matter.',
    way_out: 'Take random_state out of hyperparam_ranges; training_step.random_state sets it for all trials.',
    place: null,
    pre_existing: true,
  };
  const of = (name: keyof typeof ACCOUNTS, findings: Finding[]) => inOwnAccount(name, { ...dev, findings });
  return plan({
    environments: [
      of('dev', [old]),
      of('staging', [old]),
      of('prod', [old, { ...CANARY, pre_existing: true }, BAKING]),
    ],
    unchanged: ['sandbox'],
  });
};

/** The query was written anew: 2,000 lines. */
export const longDiff = (): Plan =>
  plan({
    environments: [
      environment('dev', {
        differences: [
          {
            subject: 'query',
            path: 'training_step.query',
            from: null,
            to: null,
            place: at('sql/training.sql', 1),
            lines: longLines(2000),
          },
        ],
        run: RETUNED,
        training_query: TRAINING_QUERY,
      }),
    ],
    unchanged: ['staging', 'prod'],
  });

/** Three environments that train, each in its account, with the same change. */
export const identical = (): Plan => {
  const [dev] = short().environments;
  return plan({
    environments: (['dev', 'staging', 'prod'] as const).map((name) => inOwnAccount(name, { ...dev })),
  });
};

const inOwnAccount = (name: keyof typeof ACCOUNTS, parts: Partial<EnvironmentPlan>): EnvironmentPlan =>
  environment(name, {
    ...parts,
    environment: name,
    account: ACCOUNTS[name],
    // The name of an endpoint ends with its environment.
    changes: (parts.changes ?? []).filter(({ kind }) => kind === 'training-pipeline'),
  });

/** Promotion: nothing but the pin of one endpoint moves. */
export const pin = (): Plan =>
  plan({
    environments: [
      environment('staging', {
        differences: (['endpoint', 'batch_transform'] as const).map((part) => ({
          subject: 'model',
          path: `environment.${part}.model`,
          from: { package_group: 'mlops-presto', version: 3, artifact_digest: `sha256:${'1f'.repeat(32)}` },
          to: { package_group: 'mlops-presto', version: 4, artifact_digest: `sha256:${'a8'.repeat(32)}` },
          format: 'pin' as const,
          place: at(`environments/staging/${part.replace('_', '-')}.yml`, 5),
        })),
        changes: [
          {
            ...resourceOf('model', 'mlops-realtime-ep-staging-a8a8a8a8a8a8'),
            action: 'create',
            from: null,
            to: 's3://sagemaker-us-east-1-123456789012/4wytu04lwaaj/output/model.tar.gz',
            why: 'for mlops-presto version 4',
          },
          {
            ...resourceOf('endpoint', 'mlops-realtime-ep-staging'),
            action: 'update',
            from: 'random-forest-classifier-staging-0a1b0a1b0a1b',
            to: 'random-forest-classifier-staging-2c3d2c3d2c3d',
            why: 'serves mlops-presto version 4, in place',
          },
          {
            ...resourceOf('batch-pipeline', 'mlops-batch-inference-staging'),
            action: 'update',
            from: '3f9a1c2b',
            to: '8be07d44',
            why: 'its definition differs',
          },
        ],
        findings: [
          {
            rule: 'guardrail/no-alarm-with-rollback',
            severity: 'notice',
            message:
              'mlops-realtime-ep-staging moves all traffic to the new instances at once, and nothing rolls it back.',
            way_out:
              'Write a rollout in endpoint.yml: canary or linear, with alarms on errors and latency of the endpoint.',
            place: null,
          },
        ],
      }),
    ],
    unchanged: ['dev', 'prod'],
  });

/** What somebody writes who wants to be believed more than the plan. */
export const HOSTILE =
  '@octocat <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](https://evil.example/z.png) | ``` ~~~ --> ::error::boo\n# heading\n- [ ] #12 acme/app#3 GH-4 $\\color{white}{x}$ www.evil.example </details> "];click s0 "javascript:1" %%{init} end \u202egnp.exe\u001b[31m\u0000';

export const hostile = (): Plan => everyText(long(), () => HOSTILE);

/** A plan with every text that is free in it (names, values, messages; not the words of a closed list) made by `text`. */
export function everyText(from: Plan, text: (was: string) => string): Plan {
  const closed = new Set([
    'subject',
    'action',
    'outcome',
    'role',
    'severity',
    'verdict',
    'mark',
    'scope',
    'method',
    'type',
    'kind',
    'source',
    'format',
  ]);
  const walk = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string')
      return closed.has(key) && !(key === 'type' && /[a-z]/.test(value[0] ?? '')) ? value : text(value);
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    if (typeof value !== 'object' || value === null) return value;
    // Labels of classes and keys of values are texts of others too; a number keeps them apart.
    const free =
      ['classes', 'from', 'to', 'desired'].includes(key) && !('what' in value) && !('package_group' in value);
    return Object.fromEntries(
      Object.entries(value).map(([name, item], i) => [free ? `${text(name)}${i}` : name, walk(item, free ? '' : name)]),
    );
  };
  return walk(from) as Plan;
}

function longLines(count: number): DiffLine[] {
  return Array.from({ length: count }, (_, i): DiffLine => {
    const mark = i % 9 === 4 ? '-' : i % 9 === 5 || i % 9 === 6 ? '+' : ' ';
    return {
      mark,
      text: `    COALESCE(SUM(l.quantity) FILTER (WHERE l.linenumber = ${i % 7}), 0) AS quantity_${i}${mark === '+' ? ', -- new' : ','}`,
    };
  });
}
