/** The JSON of a pipeline definition, schema version 2020-12-01. */
export interface PipelineDefinition {
  readonly Version: '2020-12-01';
  readonly Metadata: Readonly<Record<string, unknown>>;
  readonly Parameters: readonly ParameterDefinition[];
  readonly PipelineExperimentConfig: Readonly<Record<string, unknown>>;
  readonly Steps: readonly StepDefinition[];
}

export interface ParameterDefinition {
  readonly Name: string;
  readonly Type: ParameterType;
  readonly DefaultValue?: string | number | boolean;
  readonly EnumValues?: readonly (string | number)[];
}

export type ParameterType = 'String' | 'Integer' | 'Float' | 'Boolean';

/**
 * The step types that this project builds. Code that depends on the type of a step uses a `Record<StepType, …>`, so that
 * a new type does not compile until each place has an answer for it.
 */
export const STEP_TYPES = [
  'Processing',
  'Training',
  'Tuning',
  'Condition',
  'RegisterModel',
  'Fail',
  'Model',
  'Transform',
] as const;

export type StepType = (typeof STEP_TYPES)[number];

/** Says whether the type of a step in a definition, which anyone may have written, is one of `STEP_TYPES`. */
export function isStepType(type: string): type is StepType {
  return STEP_TYPES.some((known) => known === type);
}

export interface StepDefinition {
  readonly Name: string;
  readonly Type: StepType;
  readonly Arguments: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly CacheConfig?: CacheConfig;
  readonly RetryPolicies?: readonly RetryPolicy[];
  readonly PropertyFiles?: readonly PropertyFileDefinition[];
}

export interface PropertyFileDefinition {
  readonly PropertyFileName: string;
  readonly OutputName: string;
  readonly FilePath: string;
}

/** A step whose inputs did not change takes its results from an earlier execution. `ExpireAfter` is an ISO 8601 duration. */
export interface CacheConfig {
  readonly Enabled: boolean;
  readonly ExpireAfter: string;
}

/** Errors of the service that a step can be retried on. Those of SageMaker exist only for steps that start a job. */
export type RetryException =
  | 'Step.SERVICE_FAULT'
  | 'Step.THROTTLING'
  | 'SageMaker.JOB_INTERNAL_ERROR'
  | 'SageMaker.CAPACITY_ERROR'
  | 'SageMaker.RESOURCE_LIMIT';

export interface RetryPolicy {
  readonly ExceptionType: readonly RetryException[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxAttempts: number;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Subnets and security groups of a job or a model. */
export interface VpcConfig {
  readonly SecurityGroupIds: readonly string[];
  readonly Subnets: readonly string[];
}
