import type { PipelineDefinition } from '../definition.ts';
import { badInstanceType } from './bad-instance-type.ts';
import { cycle } from './cycle.ts';
import { duplicateName } from './duplicate-name.ts';
import type { Finding, Rule } from './finding.ts';
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

export type { Finding, Rule } from './finding.ts';

const RULES: readonly Rule[] = [
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

/** Everything that is wrong with a definition, by rule; empty when nothing is. */
export function lintDefinition(definition: PipelineDefinition): Finding[] {
  return RULES.flatMap((rule) => rule(definition));
}
