import type { Rule } from './finding.ts';
import { allSteps, at, isObject, ownArguments, stepReference, visit } from './walk.ts';

/** Std:JsonGet reads a property file that the step declares, by `Steps.<step>.PropertyFiles.<name>`. */
export const unknownPropertyFile: Rule = (definition) => {
  const steps = allSteps(definition);
  return steps.flatMap(({ step, path }) => {
    const findings: ReturnType<Rule> = [];
    const report = (where: string, message: string, wayOut: string) =>
      findings.push({ rule: 'unknown-property-file', path: where, message, wayOut });
    visit(ownArguments(step), `${path}.Arguments`, (value, where) => {
      if (!isObject(value)) return;
      const file = at(value, 'Std:JsonGet.PropertyFile.Get');
      if (value['Std:JsonGet'] !== undefined && at(value, 'Std:JsonGet.S3Uri') === undefined) {
        const target = typeof file === 'string' ? stepReference(file) : undefined;
        if (!target?.property.startsWith('PropertyFiles.')) {
          report(where, 'Std:JsonGet does not name a property file', 'Use Steps.<step>.PropertyFiles.<name>.');
        }
      }
      const reference = typeof value.Get === 'string' ? stepReference(value.Get) : undefined;
      const name = reference && /^PropertyFiles\.(.*)$/.exec(reference.property)?.[1];
      const owner = steps.find((each) => each.step.Name === reference?.step)?.step;
      if (name === undefined || !owner) return;
      const declared = (owner.PropertyFiles ?? []).map(({ PropertyFileName }) => PropertyFileName);
      if (!declared.includes(name)) {
        report(
          where,
          `step ${owner.Name} declares no property file ${name}`,
          declared.length > 0 ? `It declares ${declared.join(', ')}.` : 'Declare it on that step.',
        );
      }
    });
    return findings;
  });
};
