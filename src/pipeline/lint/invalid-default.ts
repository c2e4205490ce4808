import type { ParameterDefinition } from '../definition.ts';
import type { Rule } from './finding.ts';

/** A parameter's default is of its type and, where only some values are allowed, one of them. */
export const invalidDefault: Rule = (definition) =>
  definition.Parameters.flatMap((parameter) => {
    const { Name, Type, DefaultValue, EnumValues } = parameter;
    if (DefaultValue === undefined) return [];
    const finding = (message: string, wayOut: string) => ({
      rule: 'invalid-default',
      path: `Parameters.${Name}.DefaultValue`,
      message,
      wayOut,
    });
    if (!fits(parameter)) {
      return finding(`${JSON.stringify(DefaultValue)} is no ${Type}`, `Give a default of type ${Type}.`);
    }
    if (EnumValues && !EnumValues.some((allowed) => allowed === DefaultValue)) {
      return finding(`${JSON.stringify(DefaultValue)} is not allowed`, `Give one of ${EnumValues.join(', ')}.`);
    }
    return [];
  });

function fits({ Type, DefaultValue }: ParameterDefinition): boolean {
  switch (Type) {
    case 'String':
      return typeof DefaultValue === 'string';
    case 'Boolean':
      return typeof DefaultValue === 'boolean';
    case 'Integer':
      return Number.isSafeInteger(DefaultValue);
    case 'Float':
      return Number.isFinite(DefaultValue);
  }
}
