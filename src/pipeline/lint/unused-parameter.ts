import type { Rule } from './finding.ts';
import { references } from './walk.ts';

/** A parameter that is wired to nothing lets somebody believe that a value takes effect. */
export const unusedParameter: Rule = (definition) => {
  const used = new Set(references(definition).map(({ get }) => get));
  return definition.Parameters.filter(({ Name }) => !used.has(`Parameters.${Name}`)).map(({ Name }) => ({
    rule: 'unused-parameter',
    path: `Parameters.${Name}`,
    message: `parameter ${Name} is declared and wired to nothing`,
    wayOut: 'Use it in a step, or remove it.',
  }));
};
