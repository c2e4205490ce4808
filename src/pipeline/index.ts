export { hasLocalStorage } from '../config/instance-families.ts';
export { canonicalJson, sha256 } from './canonical.ts';
export { type Condition, condition, greaterThanOrEqualTo } from './condition.ts';
export {
  type CacheConfig,
  isStepType,
  type ParameterDefinition,
  type PipelineDefinition,
  type RetryPolicy,
  STEP_TYPES,
  type StepDefinition,
  type StepType,
  type Tag,
} from './definition.ts';
export { execution, type Get, type Join, type JsonGet, join, jsonGet, toText, type Value } from './expression.ts';
export { fail } from './fail.ts';
export { frameworkProcessing } from './framework-processing.ts';
export { nearestNames } from './lint/helpers/nearest-names.ts';
export { allSteps, ownArguments } from './lint/helpers/walk.ts';
export { type LintFinding, lintDefinition } from './lint/index.ts';
export { model } from './model.ts';
export { booleanParameter, floatParameter, integerParameter, type Parameter, stringParameter } from './parameter.ts';
export { pipelineDefinition } from './pipeline.ts';
export { processing } from './processing.ts';
export { registerModel } from './register-model.ts';
export type { NetworkOptions, Step } from './step.ts';
export { training } from './training.ts';
export { transform } from './transform.ts';
export { type ParameterRange, tuning } from './tuning.ts';
