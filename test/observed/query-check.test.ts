import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectPresto } from '../../src/adapters/presto/index.ts';
import type { Place } from '../../src/finding.ts';
import { checkQuery, type QueryToCheck } from '../../src/observed/check-query.ts';
import type { Presto } from '../../src/ports/presto.ts';
import { ROOT, seedWith, Workspace } from '../config/workspace.ts';

/** Queries that are wrong, on the real Presto: each is marked where its mistake stands in the file. « and » are the marks. */

const HOST = process.env.PRESTO_HOST;
const PORT = Number(process.env.PRESTO_PORT);
if (HOST === undefined || !PORT)
  throw new Error('PRESTO_HOST and PRESTO_PORT are not set: run the tests with npm test');

const presto = connectPresto({
  host: HOST,
  port: PORT,
  protocol: 'http',
  catalog: 'tpch',
  schema: 'tiny',
  user: 'mlops',
});

const seed = seedWith();
const TRAINING = seed.slice(seed.indexOf('  query: |'), seed.indexOf('\ntuning_step'));
const BATCH = /.*\n(?: {4}.*\n)+/.exec(seed.slice(seed.lastIndexOf('  query: |')))?.[0] ?? '';
const COLUMNS = seed.slice(seed.indexOf('  training_target:'), seed.indexOf('  sklearn_framework_version:'));

interface Written {
  /** Lines of `training_step` that give the query; without, `query_file: training.sql`. */
  training?: string;
  /** Of `transform_step`. */
  batch?: string;
  /** `training_target` and the lines behind it. */
  columns?: string;
  files?: Record<string, string>;
}

const WHOLE = 'SELECT 1.5 AS price, 2 AS amount, 1 AS label FROM nation';

let workspace: Workspace | undefined;
afterEach(() => workspace?.remove());

/** Loads a configuration with marks in it, as far as the marks; `expected` is what stands between them. */
function load(written: Written, environment?: string) {
  // In the order of the file: the seed has the same query twice.
  const config = seed
    .replace(COLUMNS, () => `${written.columns ?? '  training_target: label\n  training_features: [price, amount]'}\n`)
    .replace(TRAINING, () => `${written.training ?? '  query_file: training.sql'}\n`)
    .replace(
      BATCH,
      () => `${written.batch ?? '  query: SELECT 1 AS price, 2 AS amount WHERE {start_time_utc} < now()'}\n`,
    );
  const files: Record<string, string> = { 'training.sql': WHOLE, ...written.files, 'config.yml': config };
  let expected: Place | undefined;
  for (const [file, text] of Object.entries(files)) {
    const [start, end] = [text.indexOf('«'), text.indexOf('»')];
    if (start === -1) continue;
    files[file] = text.replace('«', '').replace('»', '');
    // A byte order mark is not a character of the first line.
    const before = text.replace('\ufeff', '').slice(0, text.replace('\ufeff', '').indexOf('«')).split('\n');
    const [line, column] = [before.length, [...(before.at(-1) ?? '')].length + 1];
    const inside = [...text.slice(start + 1, end)].length;
    expected = { file, line, column, ...(inside === 0 ? {} : { end_line: line, end_column: column + inside - 1 }) };
  }
  workspace = new Workspace(files);
  const loaded = workspace.load(environment === undefined ? {} : { environment });
  if (!loaded.ok) throw new Error(workspace.errors().join('\n'));
  return { ...loaded, expected };
}

function training({ config, origins }: ReturnType<typeof load>): QueryToCheck {
  const {
    query: sql,
    query_source: source,
    training_target: target,
    training_features: features,
    key_column: key,
  } = config.training_step;
  return { kind: 'training', sql, source, target, features, ...(key === undefined ? {} : { key }), ...places(origins) };
}

function batch({ config, origins, environment }: ReturnType<typeof load>): QueryToCheck {
  const { query: sql, query_source: source } = environment?.batch_transform ?? config.transform_step;
  const { key_column: key } = config.transform_step;
  const features = config.training_step.training_features;
  return { kind: 'batch', sql, source, features, ...(key === undefined ? {} : { key }), ...places(origins) };
}

function places(origins: ReturnType<typeof load>['origins']): Pick<QueryToCheck, 'place' | 'file'> {
  const file = (name: string) => workspace?.relative(name) ?? name;
  return {
    file,
    place(path) {
      const origin = origins.get(path);
      if (origin === undefined || origin === 'default' || 'variable' in origin) return null;
      return { ...origin, file: file(origin.file) };
    },
  };
}

/** The one mistake of a query, with the start of its place checked against the marks. */
async function mistake(query: QueryToCheck, expected: Place | undefined) {
  expect(expected).toBeDefined();
  const { check, findings } = await checkQuery(presto, query);
  expect(findings.map(({ rule }) => rule)).toHaveLength(1);
  const [found] = findings;
  // A value of config.yml is known by where it starts.
  const { end_line: _, end_column: __, ...start } = expected ?? { file: '', line: 0, column: 0 };
  const place = found?.place?.end_line === undefined ? start : expected;
  expect({ place: found?.place, rule: found?.rule, message: found?.message }).toMatchObject({ place });
  return { check, finding: found };
}

/** What is wrong, the query with its marks, the rule, and a part of what is said. */
const BROKEN: Array<[what: string, sql: string, rule: string, said: string | RegExp]> = [
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
  ['a statement that is no query', '-- all of it\n«DROP» TABLE nation', 'not-a-query', 'DROP is no query'],
];

describe('in an SQL file', () => {
  test.each(BROKEN)('%s', async (_what, sql, rule, said) => {
    const project = load({ files: { 'training.sql': `-- The rows.\n\n${sql}\n` } });
    const { check, finding } = await mistake(training(project), project.expected);
    expect(finding).toMatchObject({ rule: `query/${rule}`, severity: 'error' });
    expect(finding?.message).toEqual(
      typeof said === 'string' ? expect.stringContaining(said) : expect.stringMatching(said),
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

/** Mistakes in what the columns are: marked in config.yml or, where the text itself is to be changed, in the SQL. */
const FEATURES = '  training_target: label\n  training_features:\n  - price\n  - amount';
const COLUMN_MISTAKES: Array<[what: string, written: Written, rule: string, severity: string, said: string]> = [
  [
    'a feature that the query does not give',
    { columns: FEATURES.replace('amount', '«amoumt»') },
    'missing-feature',
    'error',
    'The query has no column amoumt, which is a feature; did you mean amount?',
  ],
  [
    'a target that the query does not give',
    { columns: FEATURES.replace('label', '«high_value»') },
    'missing-target',
    'error',
    'The query has no column high_value, which is the target',
  ],
  [
    'a key that the query does not give',
    { columns: `${FEATURES}\n  key_column: «orderkey»` },
    'missing-key',
    'error',
    'The query has no column orderkey, which is the key column',
  ],
  [
    'a feature that is text',
    {
      columns: FEATURES.replace('amount', '«name»'),
      files: { 'training.sql': 'SELECT 1.5 AS price, name, 1 AS label FROM nation' },
    },
    'feature-not-numeric',
    'error',
    'name, a feature, is varchar(25), not a number',
  ],
  [
    'a feature that is a date',
    {
      columns: FEATURES.replace('amount', '«orderdate»'),
      files: { 'training.sql': 'SELECT 1.5 AS price, orderdate, 1 AS label FROM orders' },
    },
    'feature-not-numeric',
    'error',
    'orderdate, a feature, is date, not a number',
  ],
  [
    'a feature that is a list',
    {
      columns: FEATURES.replace('amount', '«list»'),
      files: { 'training.sql': 'SELECT 1.5 AS price, ARRAY[1] AS list, 1 AS label' },
    },
    'feature-not-numeric',
    'error',
    'list, a feature, is array(integer), not a number',
  ],
  [
    'a feature that is always NULL',
    {
      columns: FEATURES.replace('amount', '«nothing»'),
      files: { 'training.sql': 'SELECT 1.5 AS price, NULL AS nothing, 1 AS label' },
    },
    'always-null',
    'error',
    'nothing, a feature, is NULL in every row',
  ],
  [
    'a target that is a moment',
    {
      columns: FEATURES.replace('label', '«at»'),
      files: { 'training.sql': 'SELECT 1.5 AS price, 2 AS amount, now() AS at' },
    },
    'target-not-binary',
    'error',
    'at, the target, is timestamp with time zone, which is never 0 or 1',
  ],
  [
    'a target that is text',
    {
      columns: FEATURES.replace('label', '«yes»'),
      files: { 'training.sql': "SELECT 1.5 AS price, 2 AS amount, '1' AS yes" },
    },
    'target-is-text',
    'warning',
    'yes, the target, is varchar(1): it trains only when every value reads 0 or 1',
  ],
  [
    'a key that is a row',
    {
      columns: `${FEATURES}\n  key_column: «id»`,
      files: { 'training.sql': 'SELECT 1.5 AS price, 2 AS amount, 1 AS label, ROW(1, 2) AS id' },
    },
    'key-not-scalar',
    'error',
    'id, the key column, is row(integer,integer), which is no single value',
  ],
  [
    'a column that is there twice',
    { files: { 'training.sql': 'SELECT 1.5 AS price, 2 AS amount,\n  1 AS label,\n  3 AS «amount»' } },
    'duplicate-column',
    'error',
    'The query has 2 columns amount, which is a feature',
  ],
  [
    'a column that nobody uses',
    { files: { 'training.sql': 'SELECT 1.5 AS price, 2 AS amount, 1 AS label, 4 AS «rest», 5 AS more' } },
    'unused-columns',
    'notice',
    '2 columns, rest, more, are read and not used',
  ],
];

describe('of the columns', () => {
  test.each(COLUMN_MISTAKES)('%s', async (_what, written, rule, severity, said) => {
    const project = load(written);
    const { check, finding } = await mistake(training(project), project.expected);
    expect(finding).toMatchObject({ rule: `query/${rule}`, severity, message: said });
    expect(check.valid).toBe(true);
  });

  test('every mistake is said at once', async () => {
    const columns = FEATURES.replace('price', 'prise').replace('label', 'lable');
    const { findings } = await checkQuery(presto, training(load({ columns })));
    expect(findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
      'query/missing-target The query has no column lable, which is the target; did you mean label?',
      'query/missing-feature The query has no column prise, which is a feature; did you mean price?',
    ]);
    expect(findings[0]?.way_out).toContain(
      'correct training_step.training_target. The columns are: price, amount, label.',
    );
  });

  test('letter case decides only between columns that differ by it', async () => {
    const sql = 'SELECT 1.5 AS "Price", 2 AS amount, 3 AS "AMOUNT", 1 AS LABEL';
    const { check, findings } = await checkQuery(presto, training(load({ files: { 'training.sql': sql } })));
    expect(findings.map(({ rule }) => rule)).toEqual(['query/unused-columns']);
    expect(check.columns).toEqual([
      { name: 'Price', type: 'decimal(2,1)', role: 'feature' },
      { name: 'amount', type: 'integer', role: 'feature' },
      { name: 'AMOUNT', type: 'integer', role: 'unused' },
      { name: 'LABEL', type: 'integer', role: 'target' },
    ]);
  });

  test('every type that the jobs read as a number is one', async () => {
    const types = ['tinyint', 'smallint', 'integer', 'bigint', 'real', 'double', 'decimal(5,2)', 'boolean'];
    const names = types.map((_, index) => `f${index}`);
    const sql = `SELECT true AS label, ${types.map((type, index) => `CAST(1 AS ${type}) AS f${index}`).join(', ')}`;
    const columns = `  training_target: label\n  training_features: [${names.join(', ')}]`;
    const { check, findings } = await checkQuery(presto, training(load({ columns, files: { 'training.sql': sql } })));
    expect(findings).toEqual([]);
    expect(check.columns?.map(({ type }) => type)).toEqual(['boolean', ...types]);
  });
});

describe('names that were meant', () => {
  test.each([
    ['a column of a table', 'SELECT totalprise FROM orders o JOIN nation n ON true', 'totalprice'],
    ['a column of another schema', 'SELECT l.shipdat FROM sf1.lineitem l', 'shipdate'],
    ['a column of a subquery', 'SELECT prices FROM (SELECT 1 AS prize FROM nation)', 'prize'],
    ['a table', 'SELECT 1 FROM linitem', 'lineitem'],
    ['a table of another schema', 'SELECT 1 FROM sf1.natoin', 'nation'],
    ['a name of WITH', 'WITH latest AS (SELECT 1 AS x) SELECT x FROM lates', 'latest'],
    ['a function', 'SELECT lenght(name) FROM nation', 'length'],
    ['a schema', 'SELECT 1 FROM tinny.nation', 'tiny'],
    ['a schema of a catalog', 'SELECT 1 FROM system.runtim.nodes', 'runtime'],
    ['a catalog', 'SELECT 1 FROM tcph.tiny.nation', 'tpch'],
  ])('%s', async (_what, sql, meant) => {
    const { findings } = await checkQuery(presto, training(load({ files: { 'training.sql': sql } })));
    expect(findings[0]?.way_out).toMatch(`Did you mean ${meant}? `);
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
      workspace?.remove();
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
  workspace = new Workspace({});
  const loaded = workspace.load({ file: join(ROOT, 'config.yml') });
  if (!loaded.ok) throw new Error('the shipped configuration is wrong');
  const project = { ...loaded, expected: undefined };
  for (const query of [training(project), batch(project)]) {
    const { check, findings } = await checkQuery(presto, query);
    expect(findings).toEqual([]);
    expect(check.tables).toEqual(['tpch.sf0.01.lineitem', 'tpch.sf0.01.orders']);
  }
  expect(readFileSync(join(ROOT, 'sql/training.sql'), 'utf8')).toContain('receiptdate');
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
  const elsewhere = connectPresto({
    host: HOST,
    port: PORT,
    protocol: 'http',
    catalog: 'tpch',
    schema: 'tinyy',
    user: 'mlops',
  });
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
