import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { rows } from './figures.ts';
import { majorityOf } from './majority.ts';

/** All rows have the same label: there is nothing to tell apart, and every metric of it is 100 % or undefined. */
export function oneClass(context: RuleContext): Finding[] {
  const majority = majorityOf(context);
  if (majority === null || majority.share < 1) return [];
  const target = context.config.training_step.training_target;
  return [
    {
      rule: 'honesty/one-class',
      severity: 'error',
      message: `${target} is ${majority.label} in all ${rows(majority.rows)} of the query.`,
      why: 'A model of one label is always right and knows nothing; ROC-AUC and the comparison with the baseline are not defined.',
      way_out: `Correct the condition that makes ${target}, or the WHERE that leaves out the other label.`,
      place: context.place('training_step.training_target'),
    },
  ];
}
