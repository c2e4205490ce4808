import type { Rule } from './finding.ts';
import { nearest, references } from './walk.ts';

export const undeclaredParameter: Rule = (definition) => {
  const declared = definition.Parameters.map(({ Name }) => Name);
  return references(definition).flatMap(({ get, path }) => {
    const name = /^Parameters\.(.*)$/.exec(get)?.[1];
    if (name === undefined || declared.includes(name)) return [];
    return {
      rule: 'undeclared-parameter',
      path,
      message: `there is no parameter ${name}`,
      wayOut:
        declared.length === 0
          ? 'Declare it.'
          : `Declare it, or use one that is: ${nearest(name, declared).join(', ')}.`,
    };
  });
};
