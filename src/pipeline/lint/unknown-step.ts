import type { Finding, Rule } from './finding.ts';
import { allSteps, nearest, references, stepReference } from './walk.ts';

/** Every step that is referred to, or waited for, exists. */
export const unknownStep: Rule = (definition) => {
  const steps = allSteps(definition);
  const names = steps.map(({ step }) => step.Name);
  const unknown = (name: string, path: string): Finding[] =>
    names.includes(name)
      ? []
      : [
          {
            rule: 'unknown-step',
            path,
            message: `there is no step ${name}`,
            wayOut: `Name one of the steps: ${nearest(name, names).join(', ')}.`,
          },
        ];
  return [
    ...references(definition).flatMap(({ get, path }) => {
      const reference = stepReference(get);
      if (get.startsWith('Steps') && !reference) return unknown(get, path);
      return reference ? unknown(reference.step, path) : [];
    }),
    ...steps.flatMap(({ step, path }) =>
      (step.DependsOn ?? []).flatMap((name, index) => unknown(name, `${path}.DependsOn[${index}]`)),
    ),
  ];
};
