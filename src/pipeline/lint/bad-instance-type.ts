import { type InstanceUse, instanceProblem } from '../../config/instance-types.ts';
import type { PipelineDefinition, StepType } from '../definition.ts';
import type { Rule } from './finding.ts';
import { allSteps, at, isObject } from './walk.ts';

const PLACES: Readonly<Partial<Record<StepType, readonly (readonly [path: string, use: InstanceUse])[]>>> = {
  Processing: [['ProcessingResources.ClusterConfig.InstanceType', 'processing']],
  Training: [['ResourceConfig.InstanceType', 'training']],
  Tuning: [['TrainingJobDefinition.HyperParameterTuningResourceConfig.InstanceType', 'training']],
  Transform: [['TransformResources.InstanceType', 'transform']],
  RegisterModel: [
    ['InferenceSpecification.SupportedRealtimeInferenceInstanceTypes', 'hosting'],
    ['InferenceSpecification.SupportedTransformInstanceTypes', 'transform'],
  ],
};

/** Instance types exist, and for this use: not every family trains, serves and processes. */
export const badInstanceType: Rule = (definition) =>
  allSteps(definition).flatMap(({ step, path }) =>
    (PLACES[step.Type] ?? []).flatMap(([place, use]) => {
      const value = at(step.Arguments, place);
      return [value]
        .flat()
        .flatMap((each) => candidates(each, definition))
        .flatMap((type) => {
          const problem = instanceProblem(type, use);
          // A family that AWS may have added since the list was made is not for us to refuse.
          if (problem?.severity !== 'error') return [];
          return {
            rule: 'bad-instance-type',
            path: `${path}.Arguments.${place}`,
            message: problem.message,
            wayOut: `Use an instance type that SageMaker offers for ${use}.`,
          };
        });
    }),
  );

/** The types that a value can have before anybody overrides it: itself, or the default and the allowed values of its parameter. */
function candidates(value: unknown, definition: PipelineDefinition): string[] {
  if (typeof value === 'string') return [value];
  if (!isObject(value) || typeof value.Get !== 'string') return [];
  const parameter = definition.Parameters.find(({ Name }) => value.Get === `Parameters.${Name}`);
  return [...new Set([parameter?.DefaultValue, ...(parameter?.EnumValues ?? [])])].filter(
    (each) => typeof each === 'string',
  );
}
