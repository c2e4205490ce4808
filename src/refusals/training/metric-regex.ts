import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const metricRegex: Refusal = {
  name: 'metric-regex',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'The Regex of a metric is a regular expression.',
  source: 'API reference, MetricDefinition.Regex',
  confidence: 'inferred',
  settings: ['tuning_step.metric_definitions'],
  way_out: 'Close the groups and the character classes of the expression, or escape the character.',
  find: (request) =>
    trainingJobs(request).flatMap((job) =>
      job.at('AlgorithmSpecification.MetricDefinitions').items.flatMap((metric) => {
        const regex = metric.at('Regex');
        const problem = regex.text === undefined ? undefined : problemOf(regex.text);
        if (problem === undefined) return [];
        return [regex.refuse(`The regular expression of metric ${metric.at('Name').text} is invalid: ${problem}`)];
      }),
    ),
};

/**
 * What is wrong with an expression in every dialect: a group or a character class that is not closed, a group that is not opened,
 * and a backslash at the end. The service reads another dialect than JavaScript, so JavaScript cannot judge more.
 */
function problemOf(regex: string): string | undefined {
  let groups = 0;
  let inClass = false;
  for (let index = 0; index < regex.length; index += 1) {
    const character = regex[index];
    if (character === '\\') {
      index += 1;
      if (index === regex.length) return 'a backslash is its last character';
    } else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') groups += 1;
    else if (character === ')') groups -= 1;
    if (groups < 0) return 'a group is closed that is not open';
  }
  if (inClass) return 'a character class is not closed';
  return groups > 0 ? 'a group is not closed' : undefined;
}
