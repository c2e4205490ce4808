import type { PipelineDefinition } from '../definition.ts';
import { badInstanceType } from './bad-instance-type.ts';
import { cycle } from './cycle.ts';
import { duplicateName } from './duplicate-name.ts';
import type { LintFinding, LintRule } from './finding.ts';
import { invalidDefault } from './invalid-default.ts';
import { invalidName } from './invalid-name.ts';
import { objectiveWithoutMetric } from './objective-without-metric.ts';
import { overLimit } from './over-limit.ts';
import { undeclaredParameter } from './undeclared-parameter.ts';
import { unknownOutput } from './unknown-output.ts';
import { unknownPropertyFile } from './unknown-property-file.ts';
import { unknownStep } from './unknown-step.ts';
import { unknownVariable } from './unknown-variable.ts';
import { unusedParameter } from './unused-parameter.ts';

export type { LintFinding } from './finding.ts';

const RULES: readonly LintRule[] = [
  unusedParameter,
  undeclaredParameter,
  unknownVariable,
  unknownStep,
  unknownOutput,
  unknownPropertyFile,
  cycle,
  duplicateName,
  invalidName,
  invalidDefault,
  badInstanceType,
  overLimit,
  objectiveWithoutMetric,
];

/** Checks a definition against every rule. The findings are in the order of the rules; the list is empty without any. */
export function lintDefinition(definition: PipelineDefinition): LintFinding[] {
  return RULES.flatMap((rule) => rule(definition));
}
