/** Two texts of one query. Where Presto plans both, the plans are the same. */
export const SAME_QUERIES: readonly (readonly [string, string])[] = [
  ['SELECT orderkey FROM orders', 'select  ORDERKEY\n\tfrom Orders -- all of them\n'],
  ['SELECT orderkey FROM orders', '/* keys */ SELECT orderkey/**/FROM orders'],
  ['SELECT orderkey AS k FROM orders AS o', 'SELECT orderkey k FROM orders o'],
  ['SELECT orderkey AS "K" FROM orders', 'SELECT orderkey "K" FROM orders'],
  [
    'SELECT a.orderkey FROM orders a JOIN lineitem b ON a.orderkey = b.orderkey',
    'SELECT a.orderkey FROM orders AS a INNER JOIN lineitem AS b ON (a.orderkey = b.orderkey)',
  ],
  [
    'SELECT a.custkey FROM orders a LEFT JOIN lineitem b USING (orderkey)',
    'SELECT a.custkey FROM orders a LEFT OUTER JOIN lineitem b USING (orderkey)',
  ],
  ['SELECT orderkey FROM orders WHERE orderkey <> 1', 'SELECT orderkey FROM orders WHERE orderkey != 1'],
  [
    'SELECT orderkey FROM orders ORDER BY orderkey LIMIT 5',
    'SELECT orderkey FROM orders ORDER BY orderkey ASC NULLS LAST FETCH FIRST 5 ROWS ONLY',
  ],
  [
    'SELECT orderkey FROM orders ORDER BY orderkey DESC',
    'SELECT orderkey FROM orders ORDER BY orderkey DESC NULLS LAST LIMIT ALL',
  ],
  [
    'SELECT orderkey FROM orders WHERE orderkey = 1 AND custkey = 2 OR custkey = 3',
    'SELECT (orderkey) FROM orders WHERE ((orderkey = 1) AND (custkey = 2)) OR custkey = 3',
  ],
  ['SELECT orderkey * 2 + 1 FROM orders', 'SELECT ((orderkey * 2) + 1) FROM orders'],
  ['SELECT SUM(totalprice) FROM orders', 'SELECT sum ( ALL totalprice ) FROM orders'],
  [
    'SELECT orderstatus, COUNT(*) FROM orders GROUP BY orderstatus',
    'SELECT ALL orderstatus, count( * ) FROM orders GROUP BY (orderstatus)',
  ],
  ['SELECT 1 UNION SELECT 2', 'SELECT 1 UNION DISTINCT SELECT 2'],
  ["SELECT 1.5e3, X'00ff'", "SELECT 1.5E3, x'00 FF'"],
  [
    'SELECT orderkey > ANY (SELECT custkey FROM customer) FROM orders',
    'SELECT orderkey > SOME (SELECT custkey FROM customer) FROM orders',
  ],
  [
    "SELECT CASE WHEN orderstatus = 'F' THEN 1 ELSE 0 END AS f FROM orders",
    "SELECT case when (orderstatus = 'F') then (1) else 0 end f FROM orders",
  ],
  ['SELECT transform(ARRAY[1], x -> x + 1)', 'SELECT TRANSFORM(ARRAY[1], (X) -> (x + 1))'],
  [
    'SELECT LAG(orderkey) OVER (ORDER BY orderkey) FROM orders',
    'SELECT LAG(orderkey) RESPECT NULLS OVER (ORDER BY orderkey ASC) FROM orders',
  ],
  ["SELECT orderdate + INTERVAL '1' DAY FROM orders", "SELECT orderdate + interval '1' day FROM orders"],
  ['SELECT orderkey FROM orders', 'SELECT orderkey FROM orders;'],
];

/** Texts of two queries that look alike. */
export const OTHER_QUERIES: readonly (readonly [string, string])[] = [
  ["SELECT 'a' AS x", "SELECT 'A' AS x"],
  ["SELECT 'a  b' AS x", "SELECT 'a b' AS x"],
  ["SELECT '-- a' AS x", "SELECT '--  a' AS x"],
  ['SELECT orderkey AS a FROM orders', 'SELECT orderkey AS b FROM orders'],
  ['SELECT 1 AS "a", 2 AS "A"', 'SELECT 1 AS "A", 2 AS "a"'],
  ['SELECT 1 AS a, 2 AS A', 'SELECT 1 AS A, 2 AS a'],
  ['SELECT 1.0 AS x', 'SELECT 1.00 AS x'],
  ['SELECT 1 AS x', 'SELECT 1.0 AS x'],
  ['SELECT 7 - (4 - 1) AS x', 'SELECT (7 - 4) - 1 AS x'],
  ['SELECT (orderkey + 1) * 2 AS x FROM orders', 'SELECT orderkey + 1 * 2 AS x FROM orders'],
  [
    'SELECT orderkey FROM orders WHERE orderkey = 1 AND (custkey = 2 OR custkey = 3)',
    'SELECT orderkey FROM orders WHERE orderkey = 1 AND custkey = 2 OR custkey = 3',
  ],
  [
    'SELECT orderkey FROM orders WHERE NOT (orderkey = 1 AND custkey = 2)',
    'SELECT orderkey FROM orders WHERE NOT orderkey = 1 AND custkey = 2',
  ],
  ['SELECT orderkey FROM orders ORDER BY orderkey', 'SELECT orderkey FROM orders ORDER BY orderkey DESC'],
  ['SELECT orderkey FROM orders ORDER BY orderkey NULLS FIRST', 'SELECT orderkey FROM orders ORDER BY orderkey'],
  [
    'SELECT a.custkey FROM orders a JOIN lineitem b USING (orderkey)',
    'SELECT a.custkey FROM orders a LEFT JOIN lineitem b USING (orderkey)',
  ],
  ['SELECT custkey FROM orders', 'SELECT DISTINCT custkey FROM orders'],
  ['SELECT COUNT(custkey) FROM orders', 'SELECT COUNT(DISTINCT custkey) FROM orders'],
  ['SELECT 1 UNION SELECT 1', 'SELECT 1 UNION ALL SELECT 1'],
  ['SELECT orderkey FROM orders LIMIT 5', 'SELECT orderkey FROM orders LIMIT 6'],
  ['SELECT orderkey FROM tpch.tiny.orders', 'SELECT orderkey FROM tpch.sf1.orders'],
  ['SELECT orderkey FROM orders /* LIMIT 5 */', 'SELECT orderkey FROM orders LIMIT 5'],
  [
    'SELECT COUNT(*) FROM orders GROUP BY GROUPING SETS ((orderstatus, custkey))',
    'SELECT COUNT(*) FROM orders GROUP BY GROUPING SETS (orderstatus, custkey)',
  ],
  [
    'SELECT (regionkey, name) AS x FROM nation GROUP BY ((regionkey, name))',
    'SELECT (regionkey, name) AS x FROM nation GROUP BY (regionkey, name)',
  ],
  ['SELECT (array)[1] AS x FROM (SELECT ARRAY[5] AS array)', 'SELECT ARRAY[1] AS x FROM (SELECT ARRAY[5] AS array)'],
  [
    'SELECT SUM(k) OVER (ORDER BY k ROWS (unbounded) PRECEDING) AS x FROM (SELECT 1 AS k, 1 AS unbounded)',
    'SELECT SUM(k) OVER (ORDER BY k ROWS unbounded PRECEDING) AS x FROM (SELECT 1 AS k, 1 AS unbounded)',
  ],
  ['SELECT * FROM (SELECT 1 AS a, 2 AS A)', 'SELECT * FROM (SELECT 1 AS A, 2 AS a)'],
  ['WITH w (a, A) AS (VALUES (1, 2)) SELECT * FROM w', 'WITH w (A, a) AS (VALUES (1, 2)) SELECT * FROM w'],
  ['SELECT r.*, 1 AS Name FROM region r', 'SELECT r.*, 1 AS name FROM region r'],
];
