import { freezeWindow } from '../../../../src/plan/rules/guardrails/freeze-window.ts';
import { pinMovedBackwards } from '../../../../src/plan/rules/guardrails/pin-moved-backwards.ts';
import { pinnedModelFeatures } from '../../../../src/plan/rules/guardrails/pinned-model-features.ts';
import { promotionOrder } from '../../../../src/plan/rules/guardrails/promotion-order.ts';
import { contextOf, type Edits, lineOf } from '../honesty/context.ts';

/** Pins a version in a file of an environment; another letter, other bytes. */
const pin = (path: string, version: number, digest = 'a'): Edits => ({
  [`environments/${path}`]: [
    [
      'model: null',
      `model:\n  package_group: mlops-presto\n  version: ${version}\n  artifact_digest: sha256:${digest.repeat(64)}`,
    ],
  ],
});
const DEV_3 = pin('dev/endpoint.yml', 3);
const STAGING = 'staging/endpoint.yml';

describe('promotion-order', () => {
  const judged = (head: Edits, base: Edits, environment = 'staging') =>
    promotionOrder(contextOf({ ...base, ...head }, { environment, base }));

  test('a model that dev does not pin yet', () => {
    const head = pin(STAGING, 3);
    const findings = judged(head, {});
    expect(findings).toMatchObject([
      {
        severity: 'error',
        message:
          'staging would get mlops-presto version 3 for the endpoint, but dev, which staging gets its models from, pinned no model before this change.',
        why: expect.stringContaining('after it ran in dev for 24h'),
      },
    ]);
    expect(lineOf(head, findings[0])).toBe('version: 3');
  });

  test('both at once: it has run in neither', () => {
    const head = { ...pin('dev/endpoint.yml', 4), ...pin(STAGING, 4) };
    expect(judged(head, DEV_3)).toMatchObject([
      { message: expect.stringContaining('pinned mlops-presto version 3 before') },
    ]);
  });

  test('the same number with other bytes is another model', () => {
    expect(judged(pin(STAGING, 3, 'b'), DEV_3)).toMatchObject([
      { message: expect.stringContaining('version 3 with another artifact before') },
    ]);
  });

  test('dev may move on in the same change: what counts is what it ran', () => {
    expect(judged({ ...pin('dev/endpoint.yml', 4), ...pin(STAGING, 3) }, DEV_3)).toEqual([]);
  });

  test('the batch predictions are held to it too', () => {
    expect(judged(pin('staging/batch-transform.yml', 9), DEV_3)).toMatchObject([
      { message: expect.stringContaining('for the batch predictions') },
    ]);
    expect(judged(pin('staging/batch-transform.yml', 3), DEV_3)).toEqual([]);
  });

  test('taking the order out in the same change does not get round it', () => {
    const out: Edits = { 'environments/staging/environment.yml': [['promotes_from: dev', 'promotes_from: null']] };
    expect(judged({ ...out, ...pin(STAGING, 3) }, {})).toHaveLength(1);
  });

  test('a stage that was not there before', () => {
    const context = contextOf(pin('prod/endpoint.yml', 3), { environment: 'prod', base: {} });
    const before = context.base;
    if (before === null) throw new Error('no base');
    const alone = {
      ...before,
      environment: null,
      environments: before.environments.filter(({ name }) => name === 'dev'),
    };
    expect(promotionOrder({ ...context, base: alone })).toMatchObject([
      { message: expect.stringContaining('did not exist before') },
    ]);
  });

  test('the first stage, an unchanged pin, an older version, a pin that goes: nothing', () => {
    expect(judged(DEV_3, {}, 'dev')).toEqual([]);
    expect(judged({}, pin(STAGING, 3))).toEqual([]);
    expect(judged(pin(STAGING, 2), { ...pin(STAGING, 3), ...DEV_3 })).toEqual([]);
    expect(promotionOrder(contextOf({}, { environment: 'staging', base: pin(STAGING, 3) }))).toEqual([]);
  });

  test('without a base or an environment: nothing', () => {
    expect(promotionOrder(contextOf(pin(STAGING, 3), { environment: 'staging' }))).toEqual([]);
    expect(promotionOrder(contextOf(pin(STAGING, 3), { base: {} }))).toEqual([]);
  });
});

describe('pin-moved-backwards', () => {
  const judged = (head: Edits, base: Edits, environment = 'staging') =>
    pinMovedBackwards(contextOf({ ...base, ...head }, { environment, base }));

  test('a way back is a remark, louder where the stage before does not run it', () => {
    const findings = judged(pin(STAGING, 2), { ...DEV_3, ...pin(STAGING, 3) });
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringMatching(
          /from mlops-presto version 3 to mlops-presto version 2 for the endpoint\. dev does not run it/,
        ),
      },
    ]);
    expect(judged(pin('dev/endpoint.yml', 2), DEV_3, 'dev')).toMatchObject([{ severity: 'notice' }]);
    expect(judged(pin(STAGING, 2), { ...pin('dev/endpoint.yml', 2), ...pin(STAGING, 3) })).toMatchObject([
      { severity: 'notice' },
    ]);
  });

  test('forwards, another group, the first pin, no base: nothing', () => {
    expect(judged(pin(STAGING, 4), pin(STAGING, 3))).toEqual([]);
    const other: Edits = {
      'environments/staging/endpoint.yml': [
        ['model: null', `model:\n  package_group: other\n  version: 1\n  artifact_digest: sha256:${'a'.repeat(64)}`],
      ],
    };
    expect(judged(other, pin(STAGING, 3))).toEqual([]);
    expect(judged(pin(STAGING, 3), {})).toEqual([]);
    expect(pinMovedBackwards(contextOf(pin(STAGING, 2), { environment: 'staging' }))).toEqual([]);
  });
});

describe('freeze-window', () => {
  const PROD = 'environments/prod/environment.yml';
  const freeze = (from: string, to: string): [string, string] => [
    'freeze: []',
    `freeze:\n  - from: ${from}\n    to: ${to}\n    reason: nobody is there`,
  ];
  const NOW = freeze('2026-11-20', '2026-11-24');
  const pinned = pin('prod/endpoint.yml', 3);
  const judged = (head: Edits, base: Edits, now?: string) =>
    freezeWindow(contextOf({ ...base, ...head }, { environment: 'prod', base, ...(now === undefined ? {} : { now }) }));

  test('a change of what runs there is an error, at the window', () => {
    const base = { [PROD]: [NOW] };
    const findings = judged(pinned, base);
    expect(findings).toMatchObject([
      { severity: 'error', message: 'prod is frozen from 2026-11-20 until 2026-11-24: nobody is there' },
    ]);
    expect(lineOf(base, findings[0])).toBe('- from: 2026-11-20');
  });

  test('from a day before it is a remark; the end is no longer in it', () => {
    const from = { [PROD]: [freeze('2026-12-18T18:00Z', '2027-01-04')] };
    expect(judged(pinned, from, '2026-12-17T17:59:59Z')).toEqual([]);
    expect(judged(pinned, from, '2026-12-17T18:00:00Z')).toMatchObject([{ severity: 'notice' }]);
    expect(judged(pinned, from, '2026-12-18T17:59:59Z')).toMatchObject([{ severity: 'notice' }]);
    expect(judged(pinned, from, '2026-12-18T18:00:00Z')).toMatchObject([{ severity: 'error' }]);
    expect(judged(pinned, from, '2027-01-03T23:59:59Z')).toMatchObject([{ severity: 'error' }]);
    expect(judged(pinned, from, '2027-01-04T00:00:00Z')).toEqual([]);
  });

  test('a freeze that the change takes away counts; ending one by itself is a change of its own', () => {
    const base = { [PROD]: [NOW], ...pinned };
    const without = contextOf(pin('prod/endpoint.yml', 4), { environment: 'prod', base });
    expect(freezeWindow(without)).toMatchObject([{ severity: 'error' }]);
    expect(freezeWindow(contextOf(pinned, { environment: 'prod', base }))).toEqual([]);
  });

  test('how models are made is no matter of a stage that gets them from another; what its containers read is', () => {
    const base = { [PROD]: [NOW], ...pinned };
    const tuned: Edits = { 'config.yml': [['maximum_training_jobs: 4', 'maximum_training_jobs: 8']] };
    const hours: Edits = { 'config.yml': [['num_hours_to_go_back: 168', 'num_hours_to_go_back: 24']] };
    expect(judged(tuned, base)).toEqual([]);
    expect(judged(hours, base)).toHaveLength(1);
    // The first stage trains.
    const dev = 'environments/dev/environment.yml';
    const frozen: Edits = {
      [dev]: [['soak: 0h', 'soak: 0h\nfreeze:\n  - {from: 2026-11-20, to: 2026-11-24, reason: x}']],
    };
    expect(freezeWindow(contextOf({ ...frozen, ...tuned }, { environment: 'dev', base: frozen }))).toHaveLength(1);
  });

  test('nothing of the configuration changes: then it is the code of the containers', () => {
    const base = { [PROD]: [NOW], ...pinned };
    expect(judged({}, base)).toHaveLength(1);
  });

  test('a stage without a model has nothing that a merge could touch', () => {
    const base = { [PROD]: [NOW] };
    expect(judged({ 'config.yml': [['num_hours_to_go_back: 168', 'num_hours_to_go_back: 24']] }, base)).toEqual([]);
  });

  test('without a base or an environment: nothing', () => {
    expect(freezeWindow(contextOf({ [PROD]: [NOW], ...pinned }, { environment: 'prod' }))).toEqual([]);
    expect(freezeWindow(contextOf({ [PROD]: [NOW], ...pinned }, { base: {} }))).toEqual([]);
  });
});

describe('pinned-model-features', () => {
  const features = (from: string, to: string): Edits => ({ 'config.yml': [[from, to]] });
  const SWAPPED = features('- days_to_ship\n    - days_to_commit', '- days_to_commit\n    - days_to_ship');
  const ONE_LESS = features('    - quantity\n', '');
  const judged = (head: Edits, base: Edits, environment = 'dev') =>
    pinnedModelFeatures(contextOf({ ...base, ...head }, { environment, base }));
  const DEV = pin('dev/batch-transform.yml', 3);

  test('as many features in another order: rows go by position, and nothing would fail', () => {
    expect(judged(SWAPPED, DEV)).toMatchObject([
      {
        severity: 'error',
        message:
          'The batch predictions of dev keep mlops-presto version 3, which was trained on days_to_ship, days_to_commit, quantity, extendedprice. It would take the new features for these, by their position.',
        way_out: expect.stringMatching(/^Set model: null in environments\/dev\/batch-transform\.yml for now: /),
        place: expect.objectContaining({ file: 'config.yml' }),
      },
    ]);
  });

  test('another number of them fails, and a stage further on can keep the old list', () => {
    const findings = judged(ONE_LESS, pin('staging/batch-transform.yml', 3), 'staging');
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringMatching(/With 3 features instead of 4 the transform fails\.$/),
        way_out: expect.stringContaining(
          'config.training_step.training_features in environments/staging/environment.yml',
        ),
      },
    ]);
  });

  test('a stage that keeps its list, a pin that moves or goes, no pin, no base, the same list: nothing', () => {
    const keeps: Edits = {
      'environments/staging/environment.yml': [
        [
          'config: {}',
          'config:\n  training_step:\n    training_features: [days_to_ship, days_to_commit, quantity, extendedprice]',
        ],
      ],
    };
    expect(judged({ ...keeps, ...ONE_LESS }, pin('staging/batch-transform.yml', 3), 'staging')).toEqual([]);
    expect(judged({ ...SWAPPED, ...pin('dev/batch-transform.yml', 4) }, DEV)).toEqual([]);
    expect(judged({ ...SWAPPED, 'environments/dev/batch-transform.yml': [] }, DEV)).toEqual([]);
    expect(judged(SWAPPED, {})).toEqual([]);
    expect(judged(SWAPPED, pin('dev/endpoint.yml', 3))).toEqual([]);
    expect(pinnedModelFeatures(contextOf({ ...SWAPPED, ...DEV }, { environment: 'dev' }))).toEqual([]);
    expect(judged({}, DEV)).toEqual([]);
  });
});
