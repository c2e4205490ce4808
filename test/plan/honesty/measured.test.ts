import { judge } from '../../../src/plan/judge.ts';
import { contextOf } from './context.ts';
import { ORDER_PRIORITY, ORDER_VALUE, SHIPPED } from './measured.ts';

const said = (context: Parameters<typeof judge>[0]) =>
  judge(context)
    .filter(({ rule }) => rule.startsWith('honesty/'))
    .map(({ rule, severity }) => `${severity} ${rule}`);

test('the shipped query and configuration break no rule, measured or not', () => {
  expect(judge(contextOf({}, { data: SHIPPED.data, measures: SHIPPED.measures }))).toEqual([]);
  for (const environment of ['dev', 'staging', 'prod'])
    expect(judge(contextOf({}, { environment, base: {} }))).toEqual([]);
  expect(judge(contextOf())).toEqual([]);
});

test('order-priority is caught because nothing in the features knows the target, and the gate does not notice', () => {
  const { edits, data, measures } = ORDER_PRIORITY;
  const context = contextOf(edits, { data, measures });
  expect(said(context)).toEqual([
    'warning honesty/no-signal',
    'warning honesty/gate-below-baseline',
    'notice honesty/split-by-row',
  ]);
});

test('order-value is caught because the target is a function of a feature', () => {
  const { edits, data, measures } = ORDER_VALUE;
  const context = contextOf(edits, { data, measures });
  expect(said(context)[0]).toBe('error honesty/target-from-feature');
});
