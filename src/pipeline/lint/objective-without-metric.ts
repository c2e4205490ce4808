import type { Rule } from './finding.ts';
import { allSteps, at, list } from './walk.ts';

/** A tuning job without a built-in algorithm finds its objective only by a metric definition. */
export const objectiveWithoutMetric: Rule = (definition) =>
  allSteps(definition).flatMap(({ step, path }) => {
    if (step.Type !== 'Tuning') return [];
    const place = 'HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.MetricName';
    const objective = at(step.Arguments, place);
    const metrics = list(at(step.Arguments, 'TrainingJobDefinition.AlgorithmSpecification.MetricDefinitions')).map(
      (metric) => String(at(metric, 'Name')),
    );
    if (metrics.length === 0 || typeof objective !== 'string' || metrics.includes(objective)) return [];
    return {
      rule: 'objective-without-metric',
      path: `${path}.Arguments.${place}`,
      message: `no metric definition is named ${objective}`,
      wayOut: `Name one of ${metrics.join(', ')}, or define it.`,
    };
  });
