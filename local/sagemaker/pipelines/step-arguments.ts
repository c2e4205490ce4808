import { ServiceError, type Shape } from '../context.ts';
import { javaPattern } from '../java-pattern.ts';
import { loadServiceModel, type ModelShape, type ServiceModel } from '../service-model.ts';
import { createValidator, type Validator } from '../validation.ts';
import type { Definition, PipelineStep } from './definition-types.ts';
import { parseExpression } from './expressions.ts';
import { isObject } from './is-object.ts';
import type { DeclaredParameter } from './parameters.ts';
import { type PathPart, parsePath } from './property-path.ts';
import { CREATING_STEP_TYPES } from './step-types.ts';

interface LoadedModel {
  readonly model: ServiceModel;
  readonly validator: Validator;
}

let loaded: LoadedModel | undefined;
/** Loads the service model. It is a large file, so it is read once, for the first definition. */
function loadModel(): LoadedModel {
  if (!loaded) {
    const model = loadServiceModel();
    loaded = { model, validator: createValidator(model) };
  }
  return loaded;
}

/**
 * Checks each step's Arguments as the request that they become. Values that are known only during an execution are
 * replaced by plausible ones.
 */
export function argumentProblems(definition: Definition): string[] {
  const { model, validator } = loadModel();
  const problems: string[] = [];
  for (const step of definition.steps.values()) {
    const type = CREATING_STEP_TYPES[step.type];
    if (!type) {
      if (step.type === 'Fail') problems.push(...failProblems(step));
      continue;
    }
    const shape = model.operations[type.create]?.input?.shape;
    if (shape === undefined) throw new Error(`The service model has no operation ${type.create}`);
    const request = replaceExpressions(step.arguments, { model, definition, shape }) as Shape;
    if (type.nameMember && request[type.nameMember] === undefined) request[type.nameMember] = 'example';
    try {
      validator.input(type.create, request);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      problems.push(`Step '${step.name}' (${type.create}): ${error.message}`);
    }
  }
  return problems;
}

function failProblems(step: PipelineStep): string[] {
  const message = step.arguments.ErrorMessage;
  const isText =
    message === undefined || message === null || typeof message === 'string' || parseExpression(message) !== undefined;
  return isText ? [] : [`Step '${step.name}': ErrorMessage must be a string`];
}

interface ReplaceContext {
  readonly model: ServiceModel;
  readonly definition: Definition;
  /** Name of the shape that the value must fit; undefined inside Std:Join. */
  readonly shape: string | undefined;
}

/** Replaces the expressions in a value by plausible values. */
function replaceExpressions(value: unknown, context: ReplaceContext): unknown {
  const expression = parseExpression(value);
  if (expression && 'fn' in expression) {
    if (expression.fn === 'Join') {
      const inner = { ...context, shape: undefined };
      return expression.values.map((each) => String(replaceExpressions(each, inner))).join(expression.on);
    }
    if (expression.fn === 'Get' && expression.path.startsWith('Parameters.')) {
      const parameter = context.definition.parameters.get(expression.path.slice('Parameters.'.length));
      if (parameter) return plausibleParameter(parameter, context);
    }
    if (expression.fn === 'Get' && expression.path === 'Execution.PipelineExecutionId') return 'abcdef123456';
    return plausibleValue(context);
  }
  const shape = shapeOf(context);
  if (Array.isArray(value))
    return value.map((each) => replaceExpressions(each, { ...context, shape: shape?.member?.shape }));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => {
    const inner = shape?.members?.[key]?.shape ?? shape?.value?.shape;
    return [key, replaceExpressions(each, { ...context, shape: inner })] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Gives a plausible value of a parameter. It may be any value of the parameter's type, because a start can set another
 * one than the default. The default is used where the shape's own plausible value has another type.
 */
function plausibleParameter(parameter: DeclaredParameter, context: ReplaceContext): unknown {
  const value = plausibleValue(context);
  switch (parameter.type) {
    case 'String':
      if (context.shape === undefined) return parameter.defaultValue ?? 'example';
      return typeof value === 'string' ? value : (parameter.defaultValue ?? 'example');
    case 'Integer':
      return Number.isInteger(value) ? value : 1;
    case 'Float':
      return typeof value === 'number' && isFloat(context) ? value : 0.5;
    case 'Boolean':
      return true;
  }
}

function shapeOf(context: ReplaceContext): ModelShape | undefined {
  return context.shape === undefined ? undefined : context.model.shapes[context.shape];
}

function isFloat(context: ReplaceContext): boolean {
  return ['float', 'double'].includes(shapeOf(context)?.type ?? '');
}

const EXAMPLES = [
  'example',
  's3://example-bucket/prefix/object',
  'arn:aws:iam::123456789012:role/service-role/ExampleRole',
  'arn:aws:sagemaker:us-east-1:123456789012:training-job/example',
  '12345678-1234-1234-1234-123456789012',
];

/** Gives a value that the shape accepts. */
function plausibleValue(context: ReplaceContext): unknown {
  const shape = shapeOf(context);
  if (!shape) return 'example';
  if (['integer', 'long', 'float', 'double'].includes(shape.type)) return Math.max(1, shape.min ?? 1);
  if (shape.type === 'boolean') return true;
  if (shape.enum?.[0] !== undefined) return shape.enum[0];
  const { pattern, min = 0, max = Number.POSITIVE_INFINITY } = shape;
  const fits = (text: string) =>
    text.length >= min && text.length <= max && (pattern === undefined || javaPattern(pattern).test(text));
  return EXAMPLES.find(fits) ?? 'example';
}

/**
 * Says why `Steps.<name>.<path>` leads nowhere: the Describe output of the step type has no such path. Undefined when
 * it has.
 */
export function propertyProblem(stepType: string, path: string): string | undefined {
  const { model } = loadModel();
  // The training jobs of a tuning job are not in its Describe output: another operation lists them.
  const operation =
    stepType === 'Tuning' && path.startsWith('TrainingJobSummaries')
      ? 'ListTrainingJobsForHyperParameterTuningJob'
      : CREATING_STEP_TYPES[stepType]?.describe;
  let shapeName = operation === undefined ? undefined : model.operations[operation]?.output?.shape;
  for (const part of parsePath(path) ?? []) {
    const shape: ModelShape | undefined = shapeName === undefined ? undefined : model.shapes[shapeName];
    if (shape?.type === 'structure' && !('index' in part)) {
      shapeName = shape.members?.['name' in part ? part.name : part.key]?.shape;
      if (shapeName === undefined) return `'${partText(part)}' of '${path}' is not a property of a ${stepType} step`;
    } else if (shape?.type === 'list' && !('name' in part)) shapeName = shape.member?.shape;
    else if (shape?.type === 'map' && !('index' in part)) shapeName = shape.value?.shape;
    else return `'${partText(part)}' of '${path}' cannot be read from a ${shape?.type ?? 'value'}`;
  }
  return undefined;
}

function partText(part: PathPart): string {
  if ('index' in part) return `[${part.index}]`;
  return 'key' in part ? `['${part.key}']` : part.name;
}
