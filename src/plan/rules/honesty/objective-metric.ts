import type { RuleContext } from '../rule.ts';

/**
 * Returns the metric that tuning improves, with its paths in the configuration; undefined when no metric defines it.
 */
export function objectiveMetric({ config }: RuleContext) {
  const { metric_definitions, objective_metric_name: name } = config.tuning_step;
  const index = metric_definitions.findIndex(({ Name }) => Name === name);
  const definition = metric_definitions[index];
  if (definition === undefined) return undefined;
  const path = `tuning_step.metric_definitions.${index}`;
  return { name, regex: definition.Regex, namePath: 'tuning_step.objective_metric_name', regexPath: `${path}.Regex` };
}
