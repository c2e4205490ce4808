/** Two texts of one query, which have the same canonical text. */
export const SAME_QUERIES: readonly (readonly [string, string])[] = [
  ['SELECT orderkey FROM orders', 'select  orderkey\n\tfrom orders'],
  ['SELECT orderkey FROM orders', '\r\n SELECT orderkey FROM orders \n'],
  ['SELECT orderkey FROM orders', 'SELECT orderkey FROM orders -- all of them'],
  ['SELECT orderkey FROM orders', '-- keys\r\nSELECT orderkey -- these\nFROM orders'],
  ['SELECT orderkey FROM orders', '/* keys */ SELECT orderkey/**/FROM/* -- */orders /*+ no hint */'],
  ['SELECT orderkey FROM orders -- a', 'SELECT orderkey FROM orders /* b */'],
  ['SELECT COUNT(*) FROM orders o', 'SELECT COUNT ( * )FROM orders o'],
  ['SELECT o.orderkey*2-1 FROM orders o', 'SELECT o . orderkey * 2 - 1 FROM orders o'],
  ['SELECT -1', 'SELECT - 1'],
  ['SELECT ARRAY[1,2][1]', 'SELECT ARRAY [ 1 , 2 ] [ 1 ]'],
  ['SELECT CAST(NULL AS TIMESTAMP WITH TIME ZONE)', 'SELECT cast(null as TIMESTAMP WITH TIME ZONE)'],
  [
    "SELECT CASE WHEN orderkey IN (1, 2) THEN 'a' END FROM orders",
    "SELECT case When orderkey iN (1, 2) then 'a' end FROM orders",
  ],
  ['SELECT orderkey FROM orders WHERE orderkey IS NOT NULL', 'SELECT orderkey FROM orders where orderkey is not null'],
  // Presto's lexer compares in capitals, and ſ is a small S.
  ['SELECT orderkey FROM orders', 'ſelect orderkey FROM orders'],
];

/** The same with a closing semicolon, which Presto refuses and which is taken off before a query is sent. */
export const CLOSED_QUERIES: readonly (readonly [string, string])[] = [
  ['SELECT 1', 'SELECT 1;'],
  ['SELECT 1', 'SELECT 1 ; -- the end\n'],
  ['SELECT 1', 'SELECT 1;;\n/* the end */'],
];

/** Two texts that have different canonical texts. Some of these pairs are one query for Presto. */
export const OTHER_QUERIES: readonly (readonly [string, string])[] = [
  // Words that may be names, and with them the names of columns
  ['SELECT orderkey FROM orders', 'SELECT OrderKey FROM orders'],
  ['SELECT orderkey FROM orders', 'SELECT orderkey FROM Orders'],
  ['SELECT 1 AS a, 2 AS A', 'SELECT 1 AS A, 2 AS a'],
  ['SELECT year FROM t', 'SELECT YEAR FROM t'],
  ['SELECT limit FROM t', 'SELECT LIMIT FROM t'],
  ['SELECT a FROM t LIMIT 5', 'SELECT a FROM t limit 5'],
  ['SELECT sum(a) FROM t', 'SELECT SUM(a) FROM t'],
  ['SELECT id FROM t', 'SELECT ıd FROM t'],
  ['SELECT * FROM (SELECT 1 AS a, 2 AS A)', 'SELECT * FROM (SELECT 1 AS A, 2 AS a)'],
  ['SELECT CAST(ROW(1) AS ROW(a BIGINT))', 'SELECT CAST(ROW(1) AS ROW(A BIGINT))'],
  // Texts, numbers and quoted names
  ["SELECT 'a' AS x", "SELECT 'A' AS x"],
  ["SELECT 'a  b' AS x", "SELECT 'a b' AS x"],
  ["SELECT '-- a' AS x", "SELECT '--  a' AS x"],
  ["SELECT 'a\n' AS x", "SELECT 'a\r\n' AS x"],
  ["SELECT 'it''s' AS x", "SELECT 'its' AS x"],
  ["SELECT 'ä' AS x", "SELECT 'ä' AS x".normalize('NFD')],
  ['SELECT 1 AS "a"', 'SELECT 1 AS "A"'],
  ['SELECT 1 AS "a"', 'SELECT 1 AS a'],
  ['SELECT "select" FROM t', 'SELECT "SELECT" FROM t'],
  ['SELECT 1.0 AS x', 'SELECT 1.00 AS x'],
  ['SELECT 1 AS x', 'SELECT 1.0 AS x'],
  ['SELECT 1e3 AS x', 'SELECT 1E3 AS x'],
  ["SELECT X'00ff' AS x", "SELECT X'00FF' AS x"],
  ["SELECT X'00 ff' AS x", "SELECT X'00ff' AS x"],
  ["SELECT U&'\\00e4' AS x", "SELECT u&'\\00e4' AS x"],
  ["SELECT U&'\\00e4' AS x", "SELECT U&'\\00E4' AS x"],
  ['SELECT {start_time_utc}', 'SELECT {end_time_utc}'],
  // Words and signs that change nothing
  ['SELECT orderkey AS k FROM orders', 'SELECT orderkey k FROM orders'],
  ['SELECT (a) FROM t', 'SELECT a FROM t'],
  ['SELECT a FROM t WHERE a <> 1', 'SELECT a FROM t WHERE a != 1'],
  ['SELECT a FROM t JOIN u USING (a)', 'SELECT a FROM t INNER JOIN u USING (a)'],
  ['SELECT a FROM t LEFT JOIN u USING (a)', 'SELECT a FROM t LEFT OUTER JOIN u USING (a)'],
  ['SELECT a FROM t ORDER BY a', 'SELECT a FROM t ORDER BY a ASC'],
  ['SELECT a FROM t ORDER BY a', 'SELECT a FROM t ORDER BY a NULLS LAST'],
  ['SELECT 1 UNION SELECT 2', 'SELECT 1 UNION DISTINCT SELECT 2'],
  ['SELECT a FROM t LIMIT 5', 'SELECT a FROM t FETCH FIRST 5 ROWS ONLY'],
  // Words and signs that change something
  ['SELECT 7 - (4 - 1) AS x', 'SELECT (7 - 4) - 1 AS x'],
  ['SELECT a FROM t WHERE NOT (a = 1 AND b = 2)', 'SELECT a FROM t WHERE NOT a = 1 AND b = 2'],
  ['SELECT a FROM t ORDER BY a', 'SELECT a FROM t ORDER BY a DESC'],
  ['SELECT a FROM t', 'SELECT DISTINCT a FROM t'],
  ['SELECT 1 UNION SELECT 1', 'SELECT 1 UNION ALL SELECT 1'],
  ['SELECT a FROM t LIMIT 5', 'SELECT a FROM t LIMIT 6'],
  ['SELECT a FROM c.s.t', 'SELECT a FROM c.r.t'],
  ['SELECT a FROM t /* LIMIT 5 */', 'SELECT a FROM t LIMIT 5'],
  ['SELECT a -- , b\nFROM t', 'SELECT a , b\nFROM t'],
  ['SELECT ROW(1)', 'SELECT ROW(ALL 1)'],
  // Types of several words: Presto looks up `timestamp  with time zone`, and does not find it
  ['SELECT CAST(NULL AS TIMESTAMP WITH TIME ZONE)', 'SELECT CAST(NULL AS TIMESTAMP  WITH TIME ZONE)'],
  ['SELECT CAST(NULL AS TIMESTAMP WITH TIME ZONE)', 'SELECT CAST(NULL AS TIMESTAMP WITH\nTIME ZONE)'],
  ['SELECT CAST(NULL AS TIMESTAMP WITH TIME ZONE)', 'SELECT CAST(NULL AS timestamp with time zone)'],
  // Tokens that blanks and comments make
  ['SELECT double precision FROM t', 'SELECT double/**/precision FROM t'],
  ['SELECT CAST(a AS time with time zone) FROM t', 'SELECT CAST(a AS time with/**/time zone) FROM t'],
  ["SELECT X'00'", "SELECT X '00'"],
  ["SELECT 'a''b'", "SELECT 'a' 'b'"],
  ['SELECT a < > b FROM t', 'SELECT a <> b FROM t'],
  ['SELECT a--b\nFROM t', 'SELECT a - - b FROM t'],
  ['SELECT 1 a', 'SELECT 1a'],
  ['SELECT a.1', 'SELECT a . 1'],
  ['SELECT a /* b', 'SELECT a /* b */'],
];
