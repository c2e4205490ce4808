import { trainingQuery } from '../../../src/desired/index.ts';
import { measureData } from '../../../src/observed/data/measuring.ts';
import { checkQuery, type QueryToCheck } from '../../../src/observed/query/check-query.ts';
import { dataQuery } from '../../../src/observed/query/check-read.ts';
import type { Presto } from '../../../src/ports/presto.ts';
import { containerParts, fetched } from '../data/presto.ts';
import { batch, load, presto, removeProject, training } from './check-project.ts';

/**
 * Keys of every type, on the real Presto: the plan is green and knows the splits that the container script makes, or the key is
 * refused at its line. test/python/test_preprocess.py reads, samples and shares the same keys.
 */

afterEach(removeProject);

const split = { train: 0.7, test: 0.9 };

/** Expressions of `n`, the number of a row. */
const KEYS: ReadonlyArray<[type: string, key: string]> = [
  ['varchar', '\'a,"b" ü\' || CAST(n AS varchar)'],
  ['char(9)', 'CAST(CAST(n AS varchar) AS char(9))'],
  ['varbinary', 'sha256(to_utf8(CAST(n AS varchar)))'],
  ['tinyint', 'CAST(n AS tinyint)'],
  ['bigint', '-CAST(n AS bigint)'],
  ['decimal(20,3)', 'CAST(n AS decimal(20,3)) / 8'],
  ['date', "DATE '2000-01-01' + n * INTERVAL '1' DAY"],
  ['timestamp', "TIMESTAMP '2000-01-01 00:00:00' + n * INTERVAL '1' SECOND"],
  ['timestamp with time zone', "from_unixtime(n, 'Europe/Berlin')"],
  ['time', "TIME '00:00:00' + n * INTERVAL '1' SECOND"],
  ['interval day to second', "n * INTERVAL '1' DAY"],
  ['uuid', "CAST('00000000-0000-0000-0000-0000000000' || lpad(CAST(n AS varchar), 2, '0') AS uuid)"],
  ['ipaddress', "CAST('10.0.0.' || CAST(n AS varchar) AS ipaddress)"],
  ['json', 'json_parse(\'{"b": \' || CAST(n AS varchar) || \', "a": "ü"}\')'],
  ['array(integer)', 'ARRAY[n, NULL]'],
  ['map(varchar(1), integer)', "map(ARRAY['b', 'a'], ARRAY[n, 7])"],
  ['row(integer, varchar(3))', "ROW(n, 'a,\"')"],
];
/** Types whose text in Python is another one than in SQL. */
const OTHER_TEXTS: typeof KEYS = [
  ['double', 'n / 7e0'],
  ['real', 'CAST(n AS real)'],
  ['boolean', 'n % 2 = 0'],
];

const VALUES = Array.from({ length: 60 }, (_, at) => at + 1).join(', ');
const rows = (key: string) =>
  `SELECT ${key} AS id, n / 2 AS price, n % 7 AS amount, n % 2 AS label FROM (VALUES ${VALUES}) AS t (n)`;

const KEYED = '  training_target: label\n  training_features: [price, amount]\n  key_column: «id»';

/** A training query with a sample of 50 rows and three instances, as a plan asks about it. */
function sampled(key: string): QueryToCheck & { expected: ReturnType<typeof load>['expected'] } {
  const columns = `${KEYED}\n  sample: {rows: 50}`;
  const project = load({ columns, files: { 'training.sql': rows(key) } });
  const read = { sql: trainingQuery(project.config), instances: 3, split };
  return { ...training(project), read, expected: project.expected };
}

/** A Presto that notes the statements. */
function watched(): Presto & { statements: string[] } {
  const statements: string[] = [];
  return {
    statements,
    run: (sql, options) => {
      statements.push(sql);
      return presto.run(sql, options);
    },
  };
}

test.each([...KEYS, ...OTHER_TEXTS])('a key of type %s', async (type, key) => {
  const query = sampled(key);
  const { check, findings, readable } = await checkQuery(presto, query);
  expect(findings).toEqual([]);
  expect(readable).toBe(true);
  expect(check.columns?.[0]).toEqual({ name: 'id', type, role: 'key' });
  const measured = dataQuery(check.columns ?? [], query.read?.sql ?? '');
  if (measured === undefined) throw new Error('nothing is measured');
  const { splits, repeated_keys } = await measureData(presto, { ...measured, split, rows: 50 });
  expect(repeated_keys).toBe(key === 'n % 2 = 0' ? 50 : 0);
  if (OTHER_TEXTS.some(([other]) => other === type)) {
    expect(splits).toBeNull();
    return;
  }
  // Composite keys are read as JSON, as the container reads them: in a column behind those of the query.
  const isComposite = /^(array|map|row)/.test(type);
  const sql = isComposite
    ? `SELECT price, amount, label, json_format(CAST(id AS JSON)) AS id FROM (\n${measured.sql}\n) q`
    : measured.sql;
  const parts = containerParts(measured, await fetched(presto, sql), split);
  const count = (part: number) => parts.filter((each) => each === part).length;
  expect(Object.values(splits ?? {}).map(({ rows }) => rows)).toEqual([count(0), count(1), count(2)]);
  expect(parts).toHaveLength(50);
});

test.each([
  ['array(varbinary)', "ARRAY[to_utf8('a')]", 'Cannot cast array(varbinary) to JSON'],
  [
    'row(integer, uuid)',
    "ROW(n, CAST('00000000-0000-0000-0000-000000000001' AS uuid))",
    'Cannot cast row(integer,uuid)',
  ],
  ['map(date, integer)', "map(ARRAY[DATE '2000-01-01'], ARRAY[n])", 'Cannot cast map(date,integer) to JSON'],
  ['color', 'rgb(n, 2, 3)', 'Cannot cast color to varchar'],
  ['BingTile', 'bing_tile(1, 1, 1)', 'Cannot cast BingTile to varchar'],
])('a key of type %s is refused at its line', async (type, key, reason) => {
  const query = sampled(key);
  const { check, findings, readable } = await checkQuery(presto, query);
  expect(findings).toEqual([
    {
      rule: 'query/key-not-scalar',
      severity: 'error',
      message: expect.stringContaining(
        `id, the key column, is ${type}, and Presto cannot make a text of it: ${reason}`,
      ),
      why: 'Sample, splits and the shares of several instances go by a hash of the key, and Presto hashes text.',
      way_out: 'Use a column that has a single value, unique in each row, or CAST it in the query.',
      place: expect.objectContaining({
        file: 'config.yml',
        line: query.expected?.line,
        column: query.expected?.column,
      }),
    },
  ]);
  expect([check.valid, readable]).toEqual([true, false]);
});

test('a key that is NULL in every row is refused at its line', async () => {
  const { findings } = await checkQuery(presto, sampled('NULL'));
  expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
    ['query/always-null', 'id, the key column, is NULL in every row'],
  ]);
});

test('a key that Presto only needs to send may have any type', async () => {
  const project = load({ columns: KEYED, files: { 'training.sql': rows('rgb(n, 2, 3)') } });
  const read = { sql: trainingQuery(project.config), instances: 1, split };
  const { check, findings, readable } = await checkQuery(presto, { ...training(project), read });
  expect([findings, readable]).toEqual([[], true]);
  const measured = dataQuery(check.columns ?? [], read.sql);
  if (measured === undefined) throw new Error('nothing is measured');
  expect(await measureData(presto, { ...measured, split, rows: 60 })).toMatchObject({
    repeated_keys: null,
    splits: null,
    overlapping_rows: null,
  });
});

test('two columns that differ only in letter case cannot be sampled by, at the line of the key', async () => {
  const project = load({
    columns: `${KEYED}\n  sample: {rows: 5}`,
    files: { 'training.sql': 'SELECT 1 AS "id", 2 AS "ID", 1.5 AS price, 2 AS amount, 1 AS label' },
  });
  const read = { sql: trainingQuery(project.config), instances: 1, split };
  const { findings, readable } = await checkQuery(presto, { ...training(project), read });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([
    expect.objectContaining({
      rule: 'query/not-readable',
      message: "Presto refuses the statement that reads the rows by their key: Column 'id' is ambiguous",
      place: expect.objectContaining({ line: project.expected?.line }),
    }),
  ]);
  expect(readable).toBe(false);
});

describe('the batch query', () => {
  const keyed = (key: string, instances: number): QueryToCheck & { line: number | undefined } => {
    const written = `  key_column: «id»\n  query: SELECT ${key} AS id, 1 AS price, 2 AS amount FROM (VALUES 1, 2) AS t (n) WHERE {start_time_utc} < {end_time_utc}`;
    const project = load({ batch: written });
    const { query: sql } = project.config.transform_step;
    return { ...batch(project), read: { sql: `${sql}\n`, instances }, line: project.expected?.line };
  };

  test.each(['sha256(to_utf8(CAST(n AS varchar)))', 'CAST(n AS json)', 'ROW(n, 1)', 'n'])(
    'shared by the key %s',
    async (key) => {
      const asked = watched();
      const { findings, readable } = await checkQuery(asked, keyed(key, 2));
      expect([findings, readable]).toEqual([[], true]);
      expect(asked.statements.at(-1)).toMatch(/^EXPLAIN[^\n]*\nSELECT [\s\S]* WHERE mod\(coalesce\(/);
      expect(asked.statements.at(-1)).toContain("TIMESTAMP '2024-01-01 00:00:00.000'");
    },
  );

  test('by a key that Presto cannot hash', async () => {
    const query = keyed("ARRAY[to_utf8('a')]", 2);
    const { findings } = await checkQuery(presto, query);
    expect(findings).toMatchObject([{ rule: 'query/key-not-scalar', place: { line: query.line } }]);
  });

  test('by one instance is asked about once', async () => {
    const asked = watched();
    await checkQuery(asked, keyed('n', 1));
    expect(asked.statements.filter((sql) => sql.includes(' q WHERE mod'))).toEqual([]);
    expect(asked.statements).toHaveLength(4);
  });
});

test('what the plan measures is asked about too, without a row read', async () => {
  const asked = watched();
  await checkQuery(asked, sampled('n'));
  const explained = asked.statements.filter((sql) => sql.startsWith('EXPLAIN'));
  expect(asked.statements.filter((sql) => !sql.startsWith('EXPLAIN'))).toEqual(['DESCRIBE OUTPUT q']);
  for (const part of [
    'LIMIT 50',
    "BIGINT '3'",
    'approx_distinct',
    'histogram',
    'CROSS JOIN UNNEST',
    'GROUPING SETS',
    'sha256',
  ]) {
    expect(explained.filter((sql) => sql.includes(part))).not.toEqual([]);
  }
});

test('a statement of the plan that Presto refuses is a warning, and what passes on a second try is not', async () => {
  const refusing = (name: string, type: string): Presto => ({
    run: async (sql, options) =>
      sql.includes('approx_distinct')
        ? { ok: false, error: { name, type, message: 'Query text length exceeds the maximum', location: undefined } }
        : presto.run(sql, options),
  });
  expect((await checkQuery(refusing('QUERY_TEXT_TOO_LARGE', 'USER_ERROR'), sampled('n'))).findings).toEqual([
    expect.objectContaining({
      rule: 'query/not-measured',
      severity: 'warning',
      message: 'A plan cannot measure the rows of this query: Query text length exceeds the maximum',
      place: expect.objectContaining({ file: 'training.sql', line: 1 }),
    }),
  ]);
  removeProject();
  const passing = await checkQuery(refusing('EXCEEDED_MEMORY_LIMIT', 'INSUFFICIENT_RESOURCES'), sampled('n'));
  expect(passing.findings).toEqual([]);
});
