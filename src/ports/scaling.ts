/**
 * Application Auto Scaling for the variants of SageMaker endpoints (service namespace `sagemaker`, dimension
 * `sagemaker:variant:DesiredInstanceCount`, resource `endpoint/<name>/variant/<variant>`).
 */
export interface Scaling {
  target(variant: VariantName): Promise<ScalingTarget | undefined>;
  /** Registers the variant, or changes its limits. Policies of the variant stay. */
  register(variant: VariantName, limits: { min: number; max: number }): Promise<void>;
  /** Removes the variant's registration together with its policies; true when the variant was registered. */
  deregister(variant: VariantName): Promise<boolean>;
  policies(variant: VariantName): Promise<TargetTrackingPolicy[]>;
  /** Creates or replaces the policy of that name. */
  putPolicy(variant: VariantName, policy: TargetTrackingPolicy): Promise<void>;
}

export interface VariantName {
  endpoint: string;
  variant: string;
}

export interface ScalingTarget {
  min: number;
  max: number;
}

/** Follows `SageMakerVariantInvocationsPerInstance`: invocations a minute and instance. */
export interface TargetTrackingPolicy {
  name: string;
  invocationsPerInstance: number;
}
