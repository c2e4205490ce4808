import { measureData } from '../../../src/observed/data/measuring.ts';
import type { DataMeasures } from '../../../src/observed/data/profile.ts';
import type { DataQuery } from '../../../src/observed/data/sql.ts';
import { example, OF_THE_ARTICLE, OF_THE_CONFIGURATION, REPEATABLE, shipped } from './examples.ts';
import { containerParts, fetched, literal, testPresto, watched } from './presto.ts';

const presto = testPresto();
const split = { train: 0.7, test: 0.9 };

/** The same from the rows themselves, every threshold tried one by one, and the splits by the container's own code. */
async function computed(query: DataQuery): Promise<DataMeasures> {
  const answer = await fetched(presto, query.sql);
  const value = (row: unknown[], name: string) => row[answer.columns.findIndex((column) => column.name === name)];
  const rows = answer.rows.map((row) => ({
    label: Number(value(row, query.target)),
    values: query.features.map((name) => Number(value(row, name))),
    key: query.key ? String(value(row, query.key)) : null,
  }));
  let best: DataMeasures['best_split'] = null;
  const positives = rows.filter(({ label }) => label === 1).length;
  const majority = Math.max(positives, rows.length - positives) / rows.length;
  for (const [at, feature] of query.features.entries()) {
    const values = [...new Set(rows.map((row) => row.values[at] ?? 0))].sort((a, b) => a - b);
    for (const [index, low] of values.slice(0, -1).entries()) {
      const threshold = (low + (values[index + 1] ?? 0)) / 2;
      const below = rows.filter((row) => ((row.values[at] ?? 0) <= threshold ? 1 : 0) === row.label).length;
      for (const [operator, right] of [
        ['<=', below],
        ['>', rows.length - below],
      ] as const) {
        const accuracy = right / rows.length;
        if (best === null || accuracy > best.accuracy) best = { feature, operator, threshold, accuracy, majority };
      }
    }
  }
  const times = new Map<string | null, number>();
  for (const { key } of rows) times.set(key, (times.get(key) ?? 0) + 1);
  const parts = containerParts(query, answer, split);
  const twins = new Map<string, Set<number | undefined>>();
  const identity = ({ label, values }: (typeof rows)[number]) =>
    JSON.stringify([label, ...values.map((number) => Number(number.toPrecision(9)))]);
  for (const [at, row] of rows.entries()) {
    twins.set(identity(row), (twins.get(identity(row)) ?? new Set()).add(parts[at]));
  }
  const part = (which: number) => ({
    rows: parts.filter((one) => one === which).length,
    positives: rows.filter(({ label }, at) => label === 1 && parts[at] === which).length,
  });
  return {
    best_split: best,
    repeated_keys: query.key ? rows.filter(({ key }) => (times.get(key) ?? 0) > 1).length : null,
    overlapping_rows: rows.filter((row) => (twins.get(identity(row))?.size ?? 0) > 1).length,
    splits: { train: part(0), validation: part(1), test: part(2) },
  };
}

const measured = (query: DataQuery, rows?: number) =>
  measureData(presto, { ...query, split, ...(rows === undefined ? {} : { rows }) });

test('the query that ships is measured as its rows are', async () => {
  const expected = await computed(shipped(600));
  expect(await measured(shipped(600))).toEqual({
    ...expected,
    best_split: { ...expected.best_split, threshold: expect.closeTo(expected.best_split?.threshold ?? 0, 6) },
  });
});

test('its 489 test rows are the ones that config.yml speaks of', async () => {
  const { splits } = await measured(shipped(), 5000);
  expect(splits?.test).toEqual({ rows: 489, positives: 322 });
});

test.each([
  [OF_THE_CONFIGURATION, 'orderkey'],
  [OF_THE_CONFIGURATION, null],
  [OF_THE_ARTICLE, 'orderkey'],
  [OF_THE_ARTICLE, null],
])('the published example %s with key %s', async (condition, key) => {
  const query = { ...example(condition, REPEATABLE.replace('5000', '400')), key };
  const expected = await computed(query);
  const actual = await measured(query);
  expect(actual.splits).toEqual(expected.splits);
  expect(actual.overlapping_rows).toBe(expected.overlapping_rows);
  expect(actual.repeated_keys).toBe(key === null ? null : 0);
  expect(actual.best_split).toMatchObject({
    accuracy: expected.best_split?.accuracy,
    majority: expected.best_split?.majority,
  });
});

test('a target that is a function of a feature is found, with the feature and its threshold', async () => {
  // Rows that are the same at every run: how near to the threshold the nearest of them is would be chance.
  const { best_split } = await measured(example(OF_THE_ARTICLE, REPEATABLE));
  expect(best_split).toMatchObject({ feature: 'total_extended_price', operator: '>', accuracy: 1 });
  expect(Math.abs((best_split?.threshold ?? 0) - 20_000)).toBeLessThan(100);
});

const of = async (sql: string, features: string[], key: string | null = null) =>
  literal(presto, sql, { target: 'y', features, key });

test.each([
  ['bigint', 'custkey * 1000003 - 700000000'],
  ['integer', 'CAST(custkey AS INTEGER)'],
  ['text', "'Kunde № ' || CAST(custkey AS VARCHAR) || ' 🚚'"],
  ['long text', "CAST(custkey AS VARCHAR) || array_join(repeat('ä', 200), '')"],
  ['decimal', 'CAST(custkey AS DECIMAL(12,3)) / 8'],
  ['date', "date_add('day', custkey, DATE '1999-12-31')"],
])('splits by a key of type %s are those of the container', async (_, key) => {
  const sql = `SELECT ${key} AS k, CAST(nationkey AS DOUBLE) AS a, IF(acctbal > 0, 1, 0) AS y FROM customer WHERE custkey <= 400`;
  const query = await of(sql, ['a'], 'k');
  const [actual, expected] = [await measured(query), await computed(query)];
  expect(actual).toEqual({ ...expected, best_split: expect.anything() });
  expect(actual.overlapping_rows).toBeGreaterThan(200);
});

test('without a key splits are by the row itself, of whatever types its numbers are', async () => {
  const sql = `SELECT CAST(acctbal AS DECIMAL(12,2)) AS dec, CAST(acctbal AS REAL) AS r, -acctbal / 3 AS d, nationkey AS n, acctbal > 5000 AS b,
    IF(mktsegment = 'BUILDING', 1, 0) AS y FROM customer WHERE custkey <= 300 UNION ALL SELECT 1, 1, -0E0, 1, true, 1 UNION ALL SELECT 1, 1, 0E0, 1, true, 1`;
  const query = await of(sql, ['dec', 'r', 'd', 'n', 'b']);
  const [actual, expected] = [await measured(query), await computed(query)];
  expect(actual).toEqual({ ...expected, best_split: expect.anything() });
  expect(actual.overlapping_rows).toBe(0);
});

test('repeated keys are counted by row', async () => {
  const sql = 'SELECT orderkey AS k, linenumber AS a, IF(quantity > 25, 1, 0) AS y FROM lineitem WHERE orderkey < 300';
  const query = await of(sql, ['a'], 'k');
  const [actual, expected] = [await measured(query), await computed(query)];
  expect(actual.repeated_keys).toBe(expected.repeated_keys);
  expect(actual.repeated_keys).toBeGreaterThan(200);
  expect(actual.splits).toEqual(expected.splits);
});

test('without a key splits are by all numbers of the row, however many', async () => {
  const names = Array.from({ length: 40 }, (_, at) => `f${at}`);
  const values = names.map((name, at) => `acctbal * ${at + 1} AS ${name}`).join(', ');
  const query = await of(`SELECT ${values}, nationkey % 2 AS y FROM customer WHERE custkey <= 300`, names);
  expect((await measured(query)).splits).toEqual((await computed(query)).splits);
});

const KEYED = (key: string) => `SELECT ${key} AS k, nationkey AS a, 1 AS y FROM customer WHERE custkey < 300`;
const BEST = {
  feature: 'a',
  operator: '<=',
  threshold: expect.any(Number),
  accuracy: expect.any(Number),
  majority: 1,
};

test.each([
  ['a DOUBLE, which SQL writes otherwise than Python', 'CAST(custkey AS DOUBLE)'],
  ['missing in a row, with which the container does not train', 'nullif(custkey, 7)'],
])('where the key is %s, splits and overlap are null and the rest is known', async (_, key) => {
  const query = await of(KEYED(key), ['a'], 'k');
  expect(await measured(query)).toEqual({ best_split: BEST, repeated_keys: 0, overlapping_rows: null, splits: null });
});

test('above a million rows the splits are known, and what takes memory for every row is not asked', async () => {
  const query = await of(KEYED('custkey'), ['a'], 'k');
  const { splits } = await computed(query);
  expect(splits?.test.rows).toBeGreaterThan(10);
  expect(await measured(query, 1_000_001)).toEqual({
    best_split: BEST,
    repeated_keys: null,
    overlapping_rows: null,
    splits,
  });
  const unknown = await of(KEYED('CAST(custkey AS DOUBLE)'), ['a'], 'k');
  expect(await measured(unknown, 1_000_001)).toMatchObject({ repeated_keys: null, splits: null });
});

test('missing and infinite values count as wrong answers, rows without a label not at all', async () => {
  const sql = `SELECT * FROM (VALUES (1, 5E0, 1E0), (1, NULL, 1E0), (1, nan(), 2E0), (0, 1E0, 3E0), (0, 2E0, 1E0), (NULL, 9E0, 9E0)) AS t (y, a, b)`;
  const { best_split } = await measured(await of(sql, ['a', 'b']));
  expect(best_split).toEqual({ feature: 'b', operator: '<=', threshold: 2.5, accuracy: 0.8, majority: 0.6 });
});

test('nothing to measure is nothing', async () => {
  const none = {
    splits: {
      train: { rows: 0, positives: 0 },
      validation: { rows: 0, positives: 0 },
      test: { rows: 0, positives: 0 },
    },
  };
  const empty = await of('SELECT orderkey AS k, 1E0 AS a, 1 AS y FROM orders WHERE false', ['a'], 'k');
  expect(await measured(empty)).toEqual({ best_split: null, repeated_keys: 0, overlapping_rows: 0, ...none });
  const constant = await of('SELECT 1E0 AS a, orderkey % 2 AS y FROM orders WHERE orderkey < 1000', ['a']);
  expect((await measured(constant)).best_split).toBeNull();
  const text = await of('SELECT orderpriority AS a, orderkey % 2 AS y FROM orders WHERE orderkey < 1000', ['a']);
  expect(await measured(text)).toEqual({ best_split: null, repeated_keys: null, overlapping_rows: null, splits: null });
});

test('it takes at most three statements, and no row of data leaves Presto', async () => {
  const seen = watched(presto);
  await measureData(seen, { ...shipped(500), split });
  expect(seen.statements).toHaveLength(3);
  expect(seen.answers.map((rows) => (JSON.parse(rows) as unknown[]).length)).toEqual([5, 1, 1]);
});

test('another seed makes other splits', async () => {
  const query = { ...shipped(500), rows: 500 };
  const [one, two] = [
    await measureData(presto, { ...query, split: { ...split, seed: 1 } }),
    await measureData(presto, { ...query, split: { ...split, seed: 2 } }),
  ];
  expect(one.splits).not.toEqual(two.splits);
});

test('a statement that takes too long is said, not left out', async () => {
  await expect(measureData(presto, { ...shipped(), split, rows: 5000 }, { timeout: 1 })).rejects.toMatchObject({
    code: 'unavailable',
  });
});
