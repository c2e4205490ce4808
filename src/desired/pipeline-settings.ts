import type { Config } from '../config/index.ts';
import { resolveAccount } from '../config/placeholders.ts';
import { Failure } from '../failure.ts';
import {
  type CacheConfig,
  execution,
  hasLocalStorage,
  type Join,
  join,
  type NetworkOptions,
  type RetryPolicy,
  type Tag,
} from '../pipeline/index.ts';
import type { DesiredContext } from './context.ts';

/** Disk of a processing instance in GB: the default of the SageMaker SDK. */
const PROCESSING_VOLUME_GB = 30;

/** What the steps of both pipelines have in common, worked out once from the configuration. */
export interface PipelineSettings {
  /** The configuration with account and region filled in. */
  config: Config;
  role: string;
  bucket: string;
  /** `s3://bucket`. */
  bucketUri: string;
  prefix: string;
  kmsKeyId: string | undefined;
  /** Where jobs run, without isolation: not every step can be isolated. */
  network: NetworkOptions;
  isolated: boolean;
  cache: CacheConfig | undefined;
  /** Retry policies for a step that starts a job, for a tuning job, and for a step that makes a record in one call. */
  retries: Record<'job' | 'tuning' | 'call', readonly RetryPolicy[]>;
}

/**
 * Works out the settings that both pipelines have in common.
 * @throws Failure `config_invalid` when `aws.network_config` has only one of security groups and subnets
 */
export function pipelineSettings(unresolved: Config, context: DesiredContext): PipelineSettings {
  const config = resolveAccount({ ...unresolved, aws: { ...unresolved.aws, region: context.region } }, context.account);
  const { aws, pipeline } = config;
  const { network_config: network } = aws;
  return {
    config,
    role: aws.sagemaker_execution_role_arn,
    bucket: aws.s3_bucket,
    bucketUri: `s3://${aws.s3_bucket}`,
    prefix: aws.s3_prefix,
    kmsKeyId: aws.kms_key_id,
    network: {
      encryptBetweenInstances: network.encrypt_inter_container_traffic,
      vpc: vpc(network.security_group_ids, network.subnets),
    },
    isolated: network.enable_network_isolation ?? false,
    cache: pipeline.cache.enabled ? { Enabled: true, ExpireAfter: pipeline.cache.expire_after } : undefined,
    retries: retries(pipeline.retries),
  };
}

/** What every Processing step of a pipeline has in common. */
export function processingOptions(settings: PipelineSettings, instanceType: string) {
  return {
    role: settings.role,
    volumeSizeInGb: PROCESSING_VOLUME_GB,
    volumeKmsKeyId: volumeKmsKeyId(settings, instanceType),
    outputKmsKeyId: settings.kmsKeyId,
    network: settings.network,
    retries: settings.retries.job,
  };
}

/** The tags of the pipeline and those of a section, which win. They are sorted by key, because their order has no meaning. */
export function mergedTags({ config }: PipelineSettings, section: readonly Tag[] = []): readonly Tag[] {
  const merged = new Map([...config.pipeline.tags, ...section].map(({ Key, Value }) => [Key, Value]));
  return [...merged].map(([Key, Value]) => ({ Key, Value })).sort((a, b) => (a.Key < b.Key ? -1 : 1));
}

/** The key for the volume of a job; undefined when no key is set or the instance type does not take one. */
export function volumeKmsKeyId({ kmsKeyId }: PipelineSettings, instanceType: string): string | undefined {
  return hasLocalStorage(instanceType) ? undefined : kmsKeyId;
}

/** S3 address of an output folder of the running execution: `s3://bucket/prefix/<execution id>/<folder>`. */
export function outputAddress({ bucketUri, prefix }: PipelineSettings, folder: string): Join {
  return join('/', [bucketUri, prefix, execution.executionId, folder]);
}

function vpc(securityGroups: readonly string[] | undefined, subnets: readonly string[] | undefined) {
  if (!securityGroups && !subnets) return undefined;
  if (!securityGroups || !subnets) {
    throw new Failure('config_invalid', 'aws.network_config: security_group_ids and subnets belong together', {
      way_out: 'Give both of them, or leave both out.',
    });
  }
  return { SecurityGroupIds: securityGroups, Subnets: subnets };
}

/**
 * Errors of the service are retried. Errors of the code are not: they are in no list. The service itself retries the
 * trials of a tuning job (RetryStrategy), and refuses a policy for their internal errors.
 */
function retries(options: Config['pipeline']['retries']): PipelineSettings['retries'] {
  const policy = (...exceptions: RetryPolicy['ExceptionType']): RetryPolicy => ({
    ExceptionType: exceptions,
    IntervalSeconds: options.interval_seconds,
    BackoffRate: options.backoff_rate,
    MaxAttempts: options.max_attempts,
  });
  const call = policy('Step.SERVICE_FAULT', 'Step.THROTTLING');
  return {
    call: [call],
    tuning: [call, policy('SageMaker.CAPACITY_ERROR', 'SageMaker.RESOURCE_LIMIT')],
    job: [call, policy('SageMaker.JOB_INTERNAL_ERROR', 'SageMaker.CAPACITY_ERROR', 'SageMaker.RESOURCE_LIMIT')],
  };
}
