import type { LintFinding, LintRule } from './finding.ts';
import { nearestNames } from './helpers/nearest-names.ts';
import { allSteps, references, stepReference } from './helpers/walk.ts';

/** Every step that a reference or DependsOn names exists. */
export const unknownStep: LintRule = (definition) => {
  const steps = allSteps(definition);
  const names = steps.map(({ step }) => step.Name);
  const check = (name: string, path: string): LintFinding[] =>
    names.includes(name)
      ? []
      : [
          {
            rule: 'unknown-step',
            path,
            message: `there is no step ${name}`,
            way_out: `Name one of the steps: ${nearestNames(name, names).join(', ')}.`,
          },
        ];
  return [
    ...references(definition).flatMap(({ get, path }) => {
      const reference = stepReference(get);
      if (get.startsWith('Steps') && !reference) return check(get, path);
      return reference ? check(reference.step, path) : [];
    }),
    ...steps.flatMap(({ step, path }) =>
      (step.DependsOn ?? []).flatMap((name, index) => check(name, `${path}.DependsOn[${index}]`)),
    ),
  ];
};
