import { ServiceError } from '../../local/sagemaker/context.ts';
import { loadServiceModel } from '../../local/sagemaker/service-model.ts';
import { createValidator } from '../../local/sagemaker/validation.ts';
import type { PipelineDefinition, StepType } from '../../src/pipeline/index.ts';
import { allSteps, defaultText, isObject } from '../../src/pipeline/lint/helpers/walk.ts';

/** The operation that gets the arguments of a step, and the name that the pipeline service adds. */
const OPERATIONS: Record<StepType, [operation: string, filledIn: Record<string, string>] | undefined> = {
  Processing: ['CreateProcessingJob', { ProcessingJobName: 'job' }],
  Training: ['CreateTrainingJob', { TrainingJobName: 'job' }],
  Tuning: ['CreateHyperParameterTuningJob', { HyperParameterTuningJobName: 'job' }],
  Transform: ['CreateTransformJob', { TransformJobName: 'job' }],
  Model: ['CreateModel', { ModelName: 'model' }],
  RegisterModel: ['CreateModelPackage', {}],
  Condition: undefined,
  Fail: undefined,
};

const model = loadServiceModel();
const validator = createValidator(model);

/** Checks the arguments of each step with AWS's service model. Each expression has a value that it could have. */
export function argumentProblems(definition: PipelineDefinition): string[] {
  return allSteps(definition).flatMap(({ step }) => {
    const [operation, filledIn] = OPERATIONS[step.Type] ?? [];
    if (operation === undefined) return [];
    try {
      validator.input(operation, { ...filledIn, ...(plausible(step.Arguments, definition) as object) });
      return [];
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return [`${step.Name}: ${error.message}`];
    }
  });
}

/** Replaces parameters by their defaults, and what only an execution knows by a value of the right form. */
function plausible(value: unknown, definition: PipelineDefinition): unknown {
  if (Array.isArray(value)) return value.map((each) => plausible(each, definition));
  if (!isObject(value)) return value;
  if (typeof value.Get === 'string') {
    const parameter = definition.Parameters.find(({ Name }) => value.Get === `Parameters.${Name}`);
    if (parameter) return parameter.DefaultValue ?? 'given-at-the-start';
    return /S3Uri$|ModelDataUrl$|S3ModelArtifacts$/.test(value.Get) ? 's3://bucket/prefix' : 'known-to-a-run';
  }
  const join = value['Std:Join'];
  if (isObject(join) && Array.isArray(join.Values)) {
    return join.Values.map((each) => defaultText(plausible(each, definition), definition)).join(String(join.On));
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plausible(member, definition)]));
}
