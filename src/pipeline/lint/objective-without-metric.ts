import type { LintRule } from './finding.ts';
import { allSteps, at, list } from './helpers/walk.ts';

/** The objective of a tuning job has a metric definition: without a built-in algorithm SageMaker finds it only by that. */
export const objectiveWithoutMetric: LintRule = (definition) =>
  allSteps(definition).flatMap(({ step, path }) => {
    if (step.Type !== 'Tuning') return [];
    const member = 'HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.MetricName';
    const objective = at(step.Arguments, member);
    const metrics = list(at(step.Arguments, 'TrainingJobDefinition.AlgorithmSpecification.MetricDefinitions')).map(
      (metric) => String(at(metric, 'Name')),
    );
    if (metrics.length === 0 || typeof objective !== 'string' || metrics.includes(objective)) return [];
    return {
      rule: 'objective-without-metric',
      path: `${path}.Arguments.${member}`,
      message: `no metric definition is named ${objective}`,
      way_out: `Name one of ${metrics.join(', ')}, or define it.`,
    };
  });
