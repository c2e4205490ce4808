import type { Refusal } from '../refusal.ts';
import { definitionMissing } from './definition-missing.ts';
import { definitionNotJson } from './definition-not-json.ts';
import { definitionTwice } from './definition-twice.ts';
import { dependsOnUnknownStep } from './depends-on-unknown-step.ts';
import { failStepRead } from './fail-step-read.ts';
import { listFromParameter } from './list-from-parameter.ts';
import { notExpression } from './not-expression.ts';
import { objectFromConstant } from './object-from-constant.ts';
import { parameterDefaultType } from './parameter-default-type.ts';
import { pipelineParameterUndeclared } from './pipeline-parameter-undeclared.ts';
import { propertyFileOutput } from './property-file-output.ts';
import { retryPolicyLimit } from './retry-policy-limit.ts';
import { retryPolicyTwoLimits } from './retry-policy-two-limits.ts';
import { stepAfterFail } from './step-after-fail.ts';
import { stepNameTwice } from './step-name-twice.ts';
import { unknownArgument } from './unknown-argument.ts';
import { versionAliasOfDigits } from './version-alias-of-digits.ts';
import { versionAliasTwice } from './version-alias-twice.ts';
import { versionAliasWithoutDefinition } from './version-alias-without-definition.ts';
import { versionNamedTwice } from './version-named-twice.ts';

export const pipelinesRefusals: readonly Refusal[] = [
  definitionMissing,
  definitionNotJson,
  definitionTwice,
  dependsOnUnknownStep,
  failStepRead,
  listFromParameter,
  notExpression,
  objectFromConstant,
  parameterDefaultType,
  pipelineParameterUndeclared,
  propertyFileOutput,
  retryPolicyLimit,
  retryPolicyTwoLimits,
  stepAfterFail,
  stepNameTwice,
  unknownArgument,
  versionAliasOfDigits,
  versionAliasTwice,
  versionAliasWithoutDefinition,
  versionNamedTwice,
];
