import type { EnvironmentPlan, Plan } from '../../src/plan/plan.ts';
import {
  type CurrentState,
  makeReceipts,
  planDigest,
  type Receipt,
  readReceipt,
  verifyReceipt,
} from '../../src/plan/receipt.ts';

const KEY = 'a key of this repository';

const environment = (name: string): EnvironmentPlan => ({
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
  desired: { code: 'c1', query: 'q1', 'training pipeline': 't1' },
  observed: { 'training pipeline': 't0', endpoint: 'e0' },
});

const PLAN: Plan = {
  schema_version: 1,
  base: 'b'.repeat(40),
  head: 'f'.repeat(40),
  scope: 'live',
  environments: [environment('dev'), environment('prod')],
  unchanged: ['staging'],
  findings: [],
};

const now: CurrentState = {
  environment: 'dev',
  account: '123456789012',
  region: 'us-east-1',
  base: PLAN.base ?? '',
  head: PLAN.head ?? '',
  desired: { code: 'c1', query: 'q1', 'training pipeline': 't1' },
  observed: { 'training pipeline': 't0', endpoint: 'e0' },
};

const receiptOf = (key?: string): Receipt => {
  const receipt = makeReceipts(PLAN, key).dev;
  if (receipt === undefined) throw new Error('no receipt');
  return receipt;
};

test('one for each environment of the plan, which they name by its digest', () => {
  const receipts = makeReceipts(PLAN, KEY);
  expect(Object.keys(receipts)).toEqual(['dev', 'prod']);
  expect(receipts.dev?.plan).toBe(planDigest(PLAN));
  expect(receipts.dev?.mac).not.toBe(receipts.prod?.mac);
});

test('what was reviewed is applied, signed or not, also after a way through a comment', () => {
  for (const key of [undefined, KEY]) {
    const receipt = readReceipt(JSON.parse(JSON.stringify(receiptOf(key))));
    expect(receipt && verifyReceipt(receipt, now, key)).toEqual({ ok: true });
  }
});

test.each([
  ['environment', { environment: 'prod' }, { which: 'environment', moved: 'environment', from: 'dev', to: 'prod' }],
  ['account', { account: '210987654321' }, { which: 'account', from: '123456789012', to: '210987654321' }],
  ['region', { region: 'eu-west-1' }, { which: 'region' }],
  ['base', { base: '0'.repeat(40) }, { which: 'base' }],
  ['head', { head: '0'.repeat(40) }, { which: 'head' }],
  [
    'a query, and with it the pipeline: the query is named',
    { desired: { code: 'c1', query: 'q2', 'training pipeline': 't2' } },
    { which: 'desired', moved: 'query', from: 'q1', to: 'q2' },
  ],
  [
    'a field less',
    { desired: { code: 'c1', query: 'q1' } },
    { which: 'desired', moved: 'training pipeline', from: 't1', to: 'none' },
  ],
  [
    'a field more',
    { desired: { code: 'c1', query: 'q1', 'training pipeline': 't1', model: 'm1' } },
    { which: 'desired', moved: 'model', from: 'none', to: 'm1' },
  ],
  [
    'what is there',
    { observed: { 'training pipeline': 't0', endpoint: 'e9' } },
    { which: 'observed', moved: 'endpoint', from: 'e0', to: 'e9' },
  ],
])('%s moved', (_, moved, expected) => {
  expect(verifyReceipt(receiptOf(KEY), { ...now, ...moved }, KEY)).toMatchObject({ ok: false, ...expected });
});

test('an earlier attempt of the same apply is no move', () => {
  const observed = { 'training pipeline': 't1', endpoint: 'e0' };
  expect(verifyReceipt(receiptOf(), { ...now, observed })).toMatchObject({ ok: false, moved: 'training pipeline' });
  expect(verifyReceipt(receiptOf(), { ...now, observed, applied: { 'training pipeline': 't1' } })).toEqual({
    ok: true,
  });
});

describe('with a key', () => {
  const receipt = receiptOf(KEY);
  const leaves = (value: unknown, path: Array<string | number> = []): Array<Array<string | number>> =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]))
      : [path];
  const tampered = (path: Array<string | number>, change: (old: unknown) => unknown): Receipt => {
    const copy = JSON.parse(JSON.stringify(receipt));
    const parent = path.slice(0, -1).reduce((inner, step) => inner[step], copy);
    parent[path.at(-1) ?? ''] = change(parent[path.at(-1) ?? '']);
    return copy;
  };

  test.each(leaves(receipt).map((path) => [path.join('.'), path] as const))(
    'no change of %s is believed',
    (_, path) => {
      const forged = tampered(path, (old) => (typeof old === 'number' ? old + 1 : `${old}x`));
      // Whoever changes a receipt also has the world that it describes.
      const world = {
        ...now,
        ...forged,
        desired: forged.desired,
        observed: forged.observed ?? {},
      } as unknown as CurrentState;
      expect(verifyReceipt(forged, world, KEY).ok).toBe(false);
    },
  );

  test('no field can be added or taken out', () => {
    const more = { ...receipt, desired: { ...receipt.desired, model: 'm' } };
    expect(verifyReceipt(more, { ...now, desired: more.desired }, KEY)).toMatchObject({
      ok: false,
      which: 'signature',
    });
    const { code: _code, ...less } = receipt.desired;
    expect(verifyReceipt({ ...receipt, desired: less }, { ...now, desired: less }, KEY)).toMatchObject({
      ok: false,
      which: 'signature',
    });
  });

  test('a receipt without a signature, with that of another key, or with half of one is refused', () => {
    const { mac, ...unsigned } = receipt;
    for (const forged of [
      unsigned,
      receiptOf('another key'),
      { ...receipt, mac: mac?.slice(0, 32) ?? '' },
      { ...receipt, mac: '' },
    ]) {
      expect(verifyReceipt(forged, now, KEY)).toMatchObject({ ok: false, which: 'signature', moved: 'signature' });
    }
  });
});

test('a receipt of a later version of this tool is refused', () => {
  const later = { ...receiptOf(), schema_version: 2 } as unknown as Receipt;
  expect(verifyReceipt(later, now)).toMatchObject({ ok: false, which: 'schema_version' });
});

test.each([
  [null],
  ['text'],
  [[]],
  [{}],
  [{ ...receiptOf(), desired: { code: 1 } }],
  [{ ...receiptOf(), desired: null }],
  [{ ...receiptOf(), observed: undefined }],
  [{ ...receiptOf(), mac: 7 }],
  [{ ...receiptOf(), head: 7 }],
  [{ ...receiptOf(), account: undefined }],
])('%j is no receipt', (value) => expect(readReceipt(value)).toBeUndefined());

test('names that every object has are names like any other', () => {
  const receipt = { ...receiptOf(), desired: { ...receiptOf().desired } };
  expect(verifyReceipt(receipt, { ...now, desired: { ...now.desired, toString: 'x' } })).toMatchObject({
    moved: 'toString',
    from: 'none',
  });
});
