import { contextOf, findingsOf, lineOf } from './context.ts';
import { ORDER_PRIORITY, ORDER_VALUE, SHIPPED } from './measured.ts';

const rulesOf = (context: Parameters<typeof findingsOf>[0]) =>
  findingsOf(context)
    .filter(({ rule }) => rule.startsWith('honesty/'))
    .map(({ rule, severity }) => `${severity} ${rule}`);

test('the shipped query and configuration break no rule, measured or not', () => {
  expect(findingsOf(contextOf({}, { data: SHIPPED.data, measures: SHIPPED.measures }))).toEqual([]);
  for (const environment of ['dev', 'staging', 'prod'])
    expect(findingsOf(contextOf({}, { environment, base: {} }))).toEqual([]);
  expect(findingsOf(contextOf())).toEqual([]);
});

test('order-priority is caught because nothing in the features knows the target, and the gate does not notice', () => {
  const { edits, data, measures } = ORDER_PRIORITY;
  expect(rulesOf(contextOf(edits, { data, measures }))).toEqual([
    'warning honesty/no-signal',
    'warning honesty/gate-below-baseline',
    'warning honesty/sample-not-reproducible',
    'notice honesty/split-by-row',
  ]);
  // The static half knows what the text says.
  expect(rulesOf(contextOf(edits))).toEqual(['warning honesty/sample-not-reproducible', 'notice honesty/split-by-row']);
});

test('order-value is caught because the target is a function of a feature, in the SQL and in the rows, reported once', () => {
  const { edits, data, measures } = ORDER_VALUE;
  const context = contextOf(edits, { data, measures });
  expect(rulesOf(context)).toEqual([
    'error honesty/target-from-feature',
    'warning honesty/too-few-positives',
    'warning honesty/gate-below-baseline',
    'warning honesty/sample-not-reproducible',
    'notice honesty/split-by-row',
  ]);
  const [finding] = findingsOf(context);
  expect(finding?.message).toBe(
    'The target high_value_order is computed from the feature total_extended_price: total_extended_price is ' +
      'sum(lineitem.extendedprice), and high_value_order is case when sum(lineitem.extendedprice) > 20000 then 1 else 0 end. ' +
      'total_extended_price > 19957.28 alone predicts high_value_order correctly in 100 % of 5,000 rows; the baseline (always answers 1) has 95.28 %.',
  );
  expect(lineOf(edits, finding)).toBe('WHEN SUM(l.extendedprice) > 20000 THEN 1');
  // The static half has the same error without a server.
  expect(rulesOf(contextOf(edits))).toEqual([
    'error honesty/target-from-feature',
    'warning honesty/sample-not-reproducible',
    'notice honesty/split-by-row',
  ]);
});
