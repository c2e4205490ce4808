import type { StepDefinition } from '../definition.ts';
import type { LintFinding, LintRule } from './finding.ts';
import { stepFacts } from './helpers/step-facts.ts';
import { allSteps, at, list, references, stepReference } from './helpers/walk.ts';

/** A reference names a property that the type of the step has. Of a Processing step it names an output of that step. */
export const unknownOutput: LintRule = (definition) => {
  const steps = allSteps(definition);
  return [
    ...references(definition).flatMap(({ get, path }) => {
      const reference = stepReference(get);
      const target = reference && steps.find(({ step }) => step.Name === reference.step)?.step;
      return target && !reference.property.startsWith('PropertyFiles.')
        ? checkProperty(target, reference.property, path)
        : [];
    }),
    ...steps.flatMap(({ step, path }) =>
      (step.PropertyFiles ?? []).flatMap((file) =>
        checkOutput(step, file.OutputName, `${path}.PropertyFiles.${file.PropertyFileName}.OutputName`),
      ),
    ),
  ];
};

function checkProperty(step: StepDefinition, property: string, path: string): LintFinding[] {
  const root = /^[A-Za-z]*/.exec(property)?.[0] ?? '';
  const known = stepFacts(step).properties;
  if (!known.includes(root)) {
    return [
      {
        rule: 'unknown-output',
        path,
        message: `step ${step.Name} of type ${step.Type} has no ${property || 'value'}`,
        way_out:
          known.length > 0 ? `It has ${known.slice(0, 3).join(', ')} and others.` : 'It has nothing to refer to.',
      },
    ];
  }
  const output = /^ProcessingOutputConfig\.Outputs\['([^']*)'\]/.exec(property)?.[1];
  return output === undefined ? [] : checkOutput(step, output, path);
}

function checkOutput(step: StepDefinition, output: string, path: string): LintFinding[] {
  const outputs = list(at(step.Arguments, 'ProcessingOutputConfig.Outputs')).map((each) =>
    String(at(each, 'OutputName')),
  );
  if (outputs.includes(output)) return [];
  return [
    {
      rule: 'unknown-output',
      path,
      message: `step ${step.Name} has no output ${output}`,
      way_out: outputs.length > 0 ? `It has ${outputs.join(', ')}.` : 'It has no output: add one.',
    },
  ];
}
