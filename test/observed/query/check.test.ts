import { load, mistake, removeProject, training, type Written } from './check-project.ts';

/** Queries with a mistake, on the real Presto: the place of the mistake in the file is marked. « and » are the marks. */

afterEach(removeProject);

/** The mistake, the query with its marks, the rule, and a part of the message. */
const BROKEN: Array<[what: string, sql: string, rule: string, message: string | RegExp]> = [
  ['a misspelt first word', '«SELEC» 1 AS a', 'syntax', "mismatched input 'SELEC'"],
  ['a misspelt FROM', 'SELECT name\n«FRM» nation', 'syntax', "mismatched input 'nation'"],
  ['a misspelt WHERE', 'SELECT name\nFROM nation\n«WEHRE» nationkey = 1', 'syntax', "mismatched input 'nationkey'"],
  ['a misspelt BY', 'SELECT regionkey, count(*)\nFROM nation\nGROUP «YB» regionkey', 'syntax', "mismatched input 'YB'"],
  ['a comma too many', 'SELECT\n  nationkey,\n«FROM» nation', 'syntax', "mismatched input 'FROM'"],
  ['a bracket that is not closed', 'SELECT (1 + 2\n  «FROM» nation', 'syntax', "mismatched input 'FROM'"],
  ['a bracket too many', 'SELECT 1 + 2«)» FROM nation', 'syntax', "mismatched input ')'"],
  ['a text that ends too early', 'SELECT nationkey FROM nation\nWHERE«»', 'syntax', "mismatched input '<EOF>'"],
  ['a reserved word as a name', 'SELECT nationkey AS «order» FROM nation', 'syntax', "mismatched input 'order'"],
  ['quotes of another database', 'SELECT «`name`» FROM nation', 'syntax', 'backquoted identifiers are not supported'],
  [
    'a name that begins with a digit',
    'SELECT 1 AS «2nd» FROM nation',
    'syntax',
    'identifiers must not start with a digit',
  ],
  [
    'a column that is not there',
    'SELECT\n  nationkey,\n  «nme»\nFROM nation',
    'unknown-column',
    "Column 'nme' cannot be resolved",
  ],
  [
    'a column of an alias',
    'SELECT n.nationkey,\n  «n.nme» FROM nation n',
    'unknown-column',
    "'n.nme' cannot be resolved",
  ],
  [
    'a column in a subquery',
    'SELECT name FROM nation n WHERE EXISTS (\n  SELECT 1 FROM region r WHERE «r.key» = n.regionkey)',
    'unknown-column',
    "'r.key'",
  ],
  [
    'a column of USING',
    'SELECT 1 FROM nation JOIN region USING («nationkey»)',
    'unknown-column',
    'missing from right side of join',
  ],
  [
    'a table that is not there',
    'SELECT nationkey -- of natoin\nFROM «natoin»',
    'unknown-table',
    'Table tpch.tiny.natoin does not exist',
  ],
  [
    'a table that is joined',
    "SELECT 'orderz'\nFROM nation n\nJOIN tiny.«orderz» o ON true".replace('tiny.«', '«tiny.'),
    'unknown-table',
    'Table tpch.tiny.orderz does not exist',
  ],
  ['a table of a misspelt alias', 'SELECT «m».* FROM nation n', 'unknown-table', "Table 'm' not found"],
  [
    'a schema that is not there',
    'SELECT nationkey FROM «tinny».nation',
    'unknown-schema',
    'Schema tinny does not exist',
  ],
  [
    'a catalog that is not there',
    'SELECT 1 FROM nation JOIN «tcph».tiny.region ON true',
    'unknown-catalog',
    'Catalog tcph does not exist',
  ],
  ['a table with too many dots', 'SELECT 1 FROM «tpch.tiny.nation.x»', 'unknown-table', 'Too many dots'],
  [
    'a function that is not there',
    'SELECT «lenght»(name) FROM nation',
    'unknown-function',
    'Function lenght not registered',
  ],
  [
    'a wrong argument',
    'SELECT\n\t«year»(name) AS y FROM nation',
    'wrong-arguments',
    'Unexpected parameters (varchar(25)) for function year',
  ],
  [
    'too few arguments',
    "SELECT «date_diff»('day', orderdate) FROM orders",
    'wrong-arguments',
    'for function date_diff',
  ],
  [
    'text plus a number',
    'SELECT name «+» 1 FROM nation',
    'type-mismatch',
    "'+' cannot be applied to varchar(25), integer",
  ],
  ['text compared with a number', 'SELECT 1 FROM nation\nWHERE name «=» 1', 'type-mismatch', "'=' cannot be applied"],
  [
    'a condition that is none',
    'SELECT 1 FROM nation WHERE «name»',
    'type-mismatch',
    'WHERE clause must evaluate to a boolean',
  ],
  [
    'a CASE of two types',
    "SELECT CASE WHEN nationkey > 1 THEN 2 ELSE «'a'» END FROM nation",
    'type-mismatch',
    'All CASE results must be the same type',
  ],
  [
    'a UNION of two types',
    'SELECT nationkey FROM nation\n«UNION» ALL\nSELECT name FROM nation',
    'type-mismatch',
    'incompatible types',
  ],
  ['a UNION of two widths', 'SELECT 1 «UNION» SELECT 1, 2', 'different-columns', 'different number of fields'],
  [
    'a BETWEEN of two types',
    "SELECT 1 FROM nation WHERE nationkey «BETWEEN» 'a' AND 'b'",
    'type-mismatch',
    'Cannot check if bigint is BETWEEN',
  ],
  [
    'a type that is not there',
    'SELECT\n  CAST(nationkey AS «numbr») FROM nation',
    'unknown-type',
    'Unknown type: numbr',
  ],
  [
    'a column of two tables',
    'SELECT «name» FROM nation JOIN region ON true',
    'ambiguous-column',
    "Column 'name' is ambiguous",
  ],
  [
    'a column without GROUP BY',
    'SELECT «name», count(*) FROM nation',
    'missing-group-by',
    "'name' must be an aggregate expression",
  ],
  [
    'an aggregate in WHERE',
    "SELECT count(*) FROM nation\nWHERE name > 'A' AND «count»(*) > 1",
    'misplaced-aggregate',
    'WHERE clause cannot contain aggregations',
  ],
  [
    'an aggregate in an aggregate',
    'SELECT «sum»(count(*)) FROM nation GROUP BY name',
    'misplaced-aggregate',
    'Cannot nest aggregations',
  ],
  [
    'a window function without its window',
    'SELECT «row_number»() FROM nation',
    'missing-over',
    'requires an OVER clause',
  ],
  [
    'a window function in WHERE',
    'SELECT 1 FROM nation WHERE «row_number»() OVER () = 1',
    'misplaced-aggregate',
    'WHERE clause cannot contain',
  ],
  ['a position of no column', 'SELECT name FROM nation ORDER BY «5»', 'wrong-position', 'ORDER BY position 5'],
  [
    'an order of what is not selected',
    'SELECT DISTINCT name FROM nation\n«ORDER» BY nationkey',
    'wrong-position',
    'For SELECT DISTINCT',
  ],
  [
    'two columns from a subquery',
    'SELECT «(»SELECT 1, 2)',
    'subquery-columns',
    'Multiple columns returned by subquery',
  ],
  [
    'a name that WITH gives twice',
    'WITH a AS (SELECT 1 AS x),\n     «a» AS (SELECT 2 AS x)\nSELECT * FROM a',
    'duplicate-name',
    "'a' specified more than once",
  ],
  [
    'an open parameter',
    "SELECT '?', name FROM nation WHERE nationkey = «?»",
    'open-parameter',
    'Incorrect number of parameters',
  ],
  [
    'a number that no type holds',
    'SELECT 1,\n  «99999999999999999999» AS n',
    'wrong-literal',
    'Invalid numeric literal',
  ],
  [
    'a time that is none',
    "SELECT «TIMESTAMP» '2024-13-01 00:00:00' AS t",
    'wrong-literal',
    'is not a valid timestamp literal',
  ],
  [
    'a date that is none',
    "SELECT 1 FROM orders WHERE orderdate > DATE «'1995-02-31'»",
    'wrong-literal',
    'Value cannot be cast to date: 1995-02-31',
  ],
  ['a text that is no number', "SELECT CAST(«'1,5'» AS double) AS x", 'wrong-literal', "Cannot cast '1,5' to DOUBLE"],
  [
    'a unit of time that is none',
    "SELECT date_diff(«'dayz'», current_date, current_date)",
    'wrong-literal',
    "'dayz' is not a valid DATE field",
  ],
  ['a division by zero', 'SELECT 1 «/» 0 AS x', 'division-by-zero', '/ by zero'],
  ['an UNNEST of no array', 'SELECT 1 FROM nation CROSS JOIN «UNNEST»(name)', 'type-mismatch', 'Cannot unnest type'],
  [
    'a field of EXTRACT that is none',
    'SELECT EXTRACT(«dayz» FROM orderdate) FROM orders',
    'wrong-literal',
    'Invalid EXTRACT field',
  ],
  ['a statement that is not a query', '-- all of it\n«DROP» TABLE nation', 'not-a-query', 'DROP is not a query'],
];

describe('in an SQL file', () => {
  test.each(BROKEN)('%s', async (_what, sql, rule, message) => {
    const project = load({ files: { 'training.sql': `-- The rows.\n\n${sql}\n` } });
    const { check, finding } = await mistake(training(project), project.expected);
    expect(finding).toMatchObject({ rule: `query/${rule}`, severity: 'error' });
    expect(finding?.message).toEqual(
      typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
    );
    expect(finding?.message).not.toMatch(/line \d+:\d+|\n/);
    expect(check).toMatchObject({
      file: 'training.sql',
      valid: false,
      columns: null,
      tables: null,
      estimated_rows: null,
    });
  });
});

/** The same query, written in every way that YAML and editors have. */
const WAYS: Array<[what: string, written: Written]> = [
  ['a block', { training: '  query: |\n    SELECT 1.5 AS price,\n      «nope» AS label\n    FROM nation' }],
  [
    'a block with a comment and blank lines first',
    { training: '  query: |-\n\n    -- what\n\n    SELECT\n        «nope»\n    FROM nation\n' },
  ],
  [
    'a folded block',
    { training: '  query: >\n    SELECT 1.5 AS price,\n    2 AS amount, «nope» AS label\n    FROM nation' },
  ],
  ['plain text', { training: '  query: SELECT 1.5 AS price, «nope» FROM nation # why' }],
  ['plain text over lines', { training: '  query: SELECT 1.5 AS price,\n    «nope»\n    FROM nation' }],
  ['single quotes', { training: "  query: 'SELECT ''it'' AS price, «nope» FROM nation'" }],
  ['double quotes', { training: '  query: "SELECT \\"name\\",\\n\\t\'\\u00e9\\U0001F600\', «nope» FROM nation"' }],
  ['CRLF', { files: { 'training.sql': "SELECT 'é',\r\n\r\n\t«nope»\r\nFROM nation\r\n" } }],
  ['a byte order mark', { files: { 'training.sql': '\ufeffSELECT «nope» FROM nation' } }],
  ['emoji', { files: { 'training.sql': 'SELECT \'😀😀é\' AS "😀", «nope» FROM nation' } }],
  [
    'comments',
    { files: { 'training.sql': '-- nope\n/* nope\n */ SELECT /* 😀 */ «nope» /* nope */ FROM nation -- nope\n' } },
  ],
  ['tabs', { files: { 'training.sql': '\tSELECT\n\t\t1,\t«nope»\tFROM nation' } }],
];

describe('a column that is not there', () => {
  test.each(WAYS)('in %s', async (_what, written) => {
    const project = load(written);
    const { finding } = await mistake(training(project), project.expected);
    expect(finding).toMatchObject({ rule: 'query/unknown-column', message: "Column 'nope' cannot be resolved" });
  });
});
