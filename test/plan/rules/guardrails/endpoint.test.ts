import type { ObservedEndpoint } from '../../../../src/observed/endpoint.ts';
import { burstableScaling } from '../../../../src/plan/rules/guardrails/burstable-scaling.ts';
import { canarySize } from '../../../../src/plan/rules/guardrails/canary-size.ts';
import { capacityReset } from '../../../../src/plan/rules/guardrails/capacity-reset.ts';
import { endpointReplaced } from '../../../../src/plan/rules/guardrails/endpoint-replaced.ts';
import { noAlarmWithRollback } from '../../../../src/plan/rules/guardrails/no-alarm-with-rollback.ts';
import { noBaking } from '../../../../src/plan/rules/guardrails/no-baking.ts';
import { rolloutFallsBack } from '../../../../src/plan/rules/guardrails/rollout-falls-back.ts';
import { scalingOfOthers } from '../../../../src/plan/rules/guardrails/scaling-of-others.ts';
import { timeoutRange } from '../../../../src/plan/rules/guardrails/timeout-range.ts';
import { variantNameMismatch } from '../../../../src/plan/rules/guardrails/variant-name-mismatch.ts';
import { contextOf, type Edits, lineOf } from '../honesty/context.ts';

const PROD = 'environments/prod/endpoint.yml';
const MODEL: [string, string] = [
  'model: null',
  `model:\n  package_group: mlops-presto\n  version: 3\n  artifact_digest: sha256:${'a'.repeat(64)}`,
];
const ALARMS = 'alarms: [mlops-5xx]';
const rollout = (...keys: string[]): [string, string] => ['keep: 2', `keep: 2\nrollout:\n  ${keys.join('\n  ')}`];
const counts = (min: number, max: number): [string, string][] => [
  ['min_instance_count: 1', `min_instance_count: ${min}`],
  ['max_instance_count: 3', `max_instance_count: ${max}`],
];
const SERVERLESS: [string, string] = [
  'min_instance_count: 1\nmax_instance_count: 3\n',
  'serverless: {memory_in_mb: 2048, max_concurrency: 5}\n',
];
const prod = (edits: [string, string][], known: { endpoint?: ObservedEndpoint | null; base?: Edits } = {}) =>
  contextOf({ [PROD]: edits }, { ...known, environment: 'prod' });

const running = (
  variants: Array<[name: string, desired: number | undefined]>,
  more: Partial<ObservedEndpoint> & { status?: 'InService' | 'Failed' } = {},
): ObservedEndpoint => ({
  endpoint: {
    name: 'mlops-realtime-ep-prod',
    arn: 'arn:aws:sagemaker:us-east-1:123456789012:endpoint/mlops-realtime-ep-prod',
    status: more.status ?? 'InService',
    configName: 'random-forest-classifier-prod-0123456789ab',
    failureReason: undefined,
    variants: variants.map(([name, desired]) => ({
      name,
      currentInstanceCount: desired,
      desiredInstanceCount: desired,
    })),
  },
  running: more.running ?? { instanceType: 'ml.m5.xlarge', serverless: false },
  scaling: more.scaling,
  policies: more.policies ?? [],
  scheduledActions: more.scheduledActions ?? [],
  configs: [],
  models: [],
});
const ABSENT: ObservedEndpoint = {
  endpoint: undefined,
  running: undefined,
  scaling: undefined,
  policies: [],
  scheduledActions: [],
  configs: [],
  models: [],
};

describe('canary-size', () => {
  const judged = (type: string, percent: number, min: number) =>
    canarySize(prod([...counts(min, 10), rollout(`type: ${type}`, `step_percent: ${percent}`, ALARMS)]));

  test('of one instance a canary is all of it, at its line', () => {
    const findings = judged('canary', 10, 1);
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        message: 'A canary of 10 % of 1 instance (min_instance_count) is 1 of 1: the whole fleet.',
      },
    ]);
    expect(lineOf({ [PROD]: [rollout('type: canary', 'step_percent: 10', ALARMS)] }, findings[0])).toBe(
      'step_percent: 10',
    );
  });

  test('rounded up to whole instances it may be more than half', () => {
    expect(judged('canary', 40, 3)).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringContaining('is 2 of 3: more than half'),
        way_out: expect.stringContaining('1 of 3 (33 %)'),
      },
    ]);
    expect(judged('linear', 50, 3)).toHaveLength(1);
  });

  test('a step of less than one instance moves more than step_percent', () => {
    expect(judged('canary', 10, 2)).toMatchObject([
      { severity: 'notice', message: expect.stringContaining('the smallest possible step is 1 of 2 (50 %)') },
    ]);
  });

  test('whole instances up to half: nothing', () => {
    for (const [percent, min] of [
      [50, 2],
      [33, 3],
      [10, 10],
      [25, 8],
    ] as const) {
      expect([percent, min, canarySizeCount(percent, min)]).toEqual([percent, min, 0]);
    }
  });
  const canarySizeCount = (percent: number, min: number) => judged('canary', percent, min).length;

  test('all at once, no rollout, no environment: nothing', () => {
    expect(canarySize(prod([rollout('type: all-at-once', ALARMS)]))).toEqual([]);
    expect(canarySize(prod([]))).toEqual([]);
    expect(canarySize(prod([SERVERLESS]))).toEqual([]);
    expect(canarySize(contextOf())).toEqual([]);
  });
});

describe('rollout-falls-back', () => {
  const INF1: [string, string] = ['keep: 2', 'keep: 2\ninstance_type: ml.inf1.xlarge'];

  test('Inf1 instances are excluded from deployment guardrails', () => {
    const findings = rolloutFallsBack(prod([rollout('type: canary', 'step_percent: 10', ALARMS), INF1]));
    expect(findings).toMatchObject([{ severity: 'error', message: expect.stringContaining('ml.inf1.xlarge') }]);
  });

  test('other instances, or no rollout: nothing', () => {
    expect(rolloutFallsBack(prod([rollout('type: canary', 'step_percent: 10', ALARMS)]))).toEqual([]);
    expect(rolloutFallsBack(prod([INF1]))).toEqual([]);
    expect(rolloutFallsBack(contextOf())).toEqual([]);
  });
});

describe('no-alarm-with-rollback', () => {
  test('the last stage without any rollout, when its endpoint changes', () => {
    expect(noAlarmWithRollback(prod([MODEL], { base: {} }))).toMatchObject([
      { severity: 'notice', message: expect.stringContaining('mlops-realtime-ep-prod moves all traffic') },
    ]);
    expect(noAlarmWithRollback(prod([MODEL]))).toHaveLength(1);
  });

  test('a rollout, no change of the endpoint, no model, a stage before the last, no environment: nothing', () => {
    expect(noAlarmWithRollback(prod([MODEL, rollout('type: all-at-once', ALARMS)]))).toEqual([]);
    expect(noAlarmWithRollback(prod([MODEL], { base: { [PROD]: [MODEL] } }))).toEqual([]);
    expect(noAlarmWithRollback(prod([]))).toEqual([]);
    const staging = 'environments/staging/endpoint.yml';
    expect(noAlarmWithRollback(contextOf({ [staging]: [MODEL] }, { environment: 'staging' }))).toEqual([]);
    expect(noAlarmWithRollback(contextOf())).toEqual([]);
  });
});

describe('no-baking', () => {
  const judged = (...keys: string[]) => noBaking(prod([rollout('type: canary', 'step_percent: 10', ...keys)]));

  test('alarms that have no time to go off', () => {
    expect(judged(ALARMS, 'wait_in_seconds: 0')).toMatchObject([{ severity: 'warning' }]);
    expect(judged(ALARMS, 'wait_in_seconds: 59')).toHaveLength(1);
  });

  test('a minute or more, no alarms (which the configuration warns about), no rollout: nothing', () => {
    expect(judged(ALARMS, 'wait_in_seconds: 60')).toEqual([]);
    expect(judged(ALARMS)).toEqual([]);
    expect(judged('wait_in_seconds: 0')).toEqual([]);
    expect(noBaking(prod([]))).toEqual([]);
    expect(noBaking(contextOf())).toEqual([]);
  });
});

describe('variant-name-mismatch', () => {
  test('an endpoint that has another variant, or one more', () => {
    expect(variantNameMismatch(prod([MODEL], { endpoint: running([['variant-1', 2]]) }))).toMatchObject([
      {
        severity: 'error',
        message: 'The endpoint mlops-realtime-ep-prod has the variant variant-1; an update would bring AllTraffic.',
      },
    ]);
    const both = running([
      ['AllTraffic', 1],
      ['shadow', 1],
    ]);
    expect(variantNameMismatch(prod([MODEL], { endpoint: both }))).toMatchObject([
      { message: expect.stringContaining('an update would bring AllTraffic alone') },
    ]);
  });

  test('ours, none yet, a failed one (it is made again), no model, no answer of AWS: nothing', () => {
    for (const endpoint of [
      running([['AllTraffic', 2]]),
      running([]),
      running([['variant-1', 2]], { status: 'Failed' }),
      ABSENT,
      null,
    ]) {
      expect(variantNameMismatch(prod([MODEL], { endpoint }))).toEqual([]);
    }
    expect(variantNameMismatch(prod([], { endpoint: running([['variant-1', 2]]) }))).toEqual([]);
    expect(variantNameMismatch(contextOf({}, { endpoint: running([['variant-1', 2]]) }))).toEqual([]);
  });
});

describe('capacity-reset', () => {
  test('a fixed number below what runs: the update begins with fewer', () => {
    const edits = [MODEL, ...counts(2, 2)];
    const context = prod(edits, { endpoint: running([['AllTraffic', 6]]), base: { [PROD]: [MODEL] } });
    const findings = capacityReset(context);
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        message: 'mlops-realtime-ep-prod runs 6 instances; the update would begin with the fixed number of 2.',
        way_out: expect.stringContaining('max_instance_count of 6 or more keeps what runs'),
      },
    ]);
    expect(lineOf({ [PROD]: edits }, findings[0])).toBe('max_instance_count: 2');
  });

  test('a range, which keeps what runs; enough, fewer, unchanged, unknown, not there, not asked: nothing', () => {
    const of = (endpoint: ObservedEndpoint | null, base?: Edits, edits = [MODEL, ...counts(2, 2)]) =>
      capacityReset(prod(edits, { endpoint, ...(base === undefined ? {} : { base }) }));
    expect(of(running([['AllTraffic', 6]]), undefined, [MODEL, ...counts(2, 4)])).toEqual([]);
    expect(of(running([['AllTraffic', 6]]), undefined, [MODEL, SERVERLESS])).toEqual([]);
    expect(of(running([['AllTraffic', 2]]))).toEqual([]);
    expect(of(running([['AllTraffic', 1]]))).toEqual([]);
    expect(of(running([['AllTraffic', 6]]), { [PROD]: [MODEL, ...counts(2, 2)] })).toEqual([]);
    expect(of(running([['AllTraffic', undefined]]))).toEqual([]);
    expect(of(running([['other', 6]]))).toEqual([]);
    expect(of(running([['AllTraffic', 6]], { status: 'Failed' }))).toEqual([]);
    expect(of(ABSENT)).toEqual([]);
    expect(of(null)).toEqual([]);
    expect(capacityReset(contextOf({}, { endpoint: running([['AllTraffic', 6]]) }))).toEqual([]);
  });
});

describe('endpoint-replaced', () => {
  const of = (edits: [string, string][], endpoint: ObservedEndpoint | null) =>
    endpointReplaced(prod(edits, { endpoint }));

  test('an endpoint on instances is deleted to become serverless', () => {
    const findings = of([MODEL, SERVERLESS], running([['AllTraffic', 2]]));
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        message: 'mlops-realtime-ep-prod runs on instances. To become serverless it is deleted and made again.',
      },
    ]);
    expect(lineOf({ [PROD]: [MODEL, SERVERLESS] }, findings[0])).toMatch(/^serverless:/);
  });

  test('serverless already, instances again, no model, no endpoint, no answer: nothing', () => {
    const serverless = running([['AllTraffic', undefined]], { running: { instanceType: undefined, serverless: true } });
    expect(of([MODEL, SERVERLESS], serverless)).toEqual([]);
    expect(of([MODEL], serverless)).toEqual([]);
    expect(of([SERVERLESS], running([['AllTraffic', 2]]))).toEqual([]);
    expect(of([MODEL, SERVERLESS], ABSENT)).toEqual([]);
    expect(of([MODEL, SERVERLESS], null)).toEqual([]);
    expect(endpointReplaced(contextOf())).toEqual([]);
  });
});

describe('scaling-of-others', () => {
  const tracking = { metric: 'invocations', target: 70, scaleInCooldown: 300, scaleOutCooldown: 60 } as const;
  const nightly = { name: 'nightly', schedule: 'cron(0 22 * * ? *)', timezone: 'UTC', min: 1, max: undefined };
  const scaled = running([['AllTraffic', 2]], {
    scaling: { min: 1, max: 3 },
    policies: [
      { name: 'sagemaker-presto-gitops-invocations', tracking },
      { name: 'by-hand', tracking: null },
    ],
    scheduledActions: [nightly],
  });
  const TYPE: [string, string] = ['keep: 2', 'keep: 2\ninstance_type: ml.m5.2xlarge'];
  const of = (edits: [string, string][], endpoint: ObservedEndpoint | null = scaled) =>
    scalingOfOthers(prod(edits, { endpoint }));

  test.each([
    ['another instance type', [MODEL, TYPE], 'the instance type changes from ml.m5.xlarge to ml.m5.2xlarge'],
    ['a fixed number', [MODEL, ...counts(2, 2)], 'the number of instances is fixed'],
    ['serverless', [MODEL, SERVERLESS], 'a serverless endpoint does not scale by instances'],
  ] as [string, [string, string][], string][])('%s removes what others made', (_what, edits, why) => {
    expect(of(edits)).toMatchObject([
      {
        severity: 'warning',
        message: `mlops-realtime-ep-prod has by-hand, nightly, which this project did not make. A deploy removes them, because ${why}.`,
      },
    ]);
  });

  test('the same type, only our own, no scalable target, no model, no answer: nothing', () => {
    expect(of([MODEL])).toEqual([]);
    const own = running([['AllTraffic', 2]], {
      scaling: { min: 1, max: 3 },
      policies: [
        { name: 'sagemaker-presto-gitops-invocations', tracking },
        // The name of an earlier version.
        { name: 'mlops-realtime-ep-prod-prod-invocations', tracking },
      ],
    });
    expect(of([MODEL, TYPE], own)).toEqual([]);
    expect(
      of([MODEL, TYPE], running([['AllTraffic', 2]], { policies: [{ name: 'by-hand', tracking: null }] })),
    ).toEqual([]);
    expect(of([TYPE])).toEqual([]);
    expect(of([MODEL, TYPE], null)).toEqual([]);
    expect(scalingOfOthers(contextOf())).toEqual([]);
  });
});

describe('burstable-scaling', () => {
  const T2: [string, string] = ['keep: 2', 'keep: 2\ninstance_type: ml.t2.medium'];

  test('the number of instances of the T family does not change by itself', () => {
    expect(burstableScaling(prod([T2]))).toMatchObject([
      {
        severity: 'error',
        message:
          'mlops-realtime-ep-prod has 1 to 3 instances of ml.t2.medium, but the number of these instances cannot change by itself.',
      },
    ]);
  });

  test('another family, a fixed number, or serverless: nothing', () => {
    expect(burstableScaling(prod([]))).toEqual([]);
    expect(burstableScaling(prod([T2, ...counts(2, 2)]))).toEqual([]);
    expect(burstableScaling(prod([SERVERLESS]))).toEqual([]);
    expect(burstableScaling(contextOf())).toEqual([]);
  });
});

describe('timeout-range', () => {
  const judged = (...keys: string[]) => timeoutRange(prod([rollout(...keys, ALARMS)]));

  test('waits that are longer than the time-out', () => {
    expect(
      judged('type: linear', 'step_percent: 10', 'wait_in_seconds: 600', 'termination_wait_in_seconds: 60'),
    ).toMatchObject([
      {
        severity: 'error',
        message:
          'The rollout waits 6060 s (10 × 600 s and 60 s before the old instances stop), but may take only 3600 s.',
        way_out: expect.stringContaining('to 6660 or more'),
      },
    ]);
    // The service wants it larger, not as large.
    expect(judged('type: canary', 'step_percent: 10', 'wait_in_seconds: 1800')).toMatchObject([{ severity: 'error' }]);
  });

  test('waits that leave no time to start instances', () => {
    expect(judged('type: canary', 'step_percent: 10', 'wait_in_seconds: 1600')).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('400 s are left') },
    ]);
  });

  test('waits that are too long for any time-out have to be shorter', () => {
    expect(judged('type: linear', 'step_percent: 10', 'wait_in_seconds: 3600')).toMatchObject([
      { way_out: expect.stringContaining('at most 28800 s') },
    ]);
  });

  test('waits that fit, or no rollout: nothing', () => {
    expect(judged('type: canary', 'step_percent: 10', 'wait_in_seconds: 1500')).toEqual([]);
    expect(judged('type: all-at-once', 'wait_in_seconds: 3000')).toEqual([]);
    expect(timeoutRange(prod([]))).toEqual([]);
    expect(timeoutRange(contextOf())).toEqual([]);
  });
});
