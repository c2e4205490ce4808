import type { Config, Environment } from '../config/index.ts';
import { Failure } from '../failure.ts';
import { contentName, VARIANT } from '../observed/content-name.ts';
import type { RegisteredPackage } from '../observed/training-run.ts';
import type { EndpointConfigInput, ModelInput, Rollout, Tags, TargetTrackingPolicy } from '../ports/index.ts';

export interface DesiredEndpoint {
  name: string;
  model: ModelInput;
  config: EndpointConfigInput;
  /** Limits and policy of Application Auto Scaling; null when SageMaker scales by itself. */
  scaling: { min: number; max: number; policy: TargetTrackingPolicy } | null;
  rollout: Rollout | null;
  /** Old models and configurations to keep. */
  keep: number;
  /** `group version n`, for a reader. */
  serves: string;
}

/**
 * The endpoint of an environment with the model that it pins. Models and configurations are named by their content: the same
 * desired state has the same names, so a second attempt finds what the first one made. Tags do not belong to the content.
 */
export function desiredEndpoint(
  config: Config,
  environment: Environment,
  registered: RegisteredPackage,
  tags: Tags,
): DesiredEndpoint {
  const { endpoint } = environment;
  const { subnets, security_group_ids, enable_network_isolation } = config.aws.network_config;
  const modelSpec = {
    roleArn: config.aws.sagemaker_execution_role_arn,
    image: registered.image,
    modelDataUri: registered.model_data_uri,
    environment: registered.environment,
    networkIsolation: enable_network_isolation ?? false,
    ...(subnets === undefined || security_group_ids === undefined
      ? {}
      : { vpc: { subnets, securityGroupIds: security_group_ids } }),
  };
  // The digest is part of the identity: the same address with other bytes would be another model.
  const model: ModelInput = {
    ...modelSpec,
    name: contentName(endpoint.endpoint_name, { ...modelSpec, digest: registered.artifact_digest }),
    tags,
  };
  const { min_instance_count: min, max_instance_count: max } = endpoint;
  const managed = endpoint.scaling === 'managed';
  const variant = {
    name: VARIANT,
    modelName: model.name,
    instanceType: endpoint.instance_type,
    initialInstanceCount: min,
    ...(managed ? { managedScaling: { min, max } } : {}),
  };
  const kms = config.aws.kms_key_id === undefined ? {} : { kmsKeyId: config.aws.kms_key_id };
  return {
    name: endpoint.endpoint_name,
    model,
    config: {
      name: contentName(endpoint.endpoint_config_name, { endpoint: endpoint.endpoint_name, variant, ...kms }),
      variant,
      ...kms,
      tags,
    },
    scaling: managed ? null : { min, max, policy: policyOf(environment) },
    rollout: rolloutOf(environment),
    keep: endpoint.keep,
    serves: `${registered.group} version ${registered.version}`,
  };
}

function policyOf({ endpoint, name }: Environment): TargetTrackingPolicy {
  if (endpoint.target_invocations_per_instance === undefined) {
    throw new Failure(
      'config_invalid',
      `environments/${name}/endpoint.yml: scaling is target-tracking, but target_invocations_per_instance is not set`,
      { way_out: 'Set it there or in realtime_endpoint of config.yml: invocations a minute that one instance takes.' },
    );
  }
  return {
    name: `${endpoint.endpoint_name}-${name}-invocations`.slice(0, 256),
    invocationsPerInstance: endpoint.target_invocations_per_instance,
  };
}

const ROLLOUT_TYPES = { 'all-at-once': 'ALL_AT_ONCE', canary: 'CANARY', linear: 'LINEAR' } as const;

function rolloutOf({ endpoint: { rollout } }: Environment): Rollout | null {
  if (rollout === undefined) return null;
  return {
    type: ROLLOUT_TYPES[rollout.type],
    waitSeconds: rollout.wait_in_seconds,
    alarms: rollout.alarms,
    terminationWaitSeconds: rollout.termination_wait_in_seconds,
    timeoutSeconds: rollout.maximum_execution_timeout_in_seconds,
    ...(rollout.step_percent === undefined ? {} : { stepPercent: rollout.step_percent }),
  };
}
