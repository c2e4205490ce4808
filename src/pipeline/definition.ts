/** The JSON of a pipeline definition, version 2020-12-01. */
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

export type StepType =
  | 'Processing'
  | 'Training'
  | 'Tuning'
  | 'Condition'
  | 'RegisterModel'
  | 'Fail'
  | 'Model'
  | 'Transform';

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

/** A step whose inputs did not change takes its results from an earlier run; `ExpireAfter` is an ISO 8601 duration. */
export interface CacheConfig {
  readonly Enabled: boolean;
  readonly ExpireAfter: string;
}

/** Errors of the service that a step may be retried on. The SageMaker ones exist only for steps that start a job. */
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
