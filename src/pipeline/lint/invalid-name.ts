import type { Rule } from './finding.ts';
import { allSteps } from './walk.ts';

/** Shapes StepName (1–64) and PipelineParameterName (1–256) of the service model, both of `A-Za-z0-9-_`. */
export const invalidName: Rule = (definition) =>
  [
    ...allSteps(definition).map(({ step, path }) => ({ name: step.Name, path, most: 64 })),
    ...definition.Parameters.map(({ Name }) => ({ name: Name, path: `Parameters.${Name}`, most: 256 })),
  ]
    .filter(({ name, most }) => !/^[A-Za-z0-9\-_]+$/.test(name) || name.length > most)
    .map(({ name, path, most }) => ({
      rule: 'invalid-name',
      path,
      message: `${JSON.stringify(name)} is not a name that SageMaker takes`,
      wayOut: `Use 1 to ${most} letters, digits, hyphens and underscores.`,
    }));
