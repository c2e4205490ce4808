import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { namedSplit } from './named-split.ts';
import { objectiveMetric } from './objective-metric.ts';

/** The objective is measured on the rows that the trial has learned from: tuning then looks for the best memory. */
export function tuningOnTrainingRows(context: RuleContext): Finding[] {
  const metric = objectiveMetric(context);
  if (metric === undefined) return [];
  const byRegex = namedSplit(metric.regex) === 'train';
  // A pattern that names another split decides; the name is then only a name.
  const byName = namedSplit(metric.regex) === null && namedSplit(metric.name) === 'train';
  if (!byRegex && !byName) return [];
  return [
    {
      rule: 'honesty/tuning-on-training-rows',
      severity: byRegex ? 'error' : 'warning',
      message: `Tuning improves ${metric.name}, a metric of the training rows.`,
      why: 'A deep forest is almost perfect on the rows that it learned from, so tuning picks the trial that has learned them by heart.',
      way_out: 'Read the objective from the validation split: validation:auc.',
      place: context.place(byRegex ? metric.regexPath : metric.namePath),
    },
  ];
}
