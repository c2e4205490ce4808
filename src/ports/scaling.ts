/**
 * Application Auto Scaling for the variants of SageMaker endpoints (service namespace `sagemaker`, dimension
 * `sagemaker:variant:DesiredInstanceCount`, resource `endpoint/<name>/variant/<variant>`).
 */
export interface Scaling {
  target(variant: VariantName): Promise<ScalingTarget | undefined>;
  /**
   * Registers the variant, or changes its limits. Policies and scheduled actions of the variant stay. AWS registers a variant
   * only while its endpoint is InService.
   */
  register(variant: VariantName, limits: { min: number; max: number }): Promise<void>;
  /** Removes the variant's registration with its policies and scheduled actions; true when the variant was registered. */
  deregister(variant: VariantName): Promise<boolean>;
  policies(variant: VariantName): Promise<ScalingPolicy[]>;
  /** Creates or replaces the policy of that name. */
  putPolicy(variant: VariantName, policy: TargetTrackingPolicy): Promise<void>;
  /** True when there was a policy of that name. */
  deletePolicy(variant: VariantName, name: string): Promise<boolean>;
  scheduledActions(variant: VariantName): Promise<ScheduledAction[]>;
  /** Creates or replaces the action of that name. */
  putScheduledAction(variant: VariantName, action: ScheduledAction): Promise<void>;
  /** True when there was an action of that name. */
  deleteScheduledAction(variant: VariantName, name: string): Promise<boolean>;
}

export interface VariantName {
  endpoint: string;
  variant: string;
}

export interface ScalingTarget {
  min: number;
  max: number;
}

/** Keeps the value of a metric near the target. */
export interface TargetTracking {
  /**
   * `invocations`: SageMakerVariantInvocationsPerInstance, a minute. `concurrency`:
   * SageMakerVariantConcurrentRequestsPerModelHighResolution. `cpu`: CPUUtilization, up to 100 for each vCPU.
   */
  metric: 'invocations' | 'concurrency' | 'cpu';
  target: number;
  /** Seconds. */
  scaleInCooldown: number;
  scaleOutCooldown: number;
}

export interface TargetTrackingPolicy extends TargetTracking {
  name: string;
}

/** A policy as it was found. `tracking` is null for a policy of another kind, or on another metric. */
export interface ScalingPolicy {
  name: string;
  tracking: TargetTracking | null;
}

/** Changes the limits of the scalable target at a time. */
export interface ScheduledAction {
  name: string;
  /** `cron(0 8 ? * MON-FRI *)` or `at(2026-12-18T18:00:00)`, in the time zone. */
  schedule: string;
  /** IANA name. */
  timezone: string;
  /** Undefined: the limit stays as it is. */
  min: number | undefined;
  max: number | undefined;
}
