import type { DataMeasures } from '../../../../src/observed/data/profile.ts';
import { keyNotUnique } from '../../../../src/plan/rules/honesty/key-not-unique.ts';
import { splitByRow } from '../../../../src/plan/rules/honesty/split-by-row.ts';
import { testOverlap } from '../../../../src/plan/rules/honesty/test-overlap.ts';
import { tooFewPositives } from '../../../../src/plan/rules/honesty/too-few-positives.ts';
import { trainingServingSkew } from '../../../../src/plan/rules/honesty/training-serving-skew.ts';
import { validationTooSmall } from '../../../../src/plan/rules/honesty/validation-too-small.ts';
import { contextOf, type Edits } from './context.ts';
import { ORDER_VALUE, SHIPPED } from './measured.ts';

const NOTHING: DataMeasures = { best_split: null, repeated_keys: null, overlapping_rows: null, splits: null };
const counted = (
  test: [rows: number, positives: number],
  validation: [number, number] = [1000, 400],
): DataMeasures => ({
  ...NOTHING,
  splits: {
    train: { rows: 7000, positives: 2800 },
    validation: { rows: validation[0], positives: validation[1] },
    test: { rows: test[0], positives: test[1] },
  },
});
const OFF: Edits = { 'config.yml': [['beat_baseline: true', 'beat_baseline: false']] };
const sample = (rows: number): Edits => ({ 'config.yml': [['rows: 5000', `rows: ${rows}`]] });

describe('too-few-positives', () => {
  const judged = (measures: DataMeasures, edits: Edits = {}) => tooFewPositives(contextOf(edits, { measures }));

  test('below what the evaluation compares, and known from the size of the sample alone', () => {
    expect(judged(counted([29, 12]))).toMatchObject([
      {
        severity: 'error',
        message: 'The test split has 29 rows; the evaluation needs 30 to compare a model with the baseline.',
      },
    ]);
    expect(judged(counted([29, 12]), OFF)).toMatchObject([{ severity: 'warning' }]);
    expect(tooFewPositives(contextOf(sample(250)))).toMatchObject([
      { message: expect.stringContaining('about 25 rows'), way_out: expect.stringContaining('sample.rows (250)') },
    ]);
    expect(tooFewPositives(contextOf(sample(310)))).toEqual([]);
  });

  test('so few that a perfect model cannot pass: 3 of 500, not 4', () => {
    const [finding] = judged(counted([500, 3]));
    expect(finding).toMatchObject({
      severity: 'error',
      message:
        'Of 500 rows in the test split 3 are 1: even a perfect model could not be told from always giving the other answer.',
      why: expect.stringContaining('One of 20 resamples'),
    });
    expect(judged(counted([500, 0]))).toMatchObject([{ severity: 'error' }]);
    expect(judged(counted([500, 497]))).toMatchObject([{ message: expect.stringContaining('3 are 0') }]);
    expect(judged(counted([500, 4]))[0]).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('± 3'),
    });
  });

  test('a gate that cannot be told from the baseline', () => {
    const near: Edits = {
      'config.yml': [['accuracy_condition_threshold: 0.85', 'accuracy_condition_threshold: 0.66']],
    };
    const { data, measures } = SHIPPED;
    expect(tooFewPositives(contextOf(near, { data, measures }))).toMatchObject([
      {
        severity: 'notice',
        message:
          'On 500 rows an accuracy of 66 % is known only to ± 4.1 %, and the baseline (always answers 1) has 63.4 %: the gate does not tell them apart.',
      },
    ]);
    const off = {
      'config.yml': [...(near['config.yml'] as [string, string][]), ...(OFF['config.yml'] as [string, string][])],
    };
    expect(tooFewPositives(contextOf(off, { data, measures }))).toMatchObject([{ severity: 'warning' }]);
    expect(tooFewPositives(contextOf({}, { data, measures }))).toEqual([]);
  });

  test('the rarer label decides, whichever it is: 24 orders below 20,000 in the test', () => {
    const { edits, data, measures } = ORDER_VALUE;
    expect(tooFewPositives(contextOf(edits, { data, measures }))).toMatchObject([
      {
        severity: 'warning',
        message:
          'Of about 500 rows in the test split about 24 are 0: the share of these that a model finds is known only to ± 18.7 %.',
      },
    ]);
  });

  test('unmeasured without a sample: nothing', () => {
    const edits: Edits = { 'config.yml': [[/ {2}sample:\n.*\n.*\n/, '']] };
    expect(tooFewPositives(contextOf(edits))).toEqual([]);
    expect(tooFewPositives(contextOf(edits, { measures: NOTHING }))).toEqual([]);
  });
});

describe('validation-too-small', () => {
  const judged = (measures: DataMeasures) => validationTooSmall(contextOf({}, { measures }));

  test('one label is an error, few rows of one a warning', () => {
    expect(judged(counted([500, 200], [200, 0]))).toMatchObject([
      {
        severity: 'error',
        message: 'The validation split has 200 rows, 0 of them 1: too few to choose between 4 trials.',
        place: { file: 'config.yml' },
      },
    ]);
    expect(judged(counted([500, 200], [200, 9]))).toMatchObject([{ severity: 'warning' }]);
    expect(judged(counted([500, 200], [29, 14]))).toMatchObject([{ severity: 'warning' }]);
    expect(judged(counted([500, 200], [200, 10]))).toEqual([]);
  });

  test('splits that lie close together, known from the sample', () => {
    const edits: Edits = { 'config.yml': [['test_split: 0.9', 'test_split: 0.702']] };
    expect(validationTooSmall(contextOf(edits))).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('about 10 rows') },
    ]);
    expect(validationTooSmall(contextOf())).toEqual([]);
  });

  test('unmeasured without a sample: nothing', () => {
    expect(validationTooSmall(contextOf({ 'config.yml': [[/ {2}sample:\n.*\n.*\n/, '']] }))).toEqual([]);
  });
});

describe('test-overlap', () => {
  const judged = (overlapping_rows: number | null, distinct = [121, 61, 50, 4771], edits: Edits = {}) => {
    const columns = SHIPPED.data.columns.map((column, index) => ({ ...column, distinct: distinct[index] ?? 1 }));
    return testOverlap(
      contextOf(edits, { data: { ...SHIPPED.data, columns }, measures: { ...NOTHING, overlapping_rows } }),
    );
  };

  test('many rows twice, though the features could tell them apart', () => {
    expect(judged(1500)).toMatchObject([
      {
        severity: 'error',
        message: '1,500 rows (30 %) have the features and the target of a row in another split.',
        why: expect.stringContaining('line_key differs between them'),
      },
    ]);
    expect(judged(60)).toMatchObject([{ severity: 'warning' }]);
  });

  test('few are left alone, and what features of few values share by chance', () => {
    expect(judged(50)).toEqual([]);
    expect(judged(4900, [5, 4, 3, 2])).toEqual([]);
    // 5,000 rows among 20,000 combinations: 22 % by chance; half of them is more than that, but no certain fault.
    expect(judged(2500, [100, 100, 1, 1])).toMatchObject([{ severity: 'warning' }]);
  });

  test('unmeasured or without rows: nothing', () => {
    expect(judged(null)).toEqual([]);
    expect(testOverlap(contextOf({}, { data: SHIPPED.data }))).toEqual([]);
    const empty = { rows: 0, classes: {}, columns: [] };
    expect(testOverlap(contextOf({}, { data: empty, measures: { ...NOTHING, overlapping_rows: 0 } }))).toEqual([]);
  });
});

describe('key-not-unique', () => {
  const judged = (repeated_keys: number | null, edits: Edits = {}) =>
    keyNotUnique(contextOf(edits, { data: SHIPPED.data, measures: { ...NOTHING, repeated_keys } }));

  test('by how many rows', () => {
    expect(judged(400)).toMatchObject([
      {
        severity: 'warning',
        message: '400 rows (8 %) share their line_key with another row.',
        place: { file: 'config.yml' },
      },
    ]);
    expect(judged(2)).toMatchObject([{ severity: 'notice' }]);
    expect(judged(0)).toEqual([]);
  });

  test('unmeasured or without a key: nothing', () => {
    expect(judged(null)).toEqual([]);
    expect(keyNotUnique(contextOf({}, { data: SHIPPED.data }))).toEqual([]);
    expect(judged(400, ORDER_VALUE.edits)).toEqual([]);
  });
});

describe('split-by-row', () => {
  test('only without a key', () => {
    expect(splitByRow(contextOf(ORDER_VALUE.edits))).toMatchObject([
      { severity: 'notice', place: { file: 'sql/examples/order-value.sql' } },
    ]);
    expect(splitByRow(contextOf())).toEqual([]);
  });
});

describe('training-serving-skew', () => {
  const judged = (from: string, to: string) => trainingServingSkew(contextOf({ 'sql/batch.sql': [[from, to]] }));

  test('a feature that is computed otherwise in the batch, at its place there', () => {
    const edits = {
      'sql/batch.sql': [['    l.extendedprice', '    l.extendedprice * (1 - l.discount) AS extendedprice']] as [
        string,
        string,
      ][],
    };
    expect(judged('    l.quantity,', '    CAST(l.quantity AS BIGINT) / 2 AS quantity,')).toMatchObject([
      {
        severity: 'warning',
        message:
          'The feature quantity is quantity in the training query, and cast(quantity as bigint) / 2 in the batch query.',
        place: { file: 'sql/batch.sql', line: 7, column: 5 },
      },
    ]);
    // Another column is read: that is meant.
    expect(trainingServingSkew(contextOf(edits))).toEqual([]);
  });

  test.each([
    ['the shipped queries', 'SELECT', 'SELECT'],
    ['other tables of the same columns', 'FROM lineitem l', 'FROM new_lines l'],
    ['a literal that looks like a table', 'l.quantity,', "l.quantity, 'lineitem.quantity' AS note,"],
    ['another layout', "date_diff('day', o.orderdate, l.shipdate)", "DATE_DIFF ( 'day' , o.orderdate,\n l.shipdate )"],
    ['a feature that is not there', '    l.quantity,\n', ''],
  ])('silence for %s', (_, from, to) => expect(judged(from, to)).toEqual([]));

  test('the unit of a difference of days is a difference', () => {
    expect(
      judged("date_diff('day', o.orderdate, l.shipdate)", "date_diff('hour', o.orderdate, l.shipdate)"),
    ).toHaveLength(1);
  });
});
