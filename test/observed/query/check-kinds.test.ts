import { load, mistake, removeProject, training } from './check-project.ts';

/** More mistakes, on the real Presto: the place that is marked, and the way out. « and » are the marks. */

afterEach(removeProject);

const DEFAULT_COLUMN = 'Correct the name, or join the table that has the column.';

/** The query with its marks, the rule, and a part of the way out. */
const BROKEN: Array<[sql: string, rule: string, way_out: string]> = [
  // Places
  ["SELECT '日本😀' AS x,\t\t«nope» FROM nation", 'unknown-column', DEFAULT_COLUMN],
  [
    'SELECT 1.5 AS price,\r\n\t2 AS amount,\r\n\t«labl» AS label\r\nFROM nation',
    'unknown-column',
    'Did you mean label?',
  ],
  ['WITH a AS (\n  SELECT «nme» FROM nation\n)\nSELECT * FROM a', 'unknown-column', 'Did you mean name?'],
  ['SELECT x FROM (SELECT y FROM (SELECT «z» FROM nation))', 'unknown-column', DEFAULT_COLUMN],
  ['SELECT name FROM nation -- where\nWHERE «nam» = 1 -- nam', 'unknown-column', 'Did you mean name?'],
  ["SELECT '{start_time_utc}', «nope» FROM nation", 'unknown-column', DEFAULT_COLUMN],
  ['SELECT TRY(1/0) AS x, «nope»', 'unknown-column', DEFAULT_COLUMN],
  [`SELECT ${'('.repeat(300)}1${')'.repeat(300)} AS x, «nope» FROM nation`, 'unknown-column', DEFAULT_COLUMN],
  [
    `SELECT ${Array.from({ length: 900 }, (_, at) => `nationkey AS c${at}`).join(', ')}, «nope» FROM nation`,
    'unknown-column',
    DEFAULT_COLUMN,
  ],
  ['SELECT count(*) FROM nation GROUP BY GROUPING SETS ((name), («nam»))', 'unknown-column', 'Did you mean name?'],
  ['SELECT row_number() OVER (ORDER BY «nam») FROM nation', 'unknown-column', 'Did you mean name?'],
  ['SELECT transform(ARRAY[1], x -> «y») AS x', 'unknown-column', ''],
  ['SELECT name FROM nation n JOIN region r ON «n.regionkey»', 'type-mismatch', 'CAST'],
  ['TABLE «nope»', 'unknown-table', 'Correct the name of the table.'],
  // Names
  [
    "SELECT lower(name) AS l FROM nation WHERE «l» = 'x'",
    'unknown-column',
    'Only ORDER BY can use l, a name from the SELECT list',
  ],
  [
    'SELECT nationkey n, count(*) FROM nation GROUP BY «n»',
    'unknown-column',
    'Only ORDER BY can use n, a name from the SELECT list',
  ],
  [
    'SELECT nationkey AS k, «k» + 1 FROM nation',
    'unknown-column',
    'Only ORDER BY can use k, a name from the SELECT list',
  ],
  [
    'SELECT count(*) cnt FROM nation HAVING «cnt» > 1',
    'unknown-column',
    'Only ORDER BY can use cnt, a name from the SELECT list',
  ],
  ['SELECT name FROM nation WHERE name = «"FRANCE"»', 'unknown-column', "write text in single quotes, '…'"],
  ['SELECT «nation.name» FROM nation n', 'unknown-column', 'Write n.name: here, the table nation is called n.'],
  ['SELECT «n.name» FROM nation', 'unknown-column', DEFAULT_COLUMN],
  ['SELECT * FROM nation n, region r WHERE «regionkey» = 1', 'ambiguous-column', 'Write the table'],
  ['SELECT * FROM (SELECT 1 AS a, 2 AS a) WHERE «a» = 1', 'ambiguous-column', 'Write the table'],
  ['SELECT «nationkey.x» FROM nation', 'type-mismatch', 'Write a dot only after a table'],
  // Functions of other databases
  ["SELECT «IFNULL»(name, 'a') FROM nation", 'unknown-function', 'Write coalesce(a, b).'],
  ['SELECT «LEN»(name) FROM nation', 'unknown-function', 'Write length(a).'],
  ['SELECT «GETDATE»() AS x', 'unknown-function', 'Write now() or current_date.'],
  ['SELECT DATEDIFF(«day», orderdate, orderdate) FROM orders', 'unknown-column', "Write date_diff('day', a, b)."],
  ["SELECT «STRING_AGG»(name, ',') FROM nation", 'unknown-function', 'array_join'],
  // Types
  ["SELECT CASE nationkey «WHEN» 'a' THEN 1 END FROM nation", 'type-mismatch', 'CAST one side'],
  [
    'SELECT «CAST»(nationkey AS array(bigint)) FROM nation',
    'type-mismatch',
    'CAST to a type that it can be converted to',
  ],
  ["SELECT nationkey IN («'a'», 'b') FROM nation", 'type-mismatch', 'CAST one side'],
  ['SELECT nationkey «IN» (SELECT name FROM region) FROM nation', 'type-mismatch', 'CAST one side'],
  ["SELECT orderdate «>» '1995-01-01' FROM orders", 'type-mismatch', 'CAST one side'],
  ['SELECT IF(«nationkey», 1, 0) AS x FROM nation', 'type-mismatch', 'CAST one side'],
  ["«VALUES» (1), ('a')", 'type-mismatch', 'CAST one side'],
  [
    'SELECT «filter»(ARRAY[1], x -> x + 1) AS x',
    'wrong-arguments',
    'Give the function arguments of the types that it takes',
  ],
  ['SELECT * FROM «nation» AS n (a, b)', 'different-columns', 'Name as many columns as the table or subquery has.'],
  [
    'WITH «a» (x, y) AS (SELECT 1) SELECT * FROM a',
    'different-columns',
    'Name as many columns as the table or subquery has.',
  ],
  // Values
  ['SELECT 1 «/» (2 - 2) AS x', 'division-by-zero', 'nullif(x, 0)'],
  ["SELECT regexp_like(name, «'('») FROM nation", 'wrong-pattern', 'Correct the regular expression'],
  ["SELECT regexp_extract('a', «'['», 1) AS x FROM nation", 'wrong-pattern', 'Correct the regular expression'],
  ["SELECT 'a' LIKE 'b' ESCAPE «'cc'» AS x", 'wrong-literal', 'Give ESCAPE one character.'],
  ["SELECT current_timestamp AT TIME ZONE «'Europe/Nowhere'» AS x", 'wrong-literal', 'Use a name such as UTC'],
  ['SELECT CAST(«300» AS tinyint) AS x', 'wrong-literal', 'Correct the value.'],
  ['SELECT «9223372036854775807» + 1 AS x', 'wrong-literal', 'CAST it AS double or decimal first.'],
  ["SELECT INTERVAL «'1x'» DAY AS x", 'wrong-literal', 'Correct the value.'],
  ["SELECT date_parse(«'x'», '%Y') AS x", 'wrong-arguments', 'Give the function a value that it accepts.'],
  ["SELECT json_parse(«'{'») AS x", 'wrong-arguments', 'Give the function a value that it accepts.'],
  ['SELECT 1 AS x FROM nation TABLESAMPLE BERNOULLI («200»)', 'wrong-literal', 'Give a number from 0 to 100.'],
  ['«»SELECT ARRAY[1,2][5] AS x', 'missing-element', 'element_at'],
  // What Presto does not support
  [
    'SELECT name, («SELECT» r.name FROM region r WHERE r.regionkey > n.regionkey LIMIT 1) AS x FROM nation n',
    'not-supported',
    'Join the table that the subquery reads',
  ],
  ['SELECT nationkey FROM nation «OFFSET» 2', 'not-supported', 'Leave OFFSET out'],
  [
    'SELECT sum(nationkey) OVER (ORDER BY «name» RANGE 5 PRECEDING) FROM nation',
    'wrong-window',
    'Correct the frame of the window.',
  ],
  // Words and signs
  ['SELECT«\u200b» 1 FROM nation', 'syntax', 'U+200B is not white space for Presto; write an ordinary blank here.'],
  ['SELECT 1 AS«\u00a0»x FROM nation', 'syntax', 'U+00A0 is not white space for Presto; write an ordinary blank here.'],
  ['SELECT «‘»a’ AS x', 'syntax', "Presto's SQL has no ‘; use '."],
  ['SELECT name «–» 1 FROM nation', 'syntax', "Presto's SQL has no –; use -."],
  ['SELECT name,\n  nationkey,\n\n«FROM» nation', 'syntax', 'Remove the comma before it.'],
  ["SELECT name FROM nation WHERE name «ILIKE» 'a'", 'syntax', 'Write lower(…) LIKE instead of ILIKE.'],
  ['SELECT «name::varchar» FROM nation', 'syntax', 'Presto casts with CAST(… AS …), not with ::.'],
  ['SELECT TOP «5» name FROM nation', 'syntax', 'Write LIMIT at the end instead of TOP.'],
  ['SELECT name FROM nation LIMIT 10 «ORDER» BY name', 'syntax', 'Write ORDER BY before LIMIT.'],
  ['SELECT name FROM «[»nation]', 'syntax', 'Write a name in double quotes, not in [ ].'],
  [
    "SELECT name FROM nation WHERE (name = 'a' OR (name = 'b')«»",
    'syntax',
    'The bracket at line 1, column 31 is not closed.',
  ],
  ['SELECT x FROM (SELECT 1 AS x«»', 'syntax', 'The bracket at line 1, column 15 is not closed.'],
  ['«EXPLAIN» SELECT 1', 'not-a-query', 'Write a SELECT.'],
  ['«INSERT» INTO nation SELECT * FROM nation', 'not-a-query', 'Write a SELECT.'],
];

test.each(BROKEN)('%s', async (sql, rule, way_out) => {
  const project = load({ files: { 'training.sql': sql } });
  const { finding } = await mistake(training(project), project.expected);
  expect(finding).toMatchObject({
    rule: `query/${rule}`,
    severity: 'error',
    way_out: expect.stringContaining(way_out),
  });
  // The message is the same at every run.
  expect(finding?.message).not.toMatch(/line \d+:\d+|\n|@[0-9a-f]{6}/);
});
