import { ServiceError, type Shape } from '../context.ts';
import type { ParameterType, ParameterValue } from './evaluate.ts';
import { isObject } from './expressions.ts';

/** A parameter that a definition declares. */
export interface Declared {
  readonly name: string;
  readonly type: ParameterType;
  readonly defaultValue?: ParameterValue;
  readonly enumValues?: readonly string[];
}

/** Quota of the service: parameters of one pipeline. */
const MAX_PARAMETERS = 200;
const TYPES: readonly ParameterType[] = ['String', 'Integer', 'Float', 'Boolean'];
const NAME = /^[A-Za-z0-9\-_]{1,256}$/;

/** Reads `Parameters` of a definition; problems are added to the list. */
export function declaredParameters(value: unknown, problems: string[]): Map<string, Declared> {
  const declared = new Map<string, Declared>();
  if (value === undefined || value === null) return declared;
  if (!Array.isArray(value)) {
    problems.push('Parameters must be a list');
    return declared;
  }
  if (value.length > MAX_PARAMETERS)
    problems.push(`Parameters has ${value.length} members, at most ${MAX_PARAMETERS} are allowed`);
  for (const [index, each] of value.entries()) {
    const at = `Parameters[${index}]`;
    if (!isObject(each) || typeof each.Name !== 'string' || !NAME.test(each.Name)) {
      problems.push(`${at} needs a Name of letters, digits, - and _`);
      continue;
    }
    const type = each.Type as ParameterType;
    if (!TYPES.includes(type)) {
      problems.push(
        `Parameter '${each.Name}': Value '${each.Type}' for 'ParameterType' failed to satisfy enum value set: [${TYPES.join(', ')}]`,
      );
      continue;
    }
    if (declared.has(each.Name)) problems.push(`Parameter '${each.Name}' is declared more than once`);
    const enumValues = each.EnumValues;
    if (
      enumValues !== undefined &&
      (!Array.isArray(enumValues) || enumValues.some((entry) => typeof entry !== 'string'))
    ) {
      problems.push(`Parameter '${each.Name}': EnumValues must be a list of strings`);
      continue;
    }
    const parameter: Declared = {
      name: each.Name,
      type,
      ...(each.DefaultValue === undefined || each.DefaultValue === null
        ? {}
        : { defaultValue: each.DefaultValue as ParameterValue }),
      ...(enumValues === undefined ? {} : { enumValues: enumValues as string[] }),
    };
    if (parameter.defaultValue !== undefined && !isOfType(parameter.defaultValue, type)) {
      problems.push(
        `Parameter '${each.Name}': DefaultValue ${JSON.stringify(parameter.defaultValue)} is not of type ${type}`,
      );
    } else if (
      parameter.enumValues &&
      parameter.defaultValue !== undefined &&
      !parameter.enumValues.includes(String(parameter.defaultValue))
    ) {
      problems.push(
        `Parameter '${each.Name}': DefaultValue '${parameter.defaultValue}' is not one of [${parameter.enumValues.join(', ')}]`,
      );
    }
    declared.set(each.Name, parameter);
  }
  return declared;
}

/**
 * The values of one execution: what StartPipelineExecution was given, as text, over the defaults.
 * @throws ServiceError ValidationException that lists unknown, missing and ill-typed parameters.
 */
export function boundParameters(
  declared: ReadonlyMap<string, Declared>,
  given: readonly Shape[],
): Record<string, ParameterValue> {
  const problems: string[] = [];
  const values: Record<string, ParameterValue> = {};
  const seen = new Set<string>();
  for (const { Name: name, Value: text } of given as ReadonlyArray<{ Name: string; Value: string }>) {
    const parameter = declared.get(name);
    if (seen.has(name)) problems.push(`Parameter [${name}] is given more than once`);
    seen.add(name);
    if (!parameter) {
      problems.push(`Unknown parameter [${name}]: the pipeline declares [${[...declared.keys()].join(', ')}]`);
      continue;
    }
    const value = fromText(text, parameter.type);
    if (value === undefined) problems.push(`Parameter [${name}] must be of type ${parameter.type}, '${text}' is not`);
    else if (parameter.enumValues && !parameter.enumValues.includes(text)) {
      problems.push(`Parameter [${name}] must be one of [${parameter.enumValues.join(', ')}], '${text}' is not`);
    } else values[name] = value;
  }
  for (const parameter of declared.values()) {
    if (seen.has(parameter.name)) continue;
    if (parameter.defaultValue === undefined)
      problems.push(`Missing value for parameter [${parameter.name}], which has no default`);
    else values[parameter.name] = parameter.defaultValue;
  }
  if (problems.length > 0) throw new ServiceError('ValidationException', problems.join('; '));
  return values;
}

function isOfType(value: unknown, type: ParameterType): boolean {
  if (type === 'String') return typeof value === 'string';
  if (type === 'Boolean') return typeof value === 'boolean';
  return typeof value === 'number' && (type === 'Float' || Number.isInteger(value));
}

function fromText(text: string, type: ParameterType): ParameterValue | undefined {
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
