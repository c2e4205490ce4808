import { type Config, durationSeconds, type Environment, momentOf, type ScalingSpec } from '../config/index.ts';
import { contentName, VARIANT } from '../observed/content-name.ts';
import { policyName, scheduledActionName } from '../observed/scaling-names.ts';
import type { RegisteredPackage } from '../observed/training-run.ts';
import type {
  DataCapture,
  EndpointConfigInput,
  ModelInput,
  Rollout,
  ScheduledAction,
  Tags,
  TargetTrackingPolicy,
} from '../ports/index.ts';

/** What a deploy reads of a registered model package. */
export type ServedPackage = Pick<
  RegisteredPackage,
  'group' | 'version' | 'image' | 'model_data_uri' | 'environment' | 'artifact_digest'
>;

/** A scheduled action, with both limits. */
export interface DesiredAction extends ScheduledAction {
  /** Name in the configuration. */
  label: string;
  min: number;
  max: number;
  /** When an action that happens once is over, in milliseconds; null for one that happens again and again. */
  over: number | null;
}

/** What Application Auto Scaling is to do with the variant. */
export interface DesiredScaling {
  min: number;
  max: number;
  policy: TargetTrackingPolicy;
  actions: DesiredAction[];
}

export interface DesiredEndpoint {
  name: string;
  model: ModelInput;
  config: EndpointConfigInput;
  /** Null when nothing scales: a fixed number of instances, or serverless. */
  scaling: DesiredScaling | null;
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
  registered: ServedPackage,
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
  const variant = { name: VARIANT, modelName: model.name, ...capacityOf(environment) };
  const kms = config.aws.kms_key_id === undefined ? {} : { kmsKeyId: config.aws.kms_key_id };
  const capture = captureOf(config, environment);
  return {
    name: endpoint.endpoint_name,
    model,
    config: {
      name: contentName(endpoint.endpoint_config_name, {
        endpoint: endpoint.endpoint_name,
        variant,
        ...kms,
        ...capture,
      }),
      variant,
      ...kms,
      ...capture,
      tags,
    },
    scaling: scalingOf(environment),
    rollout: rolloutOf(environment),
    keep: endpoint.keep,
    serves: `${registered.group} version ${registered.version}`,
  };
}

type Capacity =
  | { instanceType: string; initialInstanceCount: number }
  | { serverless: { memoryInMb: number; maxConcurrency: number; provisionedConcurrency?: number } };

function capacityOf({ endpoint }: Environment): Capacity {
  if (endpoint.serverless === undefined) {
    return { instanceType: endpoint.instance_type, initialInstanceCount: endpoint.min_instance_count };
  }
  const { memory_in_mb, max_concurrency, provisioned_concurrency } = endpoint.serverless;
  return {
    serverless: {
      memoryInMb: memory_in_mb,
      maxConcurrency: max_concurrency,
      ...(provisioned_concurrency === undefined ? {} : { provisionedConcurrency: provisioned_concurrency }),
    },
  };
}

const CAPTURE_MODES = { input: 'Input', output: 'Output' } as const;

function captureOf({ aws }: Config, { endpoint }: Environment): { capture?: DataCapture } {
  const capture = endpoint.data_capture;
  if (capture === undefined) return {};
  const { percentage, capture: sides, prefix = `${aws.s3_prefix}/data-capture` } = capture;
  return {
    capture: {
      percentage,
      modes: (['input', 'output'] as const).filter((side) => sides.includes(side)).map((side) => CAPTURE_MODES[side]),
      destination: `s3://${aws.s3_bucket}/${prefix.replace(/\/+$/, '')}`,
      ...(aws.kms_key_id === undefined ? {} : { kmsKeyId: aws.kms_key_id }),
    },
  };
}

function scalingOf({ endpoint }: Environment): DesiredScaling | null {
  if (endpoint.serverless !== undefined) return null;
  const { min_instance_count: min, max_instance_count: max, scaling } = endpoint;
  if (min === max) return null;
  const policy: TargetTrackingPolicy = {
    name: policyName(scaling.metric),
    metric: scaling.metric,
    target: scaling.target,
    scaleInCooldown: durationSeconds(scaling.scale_in_cooldown),
    scaleOutCooldown: durationSeconds(scaling.scale_out_cooldown),
  };
  return { min, max, policy, actions: scaling.schedule.map((action) => actionOf(action, max)) };
}

/** Both limits are always sent: an action that names only one would keep the other one of the action before it. */
function actionOf(action: ScalingSpec['schedule'][number], endpointMax: number): DesiredAction {
  const { name, cron, at, timezone, min_instance_count: min, max_instance_count: max = endpointMax } = action;
  const once = at !== undefined && at.length === 16 ? `${at}:00` : at;
  return {
    name: scheduledActionName(name),
    label: name,
    schedule: cron === undefined ? `at(${once})` : `cron(${cron.trim().split(/\s+/).join(' ')})`,
    timezone,
    min,
    max,
    over: at === undefined ? null : momentOf(at, timezone),
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
