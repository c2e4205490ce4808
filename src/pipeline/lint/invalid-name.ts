import type { LintRule } from './finding.ts';
import { allSteps } from './helpers/walk.ts';

/** The shapes StepName (1–64) and PipelineParameterName (1–256) of the service model, both of `A-Za-z0-9-_`. */
const MAX_STEP_NAME = 64;
const MAX_PARAMETER_NAME = 256;

/** Names of steps and parameters are names that SageMaker accepts. */
export const invalidName: LintRule = (definition) =>
  [
    ...allSteps(definition).map(({ step, path }) => ({ name: step.Name, path, maxLength: MAX_STEP_NAME })),
    ...definition.Parameters.map(({ Name }) => ({
      name: Name,
      path: `Parameters.${Name}`,
      maxLength: MAX_PARAMETER_NAME,
    })),
  ]
    .filter(({ name, maxLength }) => !/^[A-Za-z0-9\-_]+$/.test(name) || name.length > maxLength)
    .map(({ name, path, maxLength }) => ({
      rule: 'invalid-name',
      path,
      message: `SageMaker does not accept the name ${JSON.stringify(name)}`,
      way_out: `Use 1 to ${maxLength} letters, digits, hyphens and underscores.`,
    }));
