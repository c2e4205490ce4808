import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';

/** Tuning searches the random seed like a hyperparameter. The best seed is luck on the validation rows. */
export function tunedSeed(context: RuleContext): Finding[] {
  const range = context.config.tuning_step.hyperparam_ranges.random_state;
  if (range === undefined) return [];
  const path = 'tuning_step.hyperparam_ranges.random_state';
  return [
    {
      rule: 'honesty/tuned-seed',
      severity: 'warning',
      message: 'Tuning searches for the best random_state.',
      why: 'Seeds do not differ in quality. The best one fits the validation rows by chance, and the gain does not hold on other rows. The range also takes trials from hyperparameters that matter.',
      way_out: 'Take random_state out of hyperparam_ranges; training_step.random_state sets it for all trials.',
      place: context.place(path) ?? context.place(`${path}.${range.type === 'categorical' ? 'values' : 'min'}`),
    },
  ];
}
