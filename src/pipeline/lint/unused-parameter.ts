import type { LintRule } from './finding.ts';
import { references } from './helpers/walk.ts';

/** Every parameter is used. Without a use, a person may believe that its value takes effect. */
export const unusedParameter: LintRule = (definition) => {
  const used = new Set(references(definition).map(({ get }) => get));
  return definition.Parameters.filter(({ Name }) => !used.has(`Parameters.${Name}`)).map(({ Name }) => ({
    rule: 'unused-parameter',
    path: `Parameters.${Name}`,
    message: `no step uses the parameter ${Name}`,
    way_out: 'Use it in a step, or remove it.',
  }));
};
