import type { ParameterDefinition } from './definition.ts';
import type { Get } from './expression.ts';

/** A pipeline parameter: what the definition declares, and the expression that yields its value. */
export interface Parameter<T> {
  readonly definition: ParameterDefinition;
  readonly value: Get<T>;
}

export interface ParameterOptions<T> {
  /** Without it, who starts the pipeline has to give a value. */
  default?: T;
  /** The only values that the service accepts at the start. */
  oneOf?: readonly T[];
}

export function stringParameter(name: string, options: ParameterOptions<string> = {}): Parameter<string> {
  return parameter(name, 'String', options.default, options.oneOf);
}

export function integerParameter(name: string, options: ParameterOptions<number> = {}): Parameter<number> {
  return parameter(name, 'Integer', options.default, options.oneOf);
}

export function floatParameter(name: string, options: ParameterOptions<number> = {}): Parameter<number> {
  return parameter(name, 'Float', options.default, options.oneOf);
}

export function booleanParameter(name: string, options: { default?: boolean } = {}): Parameter<boolean> {
  return parameter(name, 'Boolean', options.default, undefined);
}

function parameter<T extends string | number | boolean>(
  name: string,
  type: ParameterDefinition['Type'],
  value: T | undefined,
  oneOf: readonly (string | number)[] | undefined,
): Parameter<T> {
  return {
    definition: {
      Name: name,
      Type: type,
      ...(value === undefined ? {} : { DefaultValue: value }),
      ...(oneOf === undefined ? {} : { EnumValues: oneOf }),
    },
    value: { Get: `Parameters.${name}` },
  };
}
