import type { DataMeasures } from '../../../../src/observed/data/profile.ts';
import { targetFromFeature } from '../../../../src/plan/rules/honesty/target-from-feature.ts';
import { contextOf, type Edits, lineOf } from './context.ts';
import { ORDER_VALUE, SHIPPED } from './measured.ts';

/** The shipped configuration with another query and other features. */
const learning = (sql: string, ...features: string[]): Edits => ({
  'config.yml': [
    [
      /training_features:\n(?: {4}- .*\n)+/,
      `training_features:\n${features.map((name) => `    - ${name}\n`).join('')}`,
    ],
  ],
  'sql/training.sql': sql,
});
const judged = (sql: string, ...features: string[]) => targetFromFeature(contextOf(learning(sql, ...features)));
const measured = (accuracy: number, majority: number, rows = 5000, feature = 'quantity') => ({
  data: { rows, classes: { '0': Math.round(rows * majority), '1': Math.round(rows * (1 - majority)) }, columns: [] },
  measures: {
    best_split: { feature, operator: '>' as const, threshold: 12.5, accuracy, majority },
    repeated_keys: 0,
    overlapping_rows: 0,
    splits: null,
  } satisfies DataMeasures,
});

describe('by the text', () => {
  test('the target is a comparison of the feature, on the line of the comparison', () => {
    const sql = 'SELECT linenumber AS line_key, quantity,\n  IF(quantity > 30, 1, 0) AS late\nFROM lineitem';
    const findings = judged(sql, 'quantity');
    expect(findings).toMatchObject([
      {
        severity: 'error',
        message: expect.stringContaining('late is computed from the feature quantity'),
        place: { column: 6 },
      },
    ]);
    expect(lineOf(learning(sql, 'quantity'), findings[0])).toBe('IF(quantity > 30, 1, 0) AS late');
  });

  test('through a subquery and other names', () => {
    const sql = `WITH lines AS (SELECT orderkey AS k, extendedprice * (1 - discount) AS net FROM lineitem)
      SELECT k AS line_key, net AS value, CASE WHEN net > 1000 THEN 1 ELSE 0 END AS late FROM lines`;
    expect(judged(sql, 'value')).toMatchObject([{ severity: 'error' }]);
  });

  test('the feature is computed from the target', () => {
    const sql = `SELECT orderkey AS line_key, IF(receiptdate > commitdate, 1, 0) AS late,
      IF(receiptdate > commitdate, 1, 0) * 2 + 1 AS code FROM lineitem`;
    expect(judged(sql, 'code')).toMatchObject([
      { severity: 'error', message: expect.stringContaining('The feature code is computed from the target late') },
    ]);
  });

  test('over a window it may leave the row out: a warning', () => {
    const sql = `SELECT orderkey AS line_key, late, AVG(late) OVER (PARTITION BY suppkey ORDER BY shipdate
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS late_before
      FROM (SELECT orderkey, suppkey, shipdate, IF(receiptdate > commitdate, 1, 0) AS late FROM lineitem)`;
    expect(judged(sql, 'late_before')).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('over a window') },
    ]);
  });

  test('a function of two features together is one finding', () => {
    const sql = 'SELECT orderkey AS line_key, quantity, tax, IF(quantity * tax > 1, 1, 0) AS late FROM lineitem';
    expect(judged(sql, 'quantity', 'tax')).toMatchObject([
      { severity: 'error', message: expect.stringContaining('from the features quantity and tax and nothing else') },
    ]);
  });

  test('a part of the target is fair when it is known before: a notice', () => {
    const sql = `SELECT orderkey AS line_key, to_unixtime(commitdate) AS promised,
      IF(to_unixtime(receiptdate) > to_unixtime(commitdate), 1, 0) AS late FROM lineitem`;
    expect(judged(sql, 'promised')).toMatchObject([
      { severity: 'notice', message: expect.stringContaining('beside lineitem.receiptdate') },
    ]);
  });

  describe('features that read all columns of the target together', () => {
    const shipped = `l.orderkey * 10 + l.linenumber AS line_key, IF(l.receiptdate > l.commitdate, 1, 0) AS late,
      date_diff('day', o.orderdate, l.commitdate) AS days_to_commit`;
    const from = 'FROM lineitem l JOIN orders o ON l.orderkey = o.orderkey';

    test('a warning that names them and the columns', () => {
      const sql = `SELECT ${shipped}, date_diff('day', o.orderdate, l.receiptdate) AS days_to_receive ${from}`;
      const findings = judged(sql, 'days_to_commit', 'days_to_receive');
      expect(findings).toMatchObject([
        {
          severity: 'warning',
          message:
            'The features days_to_commit and days_to_receive together read all columns of the target late: lineitem.commitdate, lineitem.receiptdate.',
        },
      ]);
      expect(lineOf(learning(sql, 'days_to_commit', 'days_to_receive'), findings[0])).toContain('AS late');
    });

    test.each([
      ['one column is not read', `date_diff('day', o.orderdate, l.shipdate) AS other`, ['days_to_commit', 'other']],
      ['no feature reads them', `date_diff('day', o.orderdate, l.shipdate) AS other`, ['other']],
      [
        'what is read is that of other rows',
        `max(l.receiptdate) OVER (ORDER BY l.shipdate) AS other`,
        ['days_to_commit', 'other'],
      ],
    ])('silence when %s', (_, other, features) => {
      expect(judged(`SELECT ${shipped}, ${other} ${from}`, ...features)).toEqual([]);
    });
  });

  test('the same columns in another expression: a warning', () => {
    const sql = `SELECT orderkey AS line_key, date_diff('day', commitdate, receiptdate) AS delay,
      IF(receiptdate > commitdate, 1, 0) AS late FROM lineitem`;
    expect(judged(sql, 'delay')).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('computed from the same columns') },
    ]);
  });

  test('a value of an order from what is counted beside its prices is honest', () => {
    const sql = `SELECT orderkey AS line_key, COUNT(*) AS lines, AVG(discount) AS avg_discount, SUM(quantity) AS total_quantity,
      SUM(tax) AS total_tax, CASE WHEN SUM(extendedprice) > 150000 THEN 1 ELSE 0 END AS late FROM lineitem GROUP BY orderkey`;
    expect(judged(sql, 'lines', 'avg_discount', 'total_quantity', 'total_tax')).toEqual([]);
  });

  test('an honest query, or none: nothing', () => {
    expect(targetFromFeature(contextOf())).toEqual([]);
    expect(targetFromFeature(contextOf({}, { training: null }))).toEqual([]);
  });
});

describe('by the rows', () => {
  const judgedRows = (...known: Parameters<typeof measured>) => targetFromFeature(contextOf({}, measured(...known)));

  test('without a mistake an error, at the feature; with few a warning', () => {
    const [finding] = judgedRows(1, 0.6);
    expect(finding).toMatchObject({
      severity: 'error',
      message:
        'quantity > 12.5 alone predicts late correctly in 100 % of 5,000 rows; the baseline (always answers 0) has 60 %.',
    });
    expect(lineOf({}, finding)).toBe('- quantity');
    expect(judgedRows(0.992, 0.6)).toMatchObject([{ severity: 'warning' }]);
  });

  test('99 % is nothing where 95 % have one label', () => {
    expect(judgedRows(0.991, 0.95)).toEqual([]);
    expect(judgedRows(0.996, 0.95)).toHaveLength(1);
  });

  test('of few rows anything can be true', () => {
    expect(judgedRows(1, 0.99, 900)).toEqual([]);
    expect(judgedRows(1, 0.99, 1000)).toHaveLength(1);
  });

  test('above 10,000 rows the split was searched on 10,000 of them', () => {
    expect(judgedRows(1, 0.6, 60_000)).toMatchObject([{ message: expect.stringContaining('of 10,000 rows') }]);
  });

  test('a good feature, or unmeasured: nothing', () => {
    expect(judgedRows(0.98, 0.5)).toEqual([]);
    expect(targetFromFeature(contextOf({}, SHIPPED))).toEqual([]);
    expect(targetFromFeature(contextOf({}, { data: SHIPPED.data }))).toEqual([]);
    expect(targetFromFeature(contextOf({}, { measures: SHIPPED.measures }))).toEqual([]);
  });
});

describe('by both', () => {
  test('text and rows about one feature are one finding; another feature is another finding', () => {
    const { edits, data, measures } = ORDER_VALUE;
    expect(targetFromFeature(contextOf(edits, { data, measures }))).toHaveLength(1);
    const other = measured(1, 0.6, 5000, 'avg_discount');
    expect(targetFromFeature(contextOf(edits, other))).toHaveLength(2);
  });

  test('the rows can make a remark on the text an error', () => {
    const sql = `SELECT orderkey AS line_key, to_unixtime(commitdate) AS promised,
      IF(to_unixtime(receiptdate) > to_unixtime(commitdate), 1, 0) AS late FROM lineitem`;
    const context = contextOf(learning(sql, 'promised'), measured(1, 0.6, 5000, 'promised'));
    expect(targetFromFeature(context)).toMatchObject([
      { severity: 'error', message: expect.stringMatching(/beside lineitem\.receiptdate\. promised > 12\.5 alone/) },
    ]);
  });
});
