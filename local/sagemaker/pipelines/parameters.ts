import { ServiceError, type Shape } from '../context.ts';
import type { ParameterType, ParameterValue } from './evaluate.ts';
import { isObject } from './is-object.ts';

/** A parameter that a definition declares. */
export interface DeclaredParameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly defaultValue?: ParameterValue;
  readonly enumValues?: readonly string[];
}

/** Quota of the service: parameters of one pipeline. */
const MAX_PARAMETERS = 200;
const TYPES: readonly ParameterType[] = ['String', 'Integer', 'Float', 'Boolean'];
const NAME = /^[A-Za-z0-9\-_]{1,256}$/;

/** Reads `Parameters` of a definition. Adds what is wrong to `problems`. */
export function readParameters(value: unknown, problems: string[]): Map<string, DeclaredParameter> {
  const parameters = new Map<string, DeclaredParameter>();
  if (value === undefined || value === null) return parameters;
  if (!Array.isArray(value)) {
    problems.push('Parameters must be a list');
    return parameters;
  }
  if (value.length > MAX_PARAMETERS)
    problems.push(`Parameters has ${value.length} members, at most ${MAX_PARAMETERS} are allowed`);
  for (const [index, each] of value.entries()) {
    if (!isObject(each) || typeof each.Name !== 'string' || !NAME.test(each.Name)) {
      problems.push(`Parameters[${index}] needs a Name of letters, digits, - and _`);
      continue;
    }
    const isDuplicate = parameters.has(each.Name);
    const parameter = readParameter(each, each.Name, isDuplicate, problems);
    if (parameter) parameters.set(each.Name, parameter);
  }
  return parameters;
}

function readParameter(
  value: Record<string, unknown>,
  name: string,
  isDuplicate: boolean,
  problems: string[],
): DeclaredParameter | undefined {
  const type = value.Type as ParameterType;
  if (!TYPES.includes(type)) {
    problems.push(
      `Parameter '${name}': Value '${value.Type}' for 'ParameterType' failed to satisfy enum value set: [${TYPES.join(', ')}]`,
    );
    return undefined;
  }
  if (isDuplicate) problems.push(`Parameter '${name}' is declared more than once`);
  const enumValues = value.EnumValues;
  if (
    enumValues !== undefined &&
    (!Array.isArray(enumValues) || enumValues.some((entry) => typeof entry !== 'string'))
  ) {
    problems.push(`Parameter '${name}': EnumValues must be a list of strings`);
    return undefined;
  }
  const parameter: DeclaredParameter = {
    name,
    type,
    ...(value.DefaultValue === undefined || value.DefaultValue === null
      ? {}
      : { defaultValue: value.DefaultValue as ParameterValue }),
    ...(enumValues === undefined ? {} : { enumValues: enumValues as string[] }),
  };
  checkDefault(parameter, problems);
  return parameter;
}

function checkDefault({ name, type, defaultValue, enumValues }: DeclaredParameter, problems: string[]): void {
  if (defaultValue === undefined) return;
  if (!isOfType(defaultValue, type)) {
    problems.push(`Parameter '${name}': DefaultValue ${JSON.stringify(defaultValue)} is not of type ${type}`);
  } else if (enumValues && !enumValues.includes(String(defaultValue))) {
    problems.push(`Parameter '${name}': DefaultValue '${defaultValue}' is not one of [${enumValues.join(', ')}]`);
  }
}

/**
 * Gives the values of one execution: those of StartPipelineExecution, else the defaults.
 * @param values the parameters of the request; each value is text
 * @throws ServiceError ValidationException that lists the parameters that are unknown, missing or of another type
 */
export function bindParameters(
  declared: ReadonlyMap<string, DeclaredParameter>,
  values: readonly Shape[],
): Record<string, ParameterValue> {
  const problems: string[] = [];
  const bound: Record<string, ParameterValue> = {};
  const names = new Set<string>();
  for (const { Name: name, Value: text } of values as ReadonlyArray<{ Name: string; Value: string }>) {
    const parameter = declared.get(name);
    if (names.has(name)) problems.push(`Parameter [${name}] is given more than once`);
    names.add(name);
    if (!parameter) {
      problems.push(`Unknown parameter [${name}]: the pipeline declares [${[...declared.keys()].join(', ')}]`);
      continue;
    }
    const value = parseValue(text, parameter.type);
    if (value === undefined) problems.push(`Parameter [${name}] must be of type ${parameter.type}, '${text}' is not`);
    else if (parameter.enumValues && !parameter.enumValues.includes(text)) {
      problems.push(`Parameter [${name}] must be one of [${parameter.enumValues.join(', ')}], '${text}' is not`);
    } else bound[name] = value;
  }
  for (const parameter of declared.values()) {
    if (names.has(parameter.name)) continue;
    if (parameter.defaultValue === undefined)
      problems.push(`Missing value for parameter [${parameter.name}], which has no default`);
    else bound[parameter.name] = parameter.defaultValue;
  }
  if (problems.length > 0) throw new ServiceError('ValidationException', problems.join('; '));
  return bound;
}

function isOfType(value: unknown, type: ParameterType): boolean {
  if (type === 'String') return typeof value === 'string';
  if (type === 'Boolean') return typeof value === 'boolean';
  return typeof value === 'number' && (type === 'Float' || Number.isInteger(value));
}

/** Parses the text of a parameter; undefined when it is not of the type. */
function parseValue(text: string, type: ParameterType): ParameterValue | undefined {
  switch (type) {
    case 'String':
      return text;
    case 'Boolean':
      // The Python SDK writes True and False.
      return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : undefined;
    case 'Integer':
      return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
    case 'Float':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))
        ? Number(text)
        : undefined;
  }
}
