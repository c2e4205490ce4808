import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { containerPython } from '../../../scripts/lib/container-images.mjs';
import { ROOT } from '../../../scripts/lib/paths.mjs';
import { type KeyColumn, readStatement, typedSample } from '../../../src/observed/data/key-text.ts';

/** The statements that read rows by their key: one text from the plan and from the container script. */

const TYPES = [
  ...['varchar', 'varchar(15)', 'char(3)', 'varbinary', 'VARBINARY', 'tinyint', 'smallint', 'integer', 'bigint'],
  ...['decimal(12,2)', 'real', 'double', 'boolean', 'date', 'time', 'time with time zone', 'timestamp'],
  ...['timestamp with time zone', 'interval day to second', 'uuid', 'ipaddress', 'ipprefix', 'json', 'unknown'],
  ...[
    'array(bigint)',
    'map(varchar(1),json)',
    'row(integer,varchar(2))',
    'row("a b" integer)',
    'Geometry',
    'HyperLogLog',
  ],
];

const sample = (key: string) => `SELECT * FROM ( -- a sample of
SELECT 'a) AS candidates' AS "x" -- ORDER BY "k"
FROM t
) AS candidates
ORDER BY xxhash64(to_utf8('7:' || CAST(${key} AS VARCHAR))), ${key}, "y", "a"
LIMIT 10`;

const NAMES = ['k', 'Order "Key"', 'a) AS VARCHAR'];

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

const CASES: Array<{ sql: string; key: KeyColumn | null; index: number; count: number }> = [
  ...TYPES.flatMap((type) =>
    NAMES.flatMap((name) =>
      ['SELECT 1 AS k', sample(quote(name))].flatMap((sql) =>
        [1, 3].map((count) => ({ sql, key: { name, type }, index: count - 1, count })),
      ),
    ),
  ),
  { sql: 'SELECT 1', key: null, index: 0, count: 1 },
  { sql: sample('"k"'), key: null, index: 0, count: 1 },
  // The configuration may write the name in another letter case than the query.
  { sql: sample('"K"'), key: { name: 'k', type: 'json' }, index: 1, count: 2 },
];

const PROGRAM = `
import json, sys
sys.path.insert(0, sys.argv[1])
from mlops.paths import Shard
from mlops.presto import Column
from mlops.queries import shard_query
def text(case):
    key = case["key"] and Column(case["key"]["name"], case["key"]["type"])
    query = shard_query(case["sql"], key, Shard(case["index"], case["count"]))
    return {"sql": query.sql, "linesBefore": query.line_offset}
print(json.dumps([text(case) for case in json.load(sys.stdin)]))
`;

test('the plan asks Presto about the very text that the container script sends', () => {
  const python = containerPython('1.2-1')?.python;
  if (python === undefined) throw new Error('There is no Python that plays the container: run npm run setup.');
  const { stdout, stderr } = spawnSync(python, ['-c', PROGRAM, join(ROOT, 'sagemaker-code')], {
    input: JSON.stringify(CASES),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const sent = JSON.parse(stdout) as unknown[];
  expect(sent).toHaveLength(CASES.length);
  CASES.forEach(({ sql, key, index, count }, at) => {
    expect({ key, ...readStatement(sql, key, { index, count }) }).toEqual({ key, ...(sent[at] as object) });
  });
});

test.each(TYPES.filter((type) => !/^(varbinary|json|array|map|row)/i.test(type)))(
  'the sample by a key of type %s is the query as the pipeline has it',
  (type) => {
    for (const name of NAMES) expect(typedSample(sample(quote(name)), { name, type })).toBe(sample(quote(name)));
  },
);

test('the sample by a key that does not cast to VARCHAR is ordered by its text', () => {
  const order = (type: string) => /ORDER BY .*\nLIMIT/.exec(typedSample(sample('"k"'), { name: 'k', type }))?.[0];
  expect(order('varbinary')).toBe('ORDER BY xxhash64(to_utf8(\'7:\' || to_base64("k"))), "k", "y", "a"\nLIMIT');
  expect(order('json')).toBe(
    'ORDER BY xxhash64(to_utf8(\'7:\' || json_format("k"))), json_format("k"), "y", "a"\nLIMIT',
  );
  const text = 'json_format(CAST("k" AS JSON))';
  expect(order('map(varchar,bigint)')).toBe(`ORDER BY xxhash64(to_utf8('7:' || ${text})), ${text}, "y", "a"\nLIMIT`);
});

test('a key that is a row is read as JSON, in a column behind those of the query', () => {
  const key = { name: 'k', type: 'row(integer,integer)' };
  expect(readStatement('SELECT 1', key, { index: 0, count: 1 })).toEqual({
    sql: 'SELECT q.*, json_format(CAST("k" AS JSON)) FROM (\nSELECT 1\n) q',
    linesBefore: 1,
  });
});
