import type { Finding } from '../../../finding.ts';
import { rows } from '../helpers/figures.ts';
import { majorityOf } from '../helpers/majority.ts';
import type { RuleContext } from '../rule.ts';

/** All rows have the same label: there is nothing to tell apart, and every metric is 100 % or undefined. */
export function oneClass(context: RuleContext): Finding[] {
  const majority = majorityOf(context);
  if (majority === null || majority.share < 1) return [];
  const target = context.config.training_step.training_target;
  return [
    {
      rule: 'honesty/one-class',
      severity: 'error',
      message: `${target} is ${majority.label} in all ${rows(majority.rows)} of the query.`,
      why: 'There is nothing to tell apart: a model that always gives this label is always right. ROC AUC and the comparison with the baseline are not defined.',
      way_out: `Correct the condition that makes ${target}, or the WHERE that leaves out the other label.`,
      place: context.place('training_step.training_target'),
    },
  ];
}
