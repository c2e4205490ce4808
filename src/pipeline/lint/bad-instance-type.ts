import { instanceProblem } from '../../config/instance-types.ts';
import type { PipelineDefinition } from '../definition.ts';
import type { LintRule } from './finding.ts';
import { stepFacts } from './helpers/step-facts.ts';
import { allSteps, at, isObject } from './helpers/walk.ts';

/** Each instance type exists and can be used for its purpose: not every family trains, serves and processes. */
export const badInstanceType: LintRule = (definition) =>
  allSteps(definition).flatMap(({ step, path }) =>
    stepFacts(step).instanceTypes.flatMap(({ path: member, use }) => {
      const value = at(step.Arguments, member);
      return [value]
        .flat()
        .flatMap((each) => possibleTypes(each, definition))
        .flatMap((type) => {
          const problem = instanceProblem(type, use);
          // A warning is about an unknown family. AWS may have added it after the list of families was made.
          if (problem?.severity !== 'error') return [];
          return {
            rule: 'bad-instance-type',
            path: `${path}.Arguments.${member}`,
            message: problem.message,
            way_out: `Use an instance type that SageMaker offers for ${use}.`,
          };
        });
    }),
  );

/** The types that a value can have: the value, or the default and the allowed values of its parameter. */
function possibleTypes(value: unknown, definition: PipelineDefinition): string[] {
  if (typeof value === 'string') return [value];
  if (!isObject(value) || typeof value.Get !== 'string') return [];
  const parameter = definition.Parameters.find(({ Name }) => value.Get === `Parameters.${Name}`);
  return [...new Set([parameter?.DefaultValue, ...(parameter?.EnumValues ?? [])])].filter(
    (each) => typeof each === 'string',
  );
}
