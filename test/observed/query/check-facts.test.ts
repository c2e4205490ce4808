import { connectPresto } from '../../../src/adapters/presto/index.ts';
import { checkQuery } from '../../../src/observed/query/check-query.ts';
import type { Presto } from '../../../src/ports/presto.ts';
import {
  batch,
  CONNECTION,
  load,
  mistake,
  presto,
  removeProject,
  shipped,
  training,
  type Written,
} from './check-project.ts';

/** What is told of a query beside its mistakes: names that were meant, batch windows, tables, estimates. On the real Presto. */

afterEach(removeProject);

describe('names that were meant', () => {
  test.each([
    ['a column of a table', 'SELECT totalprise FROM orders o JOIN nation n ON true', 'totalprice'],
    ['a column of another schema', 'SELECT l.shipdat FROM sf1.lineitem l', 'shipdate'],
    ['a column of a subquery', 'SELECT prices FROM (SELECT 1 AS prize FROM nation)', 'prize'],
    ['a table', 'SELECT 1 FROM linitem', 'lineitem'],
    ['a table of another schema', 'SELECT 1 FROM sf1.natoin', 'nation'],
    ['a name of WITH', 'WITH latest AS (SELECT 1 AS x) SELECT x FROM lates', 'latest'],
    ['a schema', 'SELECT 1 FROM tinny.nation', 'tiny'],
    ['a schema of a catalog', 'SELECT 1 FROM system.runtim.nodes', 'runtime'],
    ['a catalog', 'SELECT 1 FROM tcph.tiny.nation', 'tpch'],
  ])('%s', async (_what, sql, meant) => {
    const { findings } = await checkQuery(presto, training(load({ files: { 'training.sql': sql } })));
    expect(findings[0]?.way_out).toMatch(`Did you mean ${meant}? `);
  });

  test('a function, of which Presto has more than it lists fast', async () => {
    const listing: Presto = {
      run: async (sql, options) =>
        sql === 'SHOW FUNCTIONS'
          ? { ok: true, columns: [], rows: [['abs'], ['length'], ['levenshtein_distance']] }
          : presto.run(sql, options),
    };
    const project = load({ files: { 'training.sql': 'SELECT lenght(name) FROM nation' } });
    const { findings } = await checkQuery(listing, training(project));
    expect(findings[0]?.way_out).toBe('Did you mean length? Use a function that this Presto has.');
  });

  test('nothing, when Presto does not say', async () => {
    const silent: Presto = {
      run: async (sql, options) => {
        if (sql.startsWith('SHOW')) throw new Error('away');
        return presto.run(sql, options);
      },
    };
    const project = load({ files: { 'training.sql': 'SELECT 1 FROM linitem' } });
    expect((await checkQuery(silent, training(project))).findings[0]?.way_out).toBe('Correct the name of the table.');
  });

  test('nothing near is suggested for what is far', async () => {
    const sql = 'SELECT xyzzy FROM nation';
    const { findings } = await checkQuery(presto, training(load({ files: { 'training.sql': sql } })));
    expect(findings[0]?.way_out).toBe('Correct the name, or join the table that has the column.');
  });
});

describe('the batch query', () => {
  const QUERY =
    'SELECT 1.5 AS price, 2 AS amount FROM orders\n    WHERE orderdate >= {start_time_utc} AND orderdate < {end_time_utc}';

  test.each<[string, Written, string]>([
    [
      'behind a placeholder on the same line',
      {
        batch:
          '  query: |\n    SELECT 1 AS price, 2 AS amount FROM orders WHERE orderdate > {start_time_utc} AND «orderdat» < {end_time_utc}',
      },
      'unknown-column',
    ],
    [
      'behind both placeholders',
      {
        batch:
          '  query: >\n    SELECT 1 AS price FROM orders\n    WHERE orderdate BETWEEN {start_time_utc} AND {end_time_utc} AND «nope» > 1',
      },
      'unknown-column',
    ],
    [
      'that is a placeholder',
      {
        batch: '  query: SELECT year(orderdate, {end_time_utc}) AS price, date_diff(1, «{start_time_utc}») FROM orders'
          .replace('year(orderdate, {end_time_utc})', '1')
          .replace('date_diff(1, «{start_time_utc}»)', 'sum(1) + coalesce(1, «{start_time_utc}»)'),
      },
      'type-mismatch',
    ],
    [
      'in a file',
      {
        batch: '  query_file: sql/batch.sql',
        files: {
          'sql/batch.sql': '-- {start_time_utc} is the start\nSELECT 1 AS price,\n\t{start_time_utc} «+» 1 AS amount',
        },
      },
      'type-mismatch',
    ],
    [
      'a feature that it gives by another name',
      { batch: '  query: |\n    SELECT 1 AS price, 2 AS «ammount»\n    WHERE {start_time_utc} < now()' },
      'missing-feature',
    ],
    [
      'a feature that it does not give',
      { batch: '  query: |\n    «SELECT» 1 AS price\n    WHERE {start_time_utc} < now()' },
      'missing-feature',
    ],
  ])('a mistake %s', async (_what, written, rule) => {
    const project = load(written);
    const { finding } = await mistake(batch(project), project.expected);
    expect(finding?.rule).toBe(`query/${rule}`);
  });

  test('of an environment, in its file and in one beside it', async () => {
    const environment =
      'account: "123456789012"\nregion: us-east-1\nrole: role\nbucket: bucket-of-dev\npromotes_from: null\n';
    for (const files of [
      {
        'environments/dev/batch-transform.yml':
          'model: null\nquery: |-\n  SELECT 1 AS price,\n   «nope» AS amount\n  WHERE {start_time_utc} < now()\n',
      },
      {
        'environments/dev/batch-transform.yml': 'model: null\nquery_file: batch.sql\n',
        'environments/dev/batch.sql': '\n\nSELECT 1 AS price, {start_time_utc}, «nope» AS amount;\n',
      },
    ]) {
      const project = load({ files: { ...files, 'environments/dev/environment.yml': environment } }, 'dev');
      const { check } = await mistake(batch(project), project.expected);
      expect(check.file).toBe(project.expected?.file);
      removeProject();
    }
  });

  test('is checked with a window, of which nothing is told', async () => {
    const project = load({ batch: `  query: |\n    ${QUERY}` });
    const { check, findings } = await checkQuery(presto, batch(project));
    expect(findings).toEqual([]);
    expect(check).toEqual({
      file: 'config.yml',
      valid: true,
      columns: [
        { name: 'price', type: 'decimal(2,1)', role: 'feature' },
        { name: 'amount', type: 'integer', role: 'feature' },
      ],
      tables: ['tpch.sf0.01.orders'],
      estimated_rows: null,
    });
  });
});

test('what is known of a right query', async () => {
  const sql =
    'SELECT l.extendedprice AS price, l.quantity AS amount, IF(o.totalprice > 1e5, 1, 0) AS label\nFROM sf1.lineitem l JOIN orders o ON o.orderkey = l.orderkey -- all';
  const { check, findings } = await checkQuery(presto, training(load({ files: { 'training.sql': sql } })));
  expect(findings).toEqual([]);
  expect(check).toMatchObject({
    file: 'training.sql',
    valid: true,
    tables: ['tpch.sf0.01.orders', 'tpch.sf1.0.lineitem'],
  });
  expect(check.estimated_rows).toBeGreaterThan(1000);
});

test('the shipped queries are right', async () => {
  const project = shipped();
  for (const query of [training(project), batch(project)]) {
    const { check, findings } = await checkQuery(presto, query);
    expect(findings).toEqual([]);
    expect(check.tables).toEqual(['tpch.sf0.01.lineitem', 'tpch.sf0.01.orders']);
  }
});

test('a query that is too long for a header is described all the same', async () => {
  const many = Array.from({ length: 400 }, (_, index) => `nationkey + ${index} AS column_${index}`).join(',\n  ');
  const sql = `SELECT 1.5 AS price, 2 AS amount, 1 AS label,\n  ${many}\nFROM nation -- the end`;
  const { check, findings } = await checkQuery(presto, training(load({ files: { 'training.sql': sql } })));
  expect(check.columns).toHaveLength(403);
  expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
    [
      'query/unused-columns',
      `400 columns, ${Array.from({ length: 8 }, (_, index) => `column_${index}`).join(', ')} and 392 more, are read and not used`,
    ],
  ]);
});

test('a schema that config.yml names wrongly is marked there', async () => {
  const project = load({});
  const elsewhere = connectPresto({ ...CONNECTION, schema: 'tinyy' });
  const { findings } = await checkQuery(elsewhere, training(project));
  const origin = project.origins.get('presto.schema');
  expect(findings).toMatchObject([{ rule: 'query/unknown-schema', message: 'Schema tinyy does not exist' }]);
  expect(findings[0]?.place).toMatchObject({ file: 'config.yml', line: (origin as { line: number }).line });
});

test('a Presto that is away is one failure, and nothing is asked of it any more', async () => {
  let asked = 0;
  let cancelled = 0;
  const failing: Presto = {
    async run(sql, options) {
      asked++;
      if (sql.includes('VALIDATE')) return { ok: true, columns: [], rows: [[true]] };
      if (sql.includes('TYPE IO')) throw new Error('away');
      return new Promise((_, reject) => {
        options?.signal?.addEventListener('abort', () => {
          cancelled++;
          reject(new Error('cancelled'));
        });
      });
    },
  };
  await expect(checkQuery(failing, training(load({})))).rejects.toThrow('away');
  expect([asked, cancelled]).toEqual([4, 2]);
});
