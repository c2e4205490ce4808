import type { Finding } from '../../../finding.ts';
import { namedSplit } from '../helpers/named-split.ts';
import type { RuleContext } from '../rule.ts';
import { objectiveMetric } from './objective-metric.ts';

/**
 * The objective of the tuning comes from the test split. It is an error when the regular expression that reads the
 * value from the log says so: a script that prints such a line has read the test rows. It is a warning when only the
 * name says so: the value may be another one. The configuration refuses an empty validation split.
 */
export function tuningOnTest(context: RuleContext): Finding[] {
  const metric = objectiveMetric(context);
  if (metric === undefined) return [];
  const rule = 'honesty/tuning-on-test';
  const reason =
    'best of many trials on the test rows suits them by luck. The same rows then judge the model, so the accuracy at the gate is too good.';
  if (namedSplit(metric.regex) === 'test') {
    return [
      {
        rule,
        severity: 'error',
        message: `Tuning improves ${metric.name}, which is read from a line about the test split: ${metric.regex}`,
        why: `The ${reason}`,
        way_out:
          'Read the objective from the validation split, such as Regex: auc (\\S+) of the shipped training script. Only the evaluation reads the test split, once.',
        place: context.place(metric.regexPath),
      },
    ];
  }
  if (namedSplit(metric.name) !== 'test') return [];
  return [
    {
      rule,
      severity: 'warning',
      message: `The name of the tuning objective, ${metric.name}, names the test split.`,
      why: `If it is measured there: the ${reason} If it is not, its name misleads the readers of the report.`,
      way_out: 'Measure it on the validation split, and name it validation:auc.',
      place: context.place(metric.namePath),
    },
  ];
}
