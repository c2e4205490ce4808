import type { LintRule } from './finding.ts';
import { nearestNames } from './helpers/nearest-names.ts';
import { references } from './helpers/walk.ts';

/** Every parameter that a step reads is declared. */
export const undeclaredParameter: LintRule = (definition) => {
  const declared = definition.Parameters.map(({ Name }) => Name);
  return references(definition).flatMap(({ get, path }) => {
    const name = /^Parameters\.(.*)$/.exec(get)?.[1];
    if (name === undefined || declared.includes(name)) return [];
    return {
      rule: 'undeclared-parameter',
      path,
      message: `there is no parameter ${name}`,
      way_out:
        declared.length === 0
          ? 'Declare it.'
          : `Declare it, or use a declared one: ${nearestNames(name, declared).join(', ')}.`,
    };
  });
};
