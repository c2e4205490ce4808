/** @servers presto */
import { trainingQuery } from '../../../../src/desired/training-query.ts';
import { measureData } from '../../../../src/observed/data/measuring.ts';
import { profileData } from '../../../../src/observed/data/profiling.ts';
import type { ChangeContext } from '../../../../src/plan/rules/rule.ts';
import { literal, testPresto } from '../../../observed/data/presto.ts';
import { contextOf, type Edits, findingsOf } from './context.ts';
import { ORDER_PRIORITY, ORDER_VALUE, SHIPPED } from './measured.ts';

/** The context with what Presto says of the rows, as a plan with credentials has it. */
async function measured(edits: Edits): Promise<ChangeContext> {
  const context = contextOf(edits);
  const { training_target, training_features, key_column, train_split, test_split } = context.config.training_step;
  const presto = testPresto();
  const query = await literal(presto, trainingQuery(context.config), {
    target: training_target,
    features: training_features,
    key: key_column,
  });
  const data = await profileData(presto, query);
  const split = { train: train_split, test: test_split };
  return { ...context, data, measures: await measureData(presto, { ...query, split, rows: data.rows }) };
}

const honesty = (context: ChangeContext) => findingsOf(context).filter(({ rule }) => rule.startsWith('honesty/'));

test('the shipped query: no rule is broken, and the figures are those of the fixture', async () => {
  const context = await measured(SHIPPED.edits);
  expect(honesty(context)).toEqual([]);
  expect(context.data?.classes).toEqual(SHIPPED.data.classes);
  expect(context.measures?.best_split).toMatchObject({ feature: 'days_to_ship', operator: '>', accuracy: 0.878 });
});

test('the configuration of the published notebooks: no feature knows the target, and the gate is below always the same', async () => {
  const context = await measured(ORDER_PRIORITY.edits);
  const findings = honesty(context).map(({ severity, rule }) => `${severity} ${rule}`);
  // Other rows at every run: how many of the rarer label test is near a limit of its own.
  expect(findings.filter((rule) => !rule.endsWith('too-few-positives'))).toEqual([
    'warning honesty/no-signal',
    'warning honesty/gate-below-baseline',
    'warning honesty/sample-not-reproducible',
    'notice honesty/split-by-row',
  ]);
});

test('the post about the published notebooks: one feature is the target', async () => {
  const context = await measured(ORDER_VALUE.edits);
  expect(honesty(context)[0]).toMatchObject({
    rule: 'honesty/target-from-feature',
    severity: 'error',
    message: expect.stringMatching(
      /total_extended_price > (19|20)\d\d\d[.\d]* alone predicts high_value_order correctly in 100 %/,
    ),
  });
});
