import { ServiceError, type Shape } from '../context.ts';
import { javaPattern } from '../java-pattern.ts';
import { loadServiceModel, type ModelShape, type ServiceModel } from '../service-model.ts';
import { createValidator, type Validator } from '../validation.ts';
import type { Definition, Step } from './definition.ts';
import { expression, isObject } from './expressions.ts';
import type { Declared } from './parameters.ts';
import { parsePath } from './property-path.ts';
import { CREATING_STEPS } from './step-types.ts';

let loaded: { model: ServiceModel; validator: Validator } | undefined;
/** The service model is a large file: read once, when the first definition arrives. */
function service(): { model: ServiceModel; validator: Validator } {
  if (!loaded) {
    const model = loadServiceModel();
    loaded = { model, validator: createValidator(model) };
  }
  return loaded;
}

/**
 * Checks each step's Arguments as the request that will be made of them, with plausible values in the place of what is
 * only known while the pipeline runs.
 */
export function argumentProblems(definition: Definition): string[] {
  const { model, validator } = service();
  const problems: string[] = [];
  for (const step of definition.steps.values()) {
    const type = CREATING_STEPS[step.type];
    if (!type) {
      if (step.type === 'Fail') problems.push(...failProblems(step));
      continue;
    }
    const shape = model.operations[type.create]?.input?.shape;
    if (shape === undefined) throw new Error(`The service model has no operation ${type.create}`);
    const filled = fill(step.arguments, { model, definition, shape }) as Shape;
    if (type.nameMember && filled[type.nameMember] === undefined) filled[type.nameMember] = 'example';
    try {
      validator.input(type.create, filled);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      problems.push(`Step '${step.name}' (${type.create}): ${error.message}`);
    }
  }
  return problems;
}

function failProblems(step: Step): string[] {
  const message = step.arguments.ErrorMessage;
  const ok =
    message === undefined || message === null || typeof message === 'string' || expression(message) !== undefined;
  return ok ? [] : [`Step '${step.name}': ErrorMessage must be a string`];
}

interface FillContext {
  readonly model: ServiceModel;
  readonly definition: Definition;
  /** Shape that the value has to fit; undefined inside Std:Join. */
  readonly shape: string | undefined;
}

function fill(value: unknown, context: FillContext): unknown {
  const found = expression(value);
  if (found && 'fn' in found) {
    if (found.fn === 'Join') {
      const inner = { model: context.model, definition: context.definition, shape: undefined };
      return found.values.map((each) => String(fill(each, inner))).join(found.on);
    }
    if (found.fn === 'Get' && found.path.startsWith('Parameters.')) {
      const parameter = context.definition.parameters.get(found.path.slice('Parameters.'.length));
      if (parameter) return ofType(parameter, context);
    }
    if (found.fn === 'Get' && found.path === 'Execution.PipelineExecutionId') return 'abcdef123456';
    return plausible(context);
  }
  const shape = context.shape === undefined ? undefined : context.model.shapes[context.shape];
  if (Array.isArray(value)) return value.map((each) => fill(each, { ...context, shape: shape?.member?.shape }));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => {
    const inner = shape?.members?.[key]?.shape ?? shape?.value?.shape;
    return [key, fill(each, { ...context, shape: inner })] as const;
  });
  return Object.fromEntries(entries);
}

/** A parameter stands for any value of its type: the default is only used where it fits, as a start may give another. */
function ofType(parameter: Declared, context: FillContext): unknown {
  const wanted = plausible(context);
  switch (parameter.type) {
    case 'String':
      if (context.shape === undefined) return parameter.defaultValue ?? 'example';
      return typeof wanted === 'string' ? wanted : (parameter.defaultValue ?? 'example');
    case 'Integer':
      return Number.isInteger(wanted) ? wanted : 1;
    case 'Float':
      return context.shape !== undefined && typeof wanted === 'number' && isFloat(context) ? wanted : 0.5;
    case 'Boolean':
      return true;
  }
}

function isFloat(context: FillContext): boolean {
  return ['float', 'double'].includes(context.model.shapes[context.shape ?? '']?.type ?? '');
}

const EXAMPLES = [
  'example',
  's3://example-bucket/prefix/object',
  'arn:aws:iam::123456789012:role/service-role/ExampleRole',
  'arn:aws:sagemaker:us-east-1:123456789012:training-job/example',
  '12345678-1234-1234-1234-123456789012',
];

/** A value that the shape accepts. */
function plausible(context: FillContext): unknown {
  const shape = context.shape === undefined ? undefined : context.model.shapes[context.shape];
  if (!shape) return 'example';
  if (['integer', 'long', 'float', 'double'].includes(shape.type)) return Math.max(1, shape.min ?? 1);
  if (shape.type === 'boolean') return true;
  if (shape.enum?.[0] !== undefined) return shape.enum[0];
  const { pattern, min = 0, max = Number.POSITIVE_INFINITY } = shape;
  const fits = (text: string) =>
    text.length >= min && text.length <= max && (pattern === undefined || javaPattern(pattern).test(text));
  return EXAMPLES.find(fits) ?? 'example';
}

/** Why `Steps.<name>.<path>` leads nowhere: the path is not in the Describe answer of that step type; undefined when it is. */
export function propertyProblem(stepType: string, path: string): string | undefined {
  const { model } = service();
  const type = CREATING_STEPS[stepType];
  // The training jobs of a tuning job are a list of their own, which Describe does not have.
  const operation =
    stepType === 'Tuning' && path.startsWith('TrainingJobSummaries')
      ? 'ListTrainingJobsForHyperParameterTuningJob'
      : type?.describe;
  let shapeName = operation === undefined ? undefined : model.operations[operation]?.output?.shape;
  for (const part of parsePath(path) ?? []) {
    const shape: ModelShape | undefined = shapeName === undefined ? undefined : model.shapes[shapeName];
    const shown = 'index' in part ? `[${part.index}]` : 'key' in part ? `['${part.key}']` : part.name;
    if (shape?.type === 'structure' && !('index' in part)) {
      shapeName = shape.members?.['name' in part ? part.name : part.key]?.shape;
      if (shapeName === undefined) return `'${shown}' of '${path}' is no property of a ${stepType} step`;
    } else if (shape?.type === 'list' && !('name' in part)) shapeName = shape.member?.shape;
    else if (shape?.type === 'map' && !('index' in part)) shapeName = shape.value?.shape;
    else return `'${shown}' of '${path}' cannot be read from a ${shape?.type ?? 'value'}`;
  }
  return undefined;
}
