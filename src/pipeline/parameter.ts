import type { ParameterDefinition } from './definition.ts';
import type { Get } from './expression.ts';

/** A pipeline parameter: its declaration in the definition, and the expression that reads its value. */
export interface Parameter<T> {
  readonly definition: ParameterDefinition;
  readonly value: Get<T>;
}

export interface ParameterOptions<T> {
  /** Without a default, the start of an execution must give a value. */
  default?: T;
  /** The only values that the service accepts at the start of an execution. */
  oneOf?: readonly T[];
}

/** Declares a parameter of type String. */
export function stringParameter(name: string, options: ParameterOptions<string> = {}): Parameter<string> {
  return parameter(name, 'String', options);
}

/** Declares a parameter of type Integer. */
export function integerParameter(name: string, options: ParameterOptions<number> = {}): Parameter<number> {
  return parameter(name, 'Integer', options);
}

/** Declares a parameter of type Float. */
export function floatParameter(name: string, options: ParameterOptions<number> = {}): Parameter<number> {
  return parameter(name, 'Float', options);
}

/** Declares a parameter of type Boolean. */
export function booleanParameter(name: string, options: { default?: boolean } = {}): Parameter<boolean> {
  return parameter(name, 'Boolean', options);
}

function parameter<T extends string | number | boolean>(
  name: string,
  type: ParameterDefinition['Type'],
  { default: value, oneOf }: { default?: T; oneOf?: readonly (string | number)[] },
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
