import type { Finding } from '../../../finding.ts';
import { namedSplit } from '../helpers/named-split.ts';
import type { RuleContext } from '../rule.ts';
import { objectiveMetric } from './objective-metric.ts';

/**
 * The objective is measured on the rows that the trial has learned from. Tuning then picks the trial that memorised
 * best.
 */
export function tuningOnTrainingRows(context: RuleContext): Finding[] {
  const metric = objectiveMetric(context);
  if (metric === undefined) return [];
  const byRegex = namedSplit(metric.regex) === 'train';
  // When the pattern names another split, the pattern decides and the name does not count.
  const byName = namedSplit(metric.regex) === null && namedSplit(metric.name) === 'train';
  if (!byRegex && !byName) return [];
  return [
    {
      rule: 'honesty/tuning-on-training-rows',
      severity: byRegex ? 'error' : 'warning',
      message: `Tuning improves ${metric.name}, a metric of the training rows.`,
      why: 'A deep forest is almost perfect on the rows that it learned from, so tuning picks the trial that has memorised them best.',
      way_out: 'Read the objective from the validation split: validation:auc.',
      place: context.place(byRegex ? metric.regexPath : metric.namePath),
    },
  ];
}
