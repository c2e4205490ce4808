import { gateBelowBaseline } from '../../../../src/plan/rules/honesty/gate-below-baseline.ts';
import { noSignal } from '../../../../src/plan/rules/honesty/no-signal.ts';
import { oneClass } from '../../../../src/plan/rules/honesty/one-class.ts';
import { unusableRows } from '../../../../src/plan/rules/honesty/unusable-rows.ts';
import { contextOf, lineOf } from './context.ts';
import { ORDER_PRIORITY, SHIPPED } from './measured.ts';

const data = (zeros: number, ones: number) => ({
  rows: zeros + ones,
  classes: { '0': zeros, '1': ones },
  columns: [],
});
const split = (accuracy: number, majority: number) => ({
  best_split: { feature: 'quantity', operator: '>' as const, threshold: 12.5, accuracy, majority },
  repeated_keys: 0,
  overlapping_rows: 0,
  splits: null,
});
const gate = (value: string): [string, string] => [
  'accuracy_condition_threshold: 0.85',
  `accuracy_condition_threshold: ${value}`,
];
const OFF: [string, string] = ['beat_baseline: true', 'beat_baseline: false'];

describe('gate-below-baseline', () => {
  test('a gate that always the same answer passes, at its line, with both figures', () => {
    const { edits, ...known } = ORDER_PRIORITY;
    const [finding, ...more] = gateBelowBaseline(contextOf(edits, known));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      message: 'The gate asks for an accuracy of 60 %; the baseline (always answers 0) has 78.9 % on these 5,000 rows.',
      place: { file: 'config.yml' },
    });
    expect(finding?.why).toContain('still stops such a model');
    expect(finding?.way_out).toContain('above 0.789.');
  });

  test('is an error when the other gate is off', () => {
    const context = contextOf({ 'config.yml': [gate('0.6'), OFF] }, { data: data(700, 300) });
    expect(gateBelowBaseline(context)).toMatchObject([
      { severity: 'error', way_out: expect.stringContaining('switch gates.beat_baseline on') },
    ]);
  });

  test('a gate at the baseline asks for nothing either, one above it does', () => {
    const at = (value: string) =>
      gateBelowBaseline(contextOf({ 'config.yml': [gate(value)] }, { data: data(700, 300) }));
    expect(at('0.7')).toHaveLength(1);
    expect(at('0.71')).toEqual([]);
  });

  test('rows without a label are no answer', () => {
    const known = { rows: 1000, classes: { NULL: 900, '0': 60, '1': 40 }, columns: [] };
    expect(gateBelowBaseline(contextOf({ 'config.yml': [gate('0.65')] }, { data: known }))).toEqual([]);
  });

  test('is taken from the splits when only they were counted', () => {
    const splits = {
      train: { rows: 70, positives: 63 },
      validation: { rows: 20, positives: 18 },
      test: { rows: 10, positives: 9 },
    };
    const measures = { best_split: null, repeated_keys: null, overlapping_rows: null, splits };
    expect(gateBelowBaseline(contextOf({}, { measures }))).toMatchObject([
      { message: expect.stringContaining('the baseline (always answers 1) has 90 % on these 100 rows') },
    ]);
  });

  test('unmeasured: nothing, unless nobody else compares with the baseline', () => {
    expect(gateBelowBaseline(contextOf({ 'config.yml': [gate('0.6')] }))).toEqual([]);
    expect(gateBelowBaseline(contextOf({ 'config.yml': [OFF] }))).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringContaining('The rows were not measured, so it is not known whether'),
        place: { file: 'config.yml' },
      },
    ]);
  });
});

describe('no-signal', () => {
  test('names the best feature and what it has against always the same', () => {
    const { edits, ...known } = ORDER_PRIORITY;
    expect(noSignal(contextOf(edits, known))).toMatchObject([
      {
        severity: 'warning',
        message:
          'No single feature predicts high_value_order better than the baseline (always answers 0): that has 78.9 %, and the best of the 3 features (total_extended_price <= 953.05) has 78.92 % on 5,000 rows.',
        why: expect.stringContaining('no proof'),
      },
    ]);
  });

  test('a feature that is better beyond noise is a signal; how much that is depends on the rows', () => {
    expect(noSignal(contextOf({}, SHIPPED))).toEqual([]);
    expect(noSignal(contextOf({}, { data: data(5000, 5000), measures: split(0.53, 0.5) }))).toEqual([]);
    expect(noSignal(contextOf({}, { data: data(500, 500), measures: split(0.53, 0.5) }))).toHaveLength(1);
  });

  test('is a weak sign where one label is rare', () => {
    expect(noSignal(contextOf({}, { data: data(9800, 200), measures: split(0.981, 0.98) }))).toMatchObject([
      { severity: 'notice', why: expect.stringContaining('ROC AUC') },
    ]);
  });

  test('unmeasured: nothing', () => {
    expect(noSignal(contextOf())).toEqual([]);
    expect(noSignal(contextOf({}, { data: data(500, 500) }))).toEqual([]);
    expect(noSignal(contextOf({}, { data: data(0, 0), measures: split(0.5, 0.5) }))).toEqual([]);
  });
});

describe('one-class', () => {
  test('all rows with one label', () => {
    const context = contextOf({}, { data: { rows: 12, classes: { '1': 10, NULL: 2 }, columns: [] } });
    expect(oneClass(context)).toMatchObject([{ severity: 'error', message: 'late is 1 in all 10 rows of the query.' }]);
    // Other rules report nothing about it.
    expect(gateBelowBaseline(context)).toEqual([]);
  });

  test('two labels, no rows, unmeasured: nothing', () => {
    for (const known of [{ data: data(1, 9) }, { data: data(0, 0) }, {}])
      expect(oneClass(contextOf({}, known))).toEqual([]);
  });
});

describe('unusable-rows', () => {
  const known = (classes: Record<string, number>, nulls = 0, not_finite?: number) => ({
    data: {
      rows: 100,
      classes,
      columns: [
        {
          name: 'quantity',
          nulls,
          distinct: 50,
          numbers: null,
          categories: null,
          ...(not_finite ? { not_finite } : {}),
        },
      ],
    },
  });

  test('labels that are not 0 or 1, and rows without one', () => {
    expect(unusableRows(contextOf({}, known({ NULL: 3, '0': 60, '1': 37 })))).toMatchObject([
      { severity: 'error', message: 'The target late is NULL in 3 rows.', way_out: expect.stringContaining('WHERE') },
    ]);
    const odd = contextOf({}, known({ low: 20, mid: 20, high: 20, NULL: 1, top: 20, '(other)': 19 }));
    expect(unusableRows(odd)).toMatchObject([
      { message: expect.stringContaining('and 2 more'), way_out: expect.stringContaining('CASE WHEN') },
    ]);
    // What always the same answer scores is no question then.
    expect(gateBelowBaseline(odd)).toEqual([]);
  });

  test('features without a number, at their line', () => {
    const findings = unusableRows(contextOf({}, known({ '0': 60, '1': 40 }, 2, 1)));
    expect(findings).toMatchObject([
      { message: 'The feature quantity is NULL in 2 rows and NaN or infinite in 1 row of 100.' },
    ]);
    expect(lineOf({}, findings[0])).toBe('- quantity');
  });

  test('good rows, or unmeasured: nothing', () => {
    expect(unusableRows(contextOf({}, known({ '0': 60, '1': 40 })))).toEqual([]);
    expect(unusableRows(contextOf())).toEqual([]);
  });
});
