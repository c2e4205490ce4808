export { canonicalJson, sha256 } from './canonical.ts';
export { atLeast, type Condition, condition } from './condition.ts';
export type {
  CacheConfig,
  ParameterDefinition,
  PipelineDefinition,
  RetryPolicy,
  StepDefinition,
  StepType,
  Tag,
} from './definition.ts';
export { asText, execution, type Get, type Join, type JsonGet, join, jsonGet, type Value } from './expression.ts';
export { fail } from './fail.ts';
export { frameworkProcessing } from './framework-processing.ts';
export { type Finding, lintDefinition } from './lint/index.ts';
export { hasLocalStorage } from './local-storage.ts';
export { model } from './model.ts';
export { booleanParameter, floatParameter, integerParameter, type Parameter, stringParameter } from './parameter.ts';
export { pipelineDefinition } from './pipeline.ts';
export { processing } from './processing.ts';
export { registerModel } from './register-model.ts';
export type { NetworkOptions, Step } from './step.ts';
export { training } from './training.ts';
export { transform } from './transform.ts';
export { type ParameterRange, tuning } from './tuning.ts';
