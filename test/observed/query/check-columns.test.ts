import { checkQuery } from '../../../src/observed/query/check-query.ts';
import { load, mistake, presto, removeProject, training, type Written } from './check-project.ts';

/** The columns of a query against those that the jobs take from it, on the real Presto. */

afterEach(removeProject);

/** Mistakes in what the columns are: marked in config.yml or, where the text itself is to be changed, in the SQL. */
const FEATURES = '  training_target: label\n  training_features:\n  - price\n  - amount';
const COLUMN_MISTAKES: Array<[what: string, written: Written, rule: string, severity: string, message: string]> = [
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
    'a key that is always NULL',
    {
      columns: `${FEATURES}\n  key_column: «id»`,
      files: { 'training.sql': 'SELECT 1.5 AS price, 2 AS amount, 1 AS label, NULL AS id' },
    },
    'always-null',
    'error',
    'id, the key column, is NULL in every row',
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
  test.each(COLUMN_MISTAKES)('%s', async (_what, written, rule, severity, message) => {
    const project = load(written);
    const { check, finding } = await mistake(training(project), project.expected);
    expect(finding).toMatchObject({ rule: `query/${rule}`, severity, message });
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
