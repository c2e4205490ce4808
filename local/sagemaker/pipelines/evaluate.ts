import { type Expression, parseExpression, parseGet } from './expressions.ts';
import { isObject } from './is-object.ts';
import { followPath, NOT_FOUND, parsePath } from './property-path.ts';

export type ParameterType = 'String' | 'Integer' | 'Float' | 'Boolean';
export type ParameterValue = string | number | boolean;

/** What the expressions of a step can read. */
export interface ExpressionContext {
  /** Gives a parameter's type and value; undefined when it is not declared. */
  parameter(name: string): { type: ParameterType; value: ParameterValue } | undefined;
  /** Gives `PipelineName`, `PipelineExecutionId`, …; undefined for another name. */
  execution(name: string): string | undefined;
  /** Gives the properties of a step that succeeded; undefined when it did not run. */
  properties(step: string): unknown;
  /** Gives the address of a property file in S3; undefined when the step did not declare it or did not run. */
  propertyFile(step: string, file: string): string | undefined;
  /** Reads an object of S3. */
  read(uri: string): Promise<Buffer>;
}

/** An expression has no value. The step fails; it never continues with a guess. */
export class ExpressionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExpressionError';
  }
}

/** How much of a value a message repeats. */
const MAX_VALUE_LENGTH = 120;

/**
 * Replaces every function in a value by its result.
 * @throws ExpressionError that names the expression and says why it has no value
 */
export async function evaluate(value: unknown, context: ExpressionContext): Promise<unknown> {
  const expression = parseExpression(value);
  if (expression === undefined) {
    if (Array.isArray(value)) return Promise.all(value.map((each) => evaluate(each, context)));
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(async ([key, each]) => [key, await evaluate(each, context)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
  if ('problem' in expression) throw new ExpressionError(expression.problem);
  switch (expression.fn) {
    case 'Get':
      return evaluateGet(expression.path, context);
    case 'Join':
      return (await Promise.all(expression.values.map((each) => toText(each, context)))).join(expression.on);
    case 'JsonGet':
      return evaluateJsonGet(expression, context);
  }
}

function evaluateGet(path: string, context: ExpressionContext): unknown {
  const reference = parseGet(path, '');
  switch (reference.kind) {
    case 'malformed':
      throw new ExpressionError(reference.problem);
    case 'parameter': {
      const parameter = context.parameter(reference.name);
      if (!parameter) throw new ExpressionError(`The pipeline has no parameter '${reference.name}'`);
      return parameter.value;
    }
    case 'execution': {
      const variable = context.execution(reference.name);
      if (variable === undefined) throw new ExpressionError(`There is no execution variable '${reference.name}'`);
      return variable;
    }
    case 'propertyFile': {
      const uri = context.propertyFile(reference.step, reference.file);
      if (uri === undefined)
        throw new ExpressionError(`Step '${reference.step}' has no property file '${reference.file}'`);
      return uri;
    }
    case 'step': {
      const properties = context.properties(reference.step);
      if (properties === undefined)
        throw new ExpressionError(`Step '${reference.step}' has no properties: it did not run`);
      const value = followPath(properties, parsePath(reference.path) ?? []);
      if (value === NOT_FOUND)
        throw new ExpressionError(`Step '${reference.step}' has no property '${reference.path}'`);
      return value;
    }
  }
}

/** Gives the text of a value inside Std:Join, whose result is always a string. */
async function toText(value: unknown, context: ExpressionContext): Promise<string> {
  const expression = parseExpression(value);
  if (expression && 'fn' in expression && expression.fn === 'Get' && expression.path.startsWith('Parameters.')) {
    const parameter = context.parameter(expression.path.slice('Parameters.'.length));
    if (parameter?.type === 'Float') return floatText(parameter.value as number);
  }
  const result = await evaluate(value, context);
  if (typeof result === 'string') return result;
  if (typeof result === 'number' || typeof result === 'boolean') return String(result);
  throw new ExpressionError(`Std:Join joins strings, numbers and booleans; ${quote(value)} is ${describeType(result)}`);
}

/** Writes a Float. It always has a decimal point (1 gives `1.0`) and never an exponent. */
function floatText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? `${value.toFixed(0)}.0` : String(value);
  const short = String(value);
  if (!short.includes('e')) return short;
  const exponent = Number(short.slice(short.indexOf('e') + 1));
  const digits = short.slice(0, short.indexOf('e')).replace(/^-?\d\.?/, '').length;
  return value.toFixed(Math.min(100, digits - exponent));
}

async function evaluateJsonGet(
  expression: Extract<Expression, { fn: 'JsonGet' }>,
  context: ExpressionContext,
): Promise<unknown> {
  const uri = await evaluate(expression.propertyFile ?? expression.s3Uri, context);
  const path = await evaluate(expression.path, context);
  if (typeof uri !== 'string' || !uri.startsWith('s3://')) {
    throw new ExpressionError(`Std:JsonGet reads a property file or an S3 address, not ${quote(uri)}`);
  }
  const parts = typeof path === 'string' ? parsePath(path) : undefined;
  if (parts === undefined) throw new ExpressionError(`Std:JsonGet: ${quote(path)} is not a JSON path`);
  const value = followPath(await readJson(uri, context), parts);
  if (value === NOT_FOUND) throw new ExpressionError(`Std:JsonGet: ${uri} has nothing at '${path}'`);
  if (value === null || typeof value === 'object') {
    throw new ExpressionError(
      `Std:JsonGet: '${path}' of ${uri} is ${describeType(value)}, not a string, number or boolean`,
    );
  }
  return value;
}

async function readJson(uri: string, context: ExpressionContext): Promise<unknown> {
  let bytes: Buffer;
  try {
    bytes = await context.read(uri);
  } catch (error) {
    throw new ExpressionError(`Std:JsonGet: ${uri} cannot be read: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new ExpressionError(`Std:JsonGet: ${uri} is not JSON: ${(error as Error).message}`);
  }
}

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}

/** Names the type of a JSON value, for messages. */
export function describeType(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
