/** The configuration: YAML text in, one typed value or every mistake with its place out. */
export { checkoutRoot } from './checkout-root.ts';
export { type Diagnostic, formatDiagnostics } from './diagnostic.ts';
export { durationSeconds } from './duration.ts';
export type { BatchTransformSpec, EndpointSpec, Environment, Pin, Rollout } from './environment-schema.ts';
export { type InstanceUse, instanceProblem, instanceTypes } from './instance-types.ts';
export { configJsonSchema } from './json-schema.ts';
export { type LoadedConfig, type LoadOptions, loadConfig } from './load-config.ts';
export { type LoadedEnvironments, loadEnvironments } from './load-environments.ts';
export { describeOrigin, type Origin } from './origins.ts';
export { type Partition, partitionOf } from './partition.ts';
export { NO_ACCOUNT, resolveAccount } from './placeholders.ts';
export { offsetOf, type QueryPoint, queryPosition } from './query-position.ts';
export { outsideRepository } from './repository.ts';
export type { Config, HyperparameterRange, QuerySource } from './schema.ts';
export { setPin } from './set-pin.ts';
export { type ShowOptions, showConfig } from './show-config.ts';
export { type Variables, withVariables } from './variables.ts';
