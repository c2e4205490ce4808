import type { StepDefinition } from '../definition.ts';
import type { LintFinding, LintRule } from './finding.ts';
import { allSteps, at, isObject, ownArguments, stepReference, visit } from './helpers/walk.ts';

/** Std:JsonGet reads a property file that the step declares, by `Steps.<step>.PropertyFiles.<name>`. */
export const unknownPropertyFile: LintRule = (definition) => {
  const placed = allSteps(definition);
  const steps = placed.map(({ step }) => step);
  return placed.flatMap(({ step, path }) => {
    const findings: LintFinding[] = [];
    visit(ownArguments(step), `${path}.Arguments`, (value, valuePath) => {
      if (isObject(value)) findings.push(...checkJsonGet(value, valuePath), ...checkFile(value, valuePath, steps));
    });
    return findings;
  });
};

/** A JsonGet of an S3 object (`S3Uri`) needs no property file. */
function checkJsonGet(value: Record<string, unknown>, path: string): LintFinding[] {
  if (value['Std:JsonGet'] === undefined || at(value, 'Std:JsonGet.S3Uri') !== undefined) return [];
  const file = at(value, 'Std:JsonGet.PropertyFile.Get');
  const target = typeof file === 'string' ? stepReference(file) : undefined;
  if (target?.property.startsWith('PropertyFiles.')) return [];
  return [finding(path, 'Std:JsonGet does not name a property file', 'Use Steps.<step>.PropertyFiles.<name>.')];
}

function checkFile(value: Record<string, unknown>, path: string, steps: readonly StepDefinition[]): LintFinding[] {
  const reference = typeof value.Get === 'string' ? stepReference(value.Get) : undefined;
  const name = reference && /^PropertyFiles\.(.*)$/.exec(reference.property)?.[1];
  const owner = steps.find((step) => step.Name === reference?.step);
  if (name === undefined || !owner) return [];
  const declared = (owner.PropertyFiles ?? []).map(({ PropertyFileName }) => PropertyFileName);
  if (declared.includes(name)) return [];
  return [
    finding(
      path,
      `step ${owner.Name} declares no property file ${name}`,
      declared.length > 0 ? `It declares ${declared.join(', ')}.` : 'Declare it on that step.',
    ),
  ];
}

function finding(path: string, message: string, way_out: string): LintFinding {
  return { rule: 'unknown-property-file', path, message, way_out };
}
