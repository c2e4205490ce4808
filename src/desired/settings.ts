import type { Config } from '../config/index.ts';
import { resolveAccount } from '../config/placeholders.ts';
import { Failure } from '../failure.ts';
import {
  type CacheConfig,
  hasLocalStorage,
  type NetworkOptions,
  type RetryPolicy,
  sha256,
  type Tag,
} from '../pipeline/index.ts';
import { canonicalSql } from '../sql/canonical-sql.ts';
import type { Asset, DesiredContext } from './context.ts';

/** What the steps of both pipelines share, worked out once from the configuration. */
export interface Settings {
  /** The configuration with account and region filled in. */
  config: Config;
  role: string;
  bucket: string;
  /** `s3://bucket`. */
  bucketUri: string;
  prefix: string;
  kmsKeyId: string | undefined;
  /** Where jobs run, without isolation: who may be isolated differs from step to step. */
  network: NetworkOptions;
  isolated: boolean;
  cache: CacheConfig | undefined;
  /** Retry policies for a step that starts a job, for a tuning job, and for a step that makes a record in one call. */
  retries: Record<'job' | 'tuning' | 'call', readonly RetryPolicy[]>;
  /** Tags of the pipeline with those of a section, which win. Sorted: their order means nothing. */
  tags(section?: readonly Tag[]): readonly Tag[];
  /** The key for a job's volume, where its instance type takes one. */
  volumeKmsKeyId(instanceType: string): string | undefined;
  /** An object below `<pipeline>/<folder>/<its hash>/`. */
  asset(pipeline: string, folder: string, name: string, content: Uint8Array | string, contentType: string): Asset;
  /**
   * A query below `<pipeline>/query/<hash of its canonical SQL>/`: written differently, it is the same object, so that a
   * comment or a line break neither changes the definition nor reads the rows anew. The object keeps the bytes that were
   * uploaded first, as its user wrote them, so that lines in Presto's messages are lines of a text that somebody wrote.
   */
  queryAsset(pipeline: string, sql: string): Asset;
}

export function settings(unresolved: Config, context: DesiredContext): Settings {
  const config = resolveAccount({ ...unresolved, aws: { ...unresolved.aws, region: context.region } }, context.account);
  const { aws, pipeline } = config;
  const { network_config: network } = aws;
  const bucketUri = `s3://${aws.s3_bucket}`;
  const asset = (folder: string, name: string, content: Uint8Array | string, contentType: string, meaning?: string) => {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const digest = sha256(meaning ?? bytes);
    return { uri: `${bucketUri}/${folder}/${digest}/${name}`, bytes, sha256: digest, contentType };
  };
  return {
    config,
    role: aws.sagemaker_execution_role_arn,
    bucket: aws.s3_bucket,
    bucketUri,
    prefix: aws.s3_prefix,
    kmsKeyId: aws.kms_key_id,
    network: {
      encryptBetweenInstances: network.encrypt_inter_container_traffic,
      vpc: vpc(network.security_group_ids, network.subnets),
    },
    isolated: network.enable_network_isolation ?? false,
    cache: pipeline.cache.enabled ? { Enabled: true, ExpireAfter: pipeline.cache.expire_after } : undefined,
    retries: retries(pipeline.retries),
    tags: (section = []) => mergedTags(pipeline.tags, section),
    volumeKmsKeyId: (instanceType) => (hasLocalStorage(instanceType) ? undefined : aws.kms_key_id),
    asset: (pipelineName, folder, name, content, contentType) =>
      asset(`${pipelineName}/${folder}`, name, content, contentType),
    queryAsset: (pipelineName, sql) =>
      asset(`${pipelineName}/query`, 'query.sql', sql, 'application/sql', canonicalSql(sql)),
  };
}

function vpc(securityGroups: readonly string[] | undefined, subnets: readonly string[] | undefined) {
  if (!securityGroups && !subnets) return undefined;
  if (!securityGroups || !subnets) {
    throw new Failure('config_invalid', 'aws.network_config: security_group_ids and subnets belong together', {
      wayOut: 'Give both, or none.',
    });
  }
  return { SecurityGroupIds: securityGroups, Subnets: subnets };
}

/**
 * Errors of the service are retried, errors of the code never: those are not in any list. The service retries trials
 * of a tuning job itself (RetryStrategy) and refuses a policy for their internal errors.
 */
function retries(options: Config['pipeline']['retries']): Settings['retries'] {
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

function mergedTags(all: readonly Tag[], section: readonly Tag[]): readonly Tag[] {
  const merged = new Map([...all, ...section].map(({ Key, Value }) => [Key, Value]));
  return [...merged].map(([Key, Value]) => ({ Key, Value })).sort((a, b) => (a.Key < b.Key ? -1 : 1));
}
