import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { analyseSql } from '../../src/sql/analyse-sql.ts';
import type { SqlAnalysis } from '../../src/sql/analysis.ts';

const read = (name: string) => readFileSync(fileURLToPath(new URL(`../../sql/${name}`, import.meta.url)), 'utf8');

function analysis(text: string): SqlAnalysis {
  const analysed = analyseSql(text);
  if (!analysed.ok) throw new Error(analysed.problem.message);
  return analysed.analysis;
}

/** `name = expression <- reads` of every column. */
const columns = (text: string) =>
  analysis(text).columns.map(({ name, expression, reads }) => `${name} = ${expression} <- ${reads.join(' ')}`);

const nondeterminism = (text: string) =>
  analysis(text).nondeterminism.map(({ kind, text: words }) => `${kind} ${words}`);

test('the analysis of the training query has its columns, tables and expressions', () => {
  expect(analysis(read('training.sql'))).toEqual({
    columns: [
      [
        'line_key',
        3,
        5,
        42,
        'lineitem.orderkey * 10 + lineitem.linenumber',
        ['lineitem.linenumber', 'lineitem.orderkey'],
      ],
      [
        'days_to_ship',
        4,
        5,
        57,
        "date_diff('day', orders.orderdate, lineitem.shipdate)",
        ['lineitem.shipdate', 'orders.orderdate'],
      ],
      [
        'days_to_commit',
        5,
        5,
        61,
        "date_diff('day', orders.orderdate, lineitem.commitdate)",
        ['lineitem.commitdate', 'orders.orderdate'],
      ],
      ['quantity', 6, 5, 10, 'lineitem.quantity', ['lineitem.quantity']],
      ['extendedprice', 7, 5, 15, 'lineitem.extendedprice', ['lineitem.extendedprice']],
      [
        'late',
        8,
        5,
        46,
        'if(lineitem.receiptdate > lineitem.commitdate, 1, 0)',
        ['lineitem.commitdate', 'lineitem.receiptdate'],
      ],
    ].map(([name, line, column, length, expression, reads]) => ({
      name,
      place: expect.objectContaining({ line, column, length }),
      expression,
      reads,
    })),
    star: false,
    tables: ['lineitem', 'orders'],
    nondeterminism: [],
  });
});

test('the examples take rows at random', () => {
  for (const [name, line] of [
    ['order-priority.sql', 29],
    ['order-value.sql', 28],
  ] as const) {
    const { nondeterminism: causes } = analysis(read(`examples/${name}`));
    expect(causes).toEqual([{ kind: 'random', text: 'RANDOM()', place: expect.objectContaining({ line, column: 5 }) }]);
  }
});

describe('columns', () => {
  test.each([
    [
      'of a subquery',
      'SELECT total, IF(total > 5, 1, 0) AS t FROM (SELECT SUM(x) AS total FROM a)',
      ['total = sum(a.x) <- a.x', 't = if(sum(a.x) > 5, 1, 0) <- a.x'],
    ],
    [
      'of WITH, which renames them',
      'WITH c (k, s) AS (SELECT id, a + b FROM t) SELECT c.s * 2 AS d, k FROM c',
      ['d = (t.a + t.b) * 2 <- t.a t.b', 'k = t.id <- t.id'],
    ],
    [
      'of WITH that reads another WITH',
      'WITH a AS (SELECT x FROM t), b AS (SELECT x + 1 AS y FROM a) SELECT y FROM b',
      ['y = t.x + 1 <- t.x'],
    ],
    [
      'of a WITH that is used twice: its second use has other rows',
      'WITH c AS (SELECT k, SUM(x) AS s FROM t GROUP BY k) SELECT p.s AS now, q.s AS before FROM c p JOIN c q ON p.k = q.k + 1',
      ['now = sum(t.x) <- t.x', 'before = q.s <- t.x'],
    ],
    [
      'of one table twice',
      'SELECT a.x, b.x AS y FROM t a JOIN t b ON a.id = b.id',
      ['x = t.x <- t.x', 'y = b.x <- t.x'],
    ],
    ['without their table, of the only table', 'SELECT x FROM s.t', ['x = t.x <- t.x']],
    [
      'without their table, which another place of the query names',
      'SELECT x, y FROM t JOIN u ON t.x = u.y',
      ['x = t.x <- t.x', 'y = u.y <- u.y'],
    ],
    ['without their table, which the query does not tell', 'SELECT x FROM t JOIN u ON t.a = u.b', ['x = x <- x']],
    [
      'of tables with one name',
      'SELECT a.x, b.x AS y FROM s1.t a JOIN s2.t b ON a.i = b.i',
      ['x = t.x <- t.x', 'y = "s2.t".x <- s2.t.x'],
    ],
    ['of USING', 'SELECT id, x FROM (SELECT id FROM t) JOIN u USING (id)', ['id = t.id <- t.id', 'x = u.x <- u.x']],
    [
      'of a star over a subquery',
      'SELECT * FROM (SELECT a, b + 1 AS c FROM t)',
      ['a = t.a <- t.a', 'c = t.b + 1 <- t.b'],
    ],
    ['of one side of a join', 'SELECT q.* FROM (SELECT a FROM t) q CROSS JOIN u', ['a = t.a <- t.a']],
    ['with fields of a row', 'SELECT t.r.f, (a.b).c FROM t', ['f = t.r.f <- t.r', 'c = t.a.b.c <- t.a']],
    ['of UNNEST', 'SELECT e FROM t CROSS JOIN UNNEST(t.list) AS u (e)', ['e = u.e <- t.list']],
    ['of VALUES', "SELECT b FROM (VALUES (1, 'x')) AS v (a, b)", ['b = v.b <- ']],
    ['of a union', 'SELECT v FROM (SELECT a AS v FROM t UNION ALL SELECT b FROM u)', ['v = v <- t.a u.b']],
    [
      'in a lambda, whose parameter hides them',
      'SELECT transform(list, x -> x + k) AS l FROM t',
      ['l = transform(t.list, x -> x + t.k) <- t.k t.list'],
    ],
    [
      'of a query inside, which sees the names of the query around it',
      'SELECT (SELECT MAX(z) FROM u WHERE u.k = t.k) AS m FROM t',
      ['m = (select max(z) from u where u.k = t.k) <- t.k u.k u.z'],
    ],
    ['of LATERAL', 'SELECT l.y FROM t CROSS JOIN LATERAL (SELECT t.x + 1 AS y) l', ['y = t.x + 1 <- t.x']],
    ['in quotes', 'SELECT "Total", "a b" FROM t', ['total = t.total <- t.total', 'a b = t."a b" <- t.a b']],
    [
      'without brackets that change nothing',
      'SELECT ((a)) + (b * 2) AS x, (a + b) * 2 AS y FROM t',
      ['x = t.a + t.b * 2 <- t.a t.b', 'y = (t.a + t.b) * 2 <- t.a t.b'],
    ],
    ['with one spelling of an operator', 'SELECT A != 1 AS x FROM t', ['x = t.a <> 1 <- t.a']],
    ['without a name', 'SELECT a + 1, 2 FROM t', ['undefined = t.a + 1 <- t.a', 'undefined = 2 <- ']],
  ])('the analysis has columns %s', (_, query, expected) => expect(columns(query)).toEqual(expected));

  test('a star over a table stands for columns that the query does not tell', () => {
    expect(analysis('SELECT * FROM t')).toMatchObject({ star: true, columns: [] });
    expect(analysis('SELECT t.*, a FROM t')).toMatchObject({ star: true, columns: [{ name: 'a' }] });
    expect(analysis('SELECT x FROM (SELECT * FROM t)')).toMatchObject({
      star: false,
      columns: [{ expression: 'query.x' }],
    });
  });

  test('an expression that doubles at every step stays short', () => {
    const steps = Array.from({ length: 60 }, (_, at) => `, a${at + 1} AS (SELECT x + x AS x FROM a${at})`).join('');
    const [column] = analysis(`WITH a0 AS (SELECT x FROM t)${steps} SELECT x FROM a60`).columns;
    expect(column?.reads).toEqual(['t.x']);
    expect(column?.expression.length).toBeLessThan(20_000);
  });
});

test('a long chain of WITH queries, each used twice, is resolved once', () => {
  const steps = Array.from({ length: 2_000 }, (_, at) => {
    return `, a${at + 1} AS (SELECT p.x + q.x AS x FROM a${at} p JOIN a${at} q ON p.x = q.x)`;
  });
  const { columns: outputs, tables } = analysis(`WITH a0 AS (SELECT x FROM t)${steps.join('')} SELECT x FROM a2000`);
  expect([outputs[0]?.reads, tables]).toEqual([['t.x'], ['t']]);
});

test('the tables are those that the query reads, without names of WITH', () => {
  const query =
    'WITH orders AS (SELECT * FROM tpch.sf1.orders) SELECT * FROM orders, Nation n, (SELECT 1 FROM region WHERE EXISTS (TABLE part))';
  expect(analysis(query).tables).toEqual(['nation', 'part', 'region', 'tpch.sf1.orders']);
});

describe('nondeterminism', () => {
  test.each([
    ['SELECT rand(), uuid() FROM t WHERE random() < 0.1', ['random rand()', 'random uuid()', 'random random()']],
    ['SELECT a FROM t ORDER BY a, RANDOM() LIMIT 5', ['random RANDOM()']],
    ['SELECT a FROM t TABLESAMPLE BERNOULLI (10)', ['sample TABLESAMPLE BERNOULLI (10)']],
    [
      'SELECT now(), CURRENT_DATE, current_timestamp(3) FROM t',
      ['clock now()', 'clock CURRENT_DATE', 'clock current_timestamp(3)'],
    ],
    ['SELECT a FROM t LIMIT 5', ['limit LIMIT 5']],
    ['SELECT a FROM t OFFSET 2 LIMIT 5', ['limit OFFSET 2 LIMIT 5']],
    ['SELECT a, b FROM t ORDER BY a LIMIT 5', ['limit ORDER BY a LIMIT 5']],
    ['SELECT a FROM (SELECT a FROM t FETCH FIRST 3 ROWS ONLY)', ['limit FETCH FIRST 3 ROWS ONLY']],
    [
      'SELECT arbitrary(a), any_value(b), array_agg(c) FROM t',
      ['arbitrary arbitrary(a)', 'arbitrary any_value(b)', 'arbitrary array_agg(c)'],
    ],
    ['SELECT row_number() OVER (PARTITION BY a) FROM t', ['arbitrary row_number() OVER (PARTITION BY a)']],
  ])('two runs differ: %s', (query, expected) => expect(nondeterminism(query)).toEqual(expected));

  test.each([
    'SELECT a, b FROM t ORDER BY b, a DESC LIMIT 5',
    'SELECT a AS x FROM t ORDER BY x LIMIT 5',
    'SELECT a AS "A b" FROM t ORDER BY "a B" LIMIT 5',
    'SELECT (a) + (b) AS x FROM t ORDER BY a + b LIMIT 5',
    'SELECT a FROM t ORDER BY "a" LIMIT 5',
    'SELECT a, b FROM t ORDER BY 2, 1 LIMIT 5',
    'SELECT k, SUM(a) FROM t GROUP BY k ORDER BY SUM(a), k LIMIT 5',
    'SELECT k, j, SUM(a) FROM t GROUP BY 1, 2 ORDER BY j, k LIMIT 5',
    'SELECT COUNT(*), SUM(a) FROM t LIMIT 1',
    'SELECT a FROM t LIMIT ALL',
    'SELECT array_agg(a ORDER BY a), array_sort(array_agg(b)), cardinality(array_agg(c)) FROM t',
    'SELECT row_number() OVER (ORDER BY a), current_user FROM t',
    'SELECT \'random()\', "now" FROM t -- rand()',
  ])('two runs are the same: %s', (query) => expect(nondeterminism(query)).toEqual([]));
});
