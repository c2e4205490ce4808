import type { DataProfile } from '../../../src/observed/data/profile.ts';
import { profileData } from '../../../src/observed/data/profiling.ts';
import type { DataQuery } from '../../../src/observed/data/sql.ts';
import { example, OF_THE_ARTICLE, OF_THE_CONFIGURATION, REPEATABLE, shipped } from './examples.ts';
import { fetched, literal, testPresto, watched } from './presto.ts';

const presto = testPresto();

/** The same figures from the rows themselves; quantiles as numpy's default has them. */
async function computed(query: DataQuery): Promise<DataProfile> {
  const { columns, rows } = await fetched(presto, query.sql);
  const values = (name: string) => {
    const at = columns.findIndex((column) => column.name === name);
    return rows.map((row) => row[at]);
  };
  const classes: Record<string, number> = {};
  for (const label of values(query.target)) classes[String(label)] = (classes[String(label)] ?? 0) + 1;
  return {
    rows: rows.length,
    classes,
    columns: query.features.map((name) => {
      const present = values(name).filter((value) => value !== null);
      const sorted = present.map(Number).sort((a, b) => a - b);
      const quantile = (share: number) => {
        const place = share * (sorted.length - 1);
        const [low = 0, high = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
        return low + (place - Math.floor(place)) * (high - low);
      };
      return {
        name,
        nulls: rows.length - present.length,
        distinct: new Set(present.map((value) => Number(value).toPrecision(8))).size,
        numbers: {
          min: quantile(0),
          p25: quantile(0.25),
          p50: quantile(0.5),
          p75: quantile(0.75),
          max: quantile(1),
          mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
        },
        categories: null,
      };
    }),
  };
}

/** Equal up to the last digits of doubles and to the error that approx_distinct states, three times over. */
function expectNear(actual: DataProfile, expected: DataProfile) {
  expect({ ...actual, columns: [] }).toEqual({ ...expected, columns: [] });
  expect(actual.columns).toEqual(
    expected.columns.map((column) => ({
      ...column,
      distinct: expect.any(Number),
      numbers:
        column.numbers &&
        Object.fromEntries(
          Object.entries(column.numbers).map(([key, value]) => [key, expect.closeTo(value, value > 1000 ? 4 : 8)]),
        ),
    })),
  );
  for (const [at, column] of actual.columns.entries()) {
    const distinct = expected.columns[at]?.distinct ?? 0;
    expect(Math.abs(column.distinct - distinct)).toBeLessThanOrEqual(3 * 0.023 * distinct);
  }
}

test('figures of the query that ships are those of its rows', async () => {
  expectNear(await profileData(presto, shipped()), await computed(shipped()));
});

test.each([OF_THE_CONFIGURATION, OF_THE_ARTICLE])('figures of the published example %s', async (condition) => {
  const query = example(condition, REPEATABLE);
  expectNear(await profileData(presto, query), await computed(query));
});

test('a query that is another one at every run is profiled all the same', async () => {
  const { rows, classes } = await profileData(presto, example(OF_THE_CONFIGURATION));
  expect(rows).toBe(5000);
  expect(Object.keys(classes)).toEqual(['0', '1']);
});

test('beyond 10,000 rows quartiles are of a sample, near the truth and the same at every run', async () => {
  const query = shipped(1_000_000);
  const [once, again, truth] = [
    await profileData(presto, query),
    await profileData(presto, query),
    await computed(query),
  ];
  expect(JSON.stringify(once)).toBe(JSON.stringify(again));
  expect(once.rows).toBe(60_175);
  for (const [at, { numbers }] of once.columns.entries()) {
    const expected = truth.columns[at]?.numbers;
    const spread = (expected?.max ?? 0) - (expected?.min ?? 0);
    for (const key of ['p25', 'p50', 'p75'] as const) {
      expect(Math.abs((numbers?.[key] ?? 0) - (expected?.[key] ?? 0)) / spread).toBeLessThan(0.03);
    }
    expect(numbers?.mean).toBeCloseTo(expected?.mean ?? 0, 6);
  }
});

test('sums of doubles, whose last bits Presto does not repeat, make the same bytes', async () => {
  const query = example(OF_THE_ARTICLE, REPEATABLE);
  const [first, ...others] = await Promise.all([1, 2, 3].map(() => profileData(presto, query)));
  for (const other of others) expect(JSON.stringify(other)).toBe(JSON.stringify(first));
});

const of = async (sql: string, features: string[], target = 'y') =>
  profileData(presto, await literal(presto, sql, { target, features }));

test('every numeric type is read as the container reads it', async () => {
  const sql = `SELECT * FROM (VALUES
    (1, DECIMAL '1.50', REAL '0.1', 1E0, true,  BIGINT '9007199254740993', TINYINT '-1', NULL),
    (0, DECIMAL '2.25', REAL '0.2', NULL, false, BIGINT '3', TINYINT '1', NULL),
    (1, DECIMAL '-1.00', REAL '0.4', 3E0, true, NULL, TINYINT '3', NULL)
  ) AS t (y, dec, r, d, b, big, tiny, nothing)`;
  const { columns, classes } = await of(sql, ['dec', 'r', 'd', 'b', 'big', 'tiny', 'nothing']);
  expect(classes).toEqual({ 0: 1, 1: 2 });
  const numbers = Object.fromEntries(columns.map((column) => [column.name, column.numbers]));
  expect(numbers).toEqual({
    dec: { min: -1, p25: 0.25, p50: 1.5, p75: 1.875, max: 2.25, mean: 0.916666666667 },
    r: { min: 0.1, p25: 0.15, p50: 0.2, p75: 0.3, max: 0.4, mean: 0.233333333333 },
    d: { min: 1, p25: 1.5, p50: 2, p75: 2.5, max: 3, mean: 2 },
    b: { min: 0, p25: 0.5, p50: 1, p75: 1, max: 1, mean: 0.666666666667 },
    big: {
      min: 3,
      p25: 2251799813690000,
      p50: 4503599627370000,
      p75: 6755399441060000,
      max: 9007199254740000,
      mean: 4503599627370000,
    },
    tiny: { min: -1, p25: 0, p50: 1, p75: 2, max: 3, mean: 1 },
    nothing: null,
  });
  expect(columns.map(({ nulls }) => nulls)).toEqual([0, 0, 1, 0, 1, 0, 3]);
  expect(columns.map(({ distinct }) => distinct)).toEqual([3, 3, 2, 2, 2, 3, 0]);
});

test('NaN and infinities are counted and are in no figure', async () => {
  const { columns } = await of(
    `SELECT * FROM (VALUES (1, nan(), CAST('NaN' AS REAL)), (0, infinity(), 1), (1, -infinity(), 1), (0, 5E0, 2), (1, NULL, 2)) AS t (y, d, r)`,
    ['d', 'r'],
  );
  expect(columns).toEqual([
    {
      name: 'd',
      nulls: 1,
      not_finite: 3,
      distinct: 4,
      numbers: { min: 5, p25: 5, p50: 5, p75: 5, max: 5, mean: 5 },
      categories: null,
    },
    {
      name: 'r',
      nulls: 0,
      not_finite: 1,
      distinct: 3,
      numbers: { min: 1, p25: 1, p50: 1.5, p75: 2, max: 2, mean: 1.5 },
      categories: null,
    },
  ]);
});

test('no rows, and only one class', async () => {
  const empty = await of('SELECT 1 AS y, 1 AS a WHERE false', ['a']);
  expect(empty).toEqual({
    rows: 0,
    classes: {},
    columns: [{ name: 'a', nulls: 0, distinct: 0, numbers: null, categories: null }],
  });
  const { classes } = await of('SELECT true AS y, orderkey AS a FROM orders', ['a']);
  expect(classes).toEqual({ 1: 15_000 });
});

test.each([
  ['decimal', "DECIMAL '1.0', DECIMAL '0.0'"],
  ['boolean', 'true, false'],
  ['double', '1E0, 0E0'],
  ['text', "'1', '0'"],
])('a target of type %s has the labels 0 and 1', async (_, labels) => {
  const [one, zero] = labels.split(', ');
  const { classes } = await of(`SELECT * FROM (VALUES (${one}, 1), (${one}, 2), (${zero}, 3), (NULL, 4)) AS t (y, a)`, [
    'a',
  ]);
  expect(classes).toEqual({ 0: 1, 1: 2, NULL: 1 });
});

test('a target that is not binary is told by its values, unless they are many or rare', async () => {
  expect((await of('SELECT orderpriority AS y, orderkey AS a FROM orders', ['a'])).classes).toEqual({
    '1-URGENT': expect.any(Number),
    '2-HIGH': expect.any(Number),
    '3-MEDIUM': expect.any(Number),
    '4-NOT SPECIFIED': expect.any(Number),
    '5-LOW': expect.any(Number),
  });
  expect((await of('SELECT clerk AS y, orderkey AS a FROM orders', ['a'])).classes).toEqual({ '(other)': 15_000 });
  const rare = `SELECT IF(orderkey = 1, 'Jane Doe', IF(orderkey < 100, '1', '0')) AS y, orderkey AS a FROM orders WHERE orderkey < 200`;
  expect((await of(rare, ['a'])).classes).toEqual({ 0: expect.any(Number), 1: expect.any(Number), '(other)': 1 });
});

test('other types are told by their frequent values', async () => {
  const sql = `SELECT 1 AS y, orderstatus AS s, orderpriority AS p, CAST(orderpriority AS CHAR(20)) AS c,
    date_trunc('year', orderdate) AS d, IF(orderkey < 1000, NULL, repeat_text) AS t
    FROM orders CROSS JOIN (SELECT array_join(repeat('long ', 20), '') AS repeat_text)`;
  const { columns } = await of(sql, ['s', 'p', 'c', 'd', 't']);
  const [s, p, c, d, t] = columns;
  expect(s?.categories).toEqual([
    { value: 'O', rows: 7333 },
    { value: 'F', rows: 7304 },
    { value: 'P', rows: 363 },
  ]);
  expect(p?.categories?.map(({ rows }) => rows).reduce((sum, rows) => sum + rows, 0)).toBe(15_000);
  expect(c?.categories?.[0]?.value.trimEnd()).toBe(p?.categories?.[0]?.value);
  expect(d?.categories?.map(({ value }) => value).sort()[0]).toBe('1992-01-01');
  expect(t).toMatchObject({ nulls: 255, distinct: 1, numbers: null });
  expect(t?.categories).toEqual([{ value: `${'long '.repeat(8)}…`, rows: 14_745 }]);
});

test('identifiers, free text and rare values never leave Presto', async () => {
  const seen = watched(presto);
  const sql = `SELECT 1 AS y, custkey AS id, phone AS phone, comment AS note, IF(custkey = 7, 'Secret Person', mktsegment) AS segment,
    ARRAY[name] AS names FROM customer`;
  const query = await literal(presto, sql, {
    target: 'y',
    features: ['id', 'phone', 'note', 'segment', 'names'],
    key: 'phone',
  });
  const { columns } = await profileData(seen, query);
  const [id, phone, note, segment, names] = columns;
  expect(id?.numbers?.p50).toBe(750.5);
  expect([phone, note, names].map((column) => column?.categories)).toEqual([null, null, null]);
  expect([phone, names].every((column) => (column?.distinct ?? 0) > 1400)).toBe(true);
  expect(segment?.categories).toHaveLength(5);
  const { rows } = await fetched(presto, 'SELECT phone, comment, name FROM customer');
  const left = seen.answers.join('\n');
  for (const text of [...rows.flat().map(String), 'Secret Person']) expect(left).not.toContain(text);
});

test('51 values are too many even when the estimate says fewer', async () => {
  const values = (n: number) =>
    `SELECT 1 AS y, 'v' || CAST(orderkey % ${n} AS VARCHAR) AS v FROM (SELECT sequence AS orderkey FROM UNNEST(sequence(1, 5000)) AS t (sequence))`;
  expect((await of(values(50), ['v'])).columns[0]?.categories).toHaveLength(10);
  for (const n of [51, 52, 55, 60]) expect((await of(values(n), ['v'])).columns[0]?.categories).toBeNull();
});

test('no column name gets out of its quotes, and no comment swallows a bracket', async () => {
  const names = ['a"b', 'tür 🚪', "x'); DROP TABLE t --", 'SELECT', 'with space', 'C1'];
  const columns = names.map((name, at) => `${at} AS "${name.replaceAll('"', '""')}"`).join(', ');
  const sql = `SELECT 1 AS y, ${columns}, 7 AS twice, 8 AS twice, 9 -- the end`;
  const described = [['y', 'integer'], ...[...names, 'twice', 'twice', '_col9'].map((name) => [name, 'integer'])];
  const query = {
    sql,
    columns: described.map(([name = '', type = '']) => ({ name, type })),
    target: 'Y',
    features: names,
  };
  const { columns: found } = await profileData(presto, query);
  expect(found.map(({ name, numbers }) => [name, numbers?.p50])).toEqual(names.map((name, at) => [name, at]));
  await expect(profileData(presto, { ...query, features: ['twice'] })).rejects.toThrow('has 2 columns named "twice"');
  await expect(profileData(presto, { ...query, features: ['none'] })).rejects.toThrow('has no column named "none"');
});

test('names that differ by case only are told apart', async () => {
  const columns = ['y', 'A', 'a'].map((name) => ({ name, type: 'integer' }));
  const { columns: found } = await profileData(presto, {
    sql: 'SELECT 1, 2, 3',
    columns,
    target: 'y',
    features: ['a', 'A'],
  });
  expect(found.map(({ numbers }) => numbers?.max)).toEqual([3, 2]);
});

test('a query that fails on its data is told without the value at which it fails', async () => {
  const query = {
    sql: 'SELECT 1 AS y, CAST(name AS DOUBLE) AS a FROM customer',
    columns: ['y', 'a'].map((name) => ({ name, type: 'double' })),
    target: 'y',
    features: ['a'],
  };
  const failure = await profileData(presto, query).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'conflict',
    message: 'Presto cannot finish the query: INVALID_CAST_ARGUMENT',
  });
  expect(JSON.stringify(failure)).not.toContain('Customer#');
});

test('a hundred features are asked for in a few statements', async () => {
  const seen = watched(presto);
  const features = Array.from({ length: 100 }, (_, at) => `f${at}`);
  const sql = `SELECT 1 AS y, ${features.map((name, at) => `orderkey + ${at} AS ${name}`).join(', ')} FROM orders WHERE orderkey < 1000`;
  const { columns } = await profileData(seen, await literal(presto, sql, { target: 'y', features }));
  expect(columns.map(({ numbers }) => numbers?.min)).toEqual(features.map((_, at) => 1 + at));
  expect(seen.statements).toHaveLength(3);
});
