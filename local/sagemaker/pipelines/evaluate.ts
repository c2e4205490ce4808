import { expression, isObject, parseGet } from './expressions.ts';
import { follow, NOT_FOUND, parsePath } from './property-path.ts';

export type ParameterType = 'String' | 'Integer' | 'Float' | 'Boolean';
export type ParameterValue = string | number | boolean;

/** What expressions can read while a step is prepared. */
export interface Scope {
  /** The parameter's type and value, undefined when it is not declared. */
  parameter(name: string): { type: ParameterType; value: ParameterValue } | undefined;
  /** `PipelineName`, `PipelineExecutionId`, …; undefined for another name. */
  execution(name: string): string | undefined;
  /** What a finished step offers, undefined when it did not run. */
  properties(step: string): unknown;
  /** Address of a property file in S3, undefined when the step did not declare it or did not run. */
  propertyFile(step: string, file: string): string | undefined;
  /** Content of an object. */
  read(uri: string): Promise<Buffer>;
}

/** An expression whose value cannot be had: the step fails, it never goes on with a guess. */
export class ExpressionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExpressionError';
  }
}

/**
 * The value with every function replaced by what it yields.
 * @throws ExpressionError that names the expression and why it has no value.
 */
export async function evaluate(value: unknown, scope: Scope): Promise<unknown> {
  const found = expression(value);
  if (found === undefined) {
    if (Array.isArray(value)) return Promise.all(value.map((each) => evaluate(each, scope)));
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(async ([key, each]) => [key, await evaluate(each, scope)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
  if ('problem' in found) throw new ExpressionError(found.problem);
  switch (found.fn) {
    case 'Get':
      return get(found.path, scope);
    case 'Join':
      return (await Promise.all(found.values.map((each) => text(each, scope)))).join(found.on);
    case 'JsonGet':
      return jsonGet(found, scope);
  }
}

function get(path: string, scope: Scope): unknown {
  const reference = parseGet(path, '');
  switch (reference.kind) {
    case 'malformed':
      throw new ExpressionError(reference.problem);
    case 'parameter': {
      const parameter = scope.parameter(reference.name);
      if (!parameter) throw new ExpressionError(`The pipeline has no parameter '${reference.name}'`);
      return parameter.value;
    }
    case 'execution': {
      const variable = scope.execution(reference.name);
      if (variable === undefined) throw new ExpressionError(`There is no execution variable '${reference.name}'`);
      return variable;
    }
    case 'propertyFile': {
      const uri = scope.propertyFile(reference.step, reference.file);
      if (uri === undefined)
        throw new ExpressionError(`Step '${reference.step}' has no property file '${reference.file}'`);
      return uri;
    }
    case 'step': {
      const properties = scope.properties(reference.step);
      if (properties === undefined)
        throw new ExpressionError(`Step '${reference.step}' has no properties: it did not run`);
      const value = follow(properties, parsePath(reference.path) ?? []);
      if (value === NOT_FOUND)
        throw new ExpressionError(`Step '${reference.step}' has no property '${reference.path}'`);
      return value;
    }
  }
}

/** A value inside Std:Join, which always yields a string. */
async function text(value: unknown, scope: Scope): Promise<string> {
  const found = expression(value);
  if (found && 'fn' in found && found.fn === 'Get' && found.path.startsWith('Parameters.')) {
    const parameter = scope.parameter(found.path.slice('Parameters.'.length));
    if (parameter?.type === 'Float') return floatText(parameter.value as number);
  }
  const result = await evaluate(value, scope);
  if (typeof result === 'string') return result;
  if (typeof result === 'number' || typeof result === 'boolean') return String(result);
  throw new ExpressionError(`Std:Join joins strings, numbers and booleans; ${describe(value)} is ${kindOf(result)}`);
}

/** A Float keeps its decimal point, 1 reads `1.0`; it is never written with an exponent. */
function floatText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? `${value.toFixed(0)}.0` : String(value);
  const short = String(value);
  if (!short.includes('e')) return short;
  const exponent = Number(short.slice(short.indexOf('e') + 1));
  const digits = short.slice(0, short.indexOf('e')).replace(/^-?\d\.?/, '').length;
  return value.toFixed(Math.min(100, digits - exponent));
}

async function jsonGet(fn: { propertyFile: unknown; s3Uri: unknown; path: unknown }, scope: Scope): Promise<unknown> {
  const uri = await evaluate(fn.propertyFile ?? fn.s3Uri, scope);
  const path = await evaluate(fn.path, scope);
  if (typeof uri !== 'string' || !uri.startsWith('s3://')) {
    throw new ExpressionError(`Std:JsonGet reads a property file or an S3 address, not ${describe(uri)}`);
  }
  const parts = typeof path === 'string' ? parsePath(path) : undefined;
  if (parts === undefined) throw new ExpressionError(`Std:JsonGet: ${describe(path)} is no JSON path`);
  let bytes: Buffer;
  try {
    bytes = await scope.read(uri);
  } catch (error) {
    throw new ExpressionError(`Std:JsonGet: ${uri} cannot be read: ${(error as Error).message}`);
  }
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new ExpressionError(`Std:JsonGet: ${uri} is not JSON: ${(error as Error).message}`);
  }
  const value = follow(document, parts);
  if (value === NOT_FOUND) throw new ExpressionError(`Std:JsonGet: ${uri} has nothing at '${path}'`);
  if (value === null || typeof value === 'object') {
    throw new ExpressionError(`Std:JsonGet: '${path}' of ${uri} is ${kindOf(value)}, not a string, number or boolean`);
  }
  return value;
}

function describe(value: unknown): string {
  const shown = JSON.stringify(value) ?? 'nothing';
  return shown.length > 120 ? `${shown.slice(0, 120)}…` : shown;
}

export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
