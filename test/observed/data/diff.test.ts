import { Failure } from '../../../src/failure.ts';
import { storedProfile } from '../../../src/observed/data/deployed.ts';
import { type ProfileInput, profileWithDrift } from '../../../src/observed/data/diff.ts';
import { profileData } from '../../../src/observed/data/profiling.ts';
import type { Aws } from '../../../src/ports/index.ts';
import type { Presto } from '../../../src/ports/presto.ts';
import { example, OF_THE_ARTICLE, REPEATABLE, shipped } from './examples.ts';
import { containerReport, fetched, testPresto, watched } from './presto.ts';

const presto = testPresto();
const ARN = 'arn:aws:sagemaker:us-east-1:111122223333:model-package/mlops-presto/3';
const REPORT = 's3://bucket/run/evaluation/evaluation.json';

/** AWS with one package whose report is `report`. */
function registry(report: Uint8Array | undefined, metricsUri: string | undefined = REPORT) {
  const calls: string[] = [];
  const aws = {
    sagemaker: {
      async modelPackage(arn: string) {
        calls.push(arn);
        return arn === ARN ? { arn, group: 'mlops-presto', version: 3, metricsUri } : undefined;
      },
    },
    objects: {
      async read(uri: string) {
        calls.push(uri);
        return report;
      },
    },
  } as unknown as Pick<Aws, 'sagemaker' | 'objects'>;
  return { aws, calls };
}

const reportOf = async (query = shipped()) => containerReport(query, await fetched(presto, query.sql));

const diff = (aws: Pick<Aws, 'sagemaker' | 'objects'> | null, input: Partial<ProfileInput>, by: Presto = presto) =>
  profileWithDrift(by, aws, { query: shipped(), deployedPackage: ARN, ...input });

test('the very rows that a model was trained on have not moved: SQL counts them as the container did', async () => {
  const { aws, calls } = registry(await reportOf());
  const seen = watched(presto);
  const { drift, ...profiles } = await diff(aws, {}, seen);
  expect(drift).toEqual({
    reference: 'mlops-presto version 3',
    method: 'PSI',
    columns: ['late', 'days_to_ship', 'days_to_commit', 'quantity', 'extendedprice'].map((name) => ({
      name,
      value: 0,
      verdict: 'stable',
    })),
  });
  expect(profiles).toEqual({ head: await profileData(presto, shipped()) });
  expect(calls).toEqual([ARN, REPORT]);
  expect(seen.statements).toHaveLength(2);
});

test('sums of doubles are in the same bins at every run', async () => {
  const query = example(OF_THE_ARTICLE, REPEATABLE);
  const { aws } = registry(await reportOf(query));
  for (let run = 0; run < 2; run++) {
    const { drift } = await diff(aws, { query });
    expect(drift?.columns.map(({ value }) => value)).toEqual([0, 0, 0, 0]);
  }
});

test('columns that moved are named, with how far', async () => {
  const { aws } = registry(await reportOf());
  const base = shipped();
  const head = {
    ...base,
    sql: `SELECT line_key, days_to_ship, IF(line_key % 10 < 2, days_to_commit - 30, days_to_commit), quantity * 1.5,
      IF(line_key % 2 = 0, extendedprice), late FROM (\n${base.sql}\n)`,
  };
  const { drift, head: after } = await diff(aws, { query: head });
  const verdicts = Object.fromEntries(drift?.columns.map(({ name, verdict }) => [name, verdict]) ?? []);
  expect(verdicts).toEqual({
    late: 'stable',
    days_to_ship: 'stable',
    days_to_commit: 'moderate',
    quantity: 'shifted',
    extendedprice: 'stable',
  });
  expect(after?.columns[3]?.nulls).toBeGreaterThan(2000);
});

test('without AWS there are the rows and no drift, for one statement', async () => {
  const seen = watched(presto);
  expect(await diff(null, { query: shipped(100) }, seen)).toEqual({ head: expect.anything(), drift: null });
  expect(seen.statements).toHaveLength(1);
});

test('few rows say nothing, and a feature that the model does not know neither', async () => {
  const { aws } = registry(await reportOf());
  const few = await diff(aws, { query: shipped(50) });
  expect(few.drift?.columns.map(({ verdict }) => verdict).slice(1)).toEqual(Array(4).fill('unknown'));
  const more = { ...shipped(), features: ['quantity', 'line_key'], key: null };
  const { drift } = await diff(aws, { query: more });
  expect(drift?.columns.slice(1)).toEqual([
    { name: 'quantity', value: 0, verdict: 'stable' },
    { name: 'line_key', value: null, verdict: 'unknown' },
  ]);
  const other = await diff(aws, { query: { ...shipped(), target: 'quantity', features: ['days_to_ship'] } });
  expect(other.drift?.columns[0]).toEqual({ name: 'quantity', value: null, verdict: 'unknown' });
});

test.each([
  ['without a deployed model', null, REPORT, undefined],
  ['with a package that is gone', `${ARN}4`, REPORT, undefined],
  ['with a package without a report', ARN, undefined, undefined],
  ['with a report that is gone', ARN, REPORT, undefined],
  ['with a report that is no JSON', ARN, REPORT, '<html>'],
  ['with a report without a profile', ARN, REPORT, '{"data": {"profile": null}}'],
])('%s there is no drift and no gap', async (_, deployedPackage, metricsUri, report) => {
  const bytes = report === undefined ? undefined : new TextEncoder().encode(report);
  const { aws } = registry(bytes, metricsUri);
  if (metricsUri === undefined) Object.assign(aws.sagemaker, { modelPackage: async () => ({ arn: ARN }) });
  expect(await diff(aws, { deployedPackage, query: shipped(10) })).toEqual({
    head: expect.anything(),
    drift: null,
  });
});

test('what cannot be measured is a gap that says why, and an error of Presto is no gap', async () => {
  const { aws } = registry(undefined);
  Object.assign(aws.objects, {
    read: async () => {
      throw new Failure('access_denied', 'AWS refused to read the report');
    },
  });
  const broken = { ...shipped(10), sql: `SELECT *, 1 / (days_to_ship * 0) FROM (\n${shipped(10).sql}\n)` };
  const query = { ...broken, columns: [...broken.columns, { name: 'x', type: 'bigint' }], features: ['x'] };
  expect(await diff(aws, { query: shipped(10) })).toEqual({
    head: expect.objectContaining({ rows: 10 }),
    drift: null,
    gaps: [{ source: 'aws', what: 'the data of the deployed model', why: 'AWS refused to read the report' }],
  });
  expect(await diff(null, { query })).toEqual({ head: null, drift: null, errors: ['DIVISION_BY_ZERO'] });
});

describe('a stored profile', () => {
  const read = (feature: unknown) =>
    storedProfile(
      new TextEncoder().encode(
        JSON.stringify({ data: { profile: { target: 'y', class_counts: { 0: 3, 1: 4 }, features: { a: feature } } } }),
      ),
      'model version 1',
    )?.features.get('a');
  const quantiles = (values: number[]) => ({
    count: 1000,
    quantiles: Object.fromEntries(values.map((value, at) => [`${at / 10}`, value])),
  });

  test('of before has quantiles only: tenths between them, when no two are equal', () => {
    expect(read(quantiles([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))).toEqual({
      upper: [1, 2, 3, 4, 5, 6, 7, 8, 9],
      rows: Array(10).fill(100),
    });
  });

  test('of before with a constant has all rows at its value', () => {
    expect(read(quantiles(Array(11).fill(5)))).toEqual({ upper: [5 - 5e-6, 5 + 5e-6], rows: [0, 1000, 0] });
  });

  test('of before with repeated values says too little', () => {
    expect(read(quantiles([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]))).toBeUndefined();
  });

  test.each([
    [{ upper: [2, 1], rows: [1, 1, 1] }],
    [{ upper: [1], rows: [1] }],
    [{ upper: [], rows: [1] }],
    [{ upper: ["1'); DROP TABLE t --"], rows: [1, 1] }],
    [{ upper: [1], rows: [-1, 1] }],
    [{ upper: [1], rows: ['1', 1] }],
    [{ upper: Array.from({ length: 1000 }, (_, at) => at), rows: Array(1001).fill(1) }],
    [{ upper: 5, rows: {} }],
  ])('that is not ours is not used: %j', (bins) => {
    expect(read({ bins })).toBeUndefined();
  });
});
