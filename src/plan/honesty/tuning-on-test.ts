import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { namedSplit } from './named-split.ts';
import { objectiveMetric } from './objective-metric.ts';

/**
 * The objective of the tuning is read from the test split, or says so. What can express it: the regular expression that
 * finds the value in the log (an error: a script that prints such a line has looked at the test rows), and the name alone
 * (a warning: the figure is another than its name). That validation is empty is refused with the configuration.
 */
export function tuningOnTest(context: RuleContext): Finding[] {
  const metric = objectiveMetric(context);
  if (metric === undefined) return [];
  const rule = 'honesty/tuning-on-test';
  const why =
    'The best of many trials on the test rows is the one that suits them by luck; the same rows then judge it, and the accuracy that the gate sees is too good.';
  if (namedSplit(metric.regex) === 'test') {
    return [
      {
        rule,
        severity: 'error',
        message: `Tuning improves ${metric.name}, which is read from a line about the test split: ${metric.regex}`,
        why,
        way_out:
          'Read the objective from the validation split, such as Regex: auc (\\S+) of the shipped training script; evaluation looks at the test split once.',
        place: context.place(metric.regexPath),
      },
    ];
  }
  if (namedSplit(metric.name) !== 'test') return [];
  return [
    {
      rule,
      severity: 'warning',
      message: `The objective of the tuning is called ${metric.name}, after the test split.`,
      why: `If it is measured there: ${why.charAt(0).toLowerCase()}${why.slice(1)} If it is not, its name misleads whoever reads the report.`,
      way_out: 'Measure it on the validation split, and name it after that: validation:auc.',
      place: context.place(metric.namePath),
    },
  ];
}
