import type { ParameterDefinition } from '../definition.ts';
import type { LintFinding, LintRule } from './finding.ts';

/** The default of a parameter has the type of the parameter. If only some values are allowed, it is one of them. */
export const invalidDefault: LintRule = (definition) =>
  definition.Parameters.flatMap((parameter) => {
    const { Name, Type, DefaultValue, EnumValues } = parameter;
    if (DefaultValue === undefined) return [];
    const finding = (message: string, way_out: string): LintFinding => ({
      rule: 'invalid-default',
      path: `Parameters.${Name}.DefaultValue`,
      message,
      way_out,
    });
    if (!hasItsType(parameter)) {
      return finding(`${JSON.stringify(DefaultValue)} is not of type ${Type}`, `Give a default of type ${Type}.`);
    }
    if (EnumValues && !EnumValues.some((allowed) => allowed === DefaultValue)) {
      return finding(`${JSON.stringify(DefaultValue)} is not allowed`, `Give one of ${EnumValues.join(', ')}.`);
    }
    return [];
  });

function hasItsType({ Type, DefaultValue }: ParameterDefinition): boolean {
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
