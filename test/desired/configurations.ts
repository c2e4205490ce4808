import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { type Config, formatDiagnostics, loadConfig } from '../../src/config/index.ts';
import { type DesiredContext, packageSource } from '../../src/desired/index.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
export const ACCOUNT = '123456789012';

export type Tree = { [key: string]: Tree | unknown };

/** Reads the configuration of the published notebooks as a tree. Each call returns a new one. */
export function publishedTree(): Tree {
  return load(readFileSync(join(ROOT, 'test', 'golden', 'seed', 'config.yml'), 'utf8')) as Tree;
}

/** Decodes a tree as if it were config.yml. */
export function configOf(tree: Tree, { sortKeys = false } = {}): Config {
  const directory = mkdtempSync(join(tmpdir(), 'configuration-'));
  try {
    const file = join(directory, 'config.yml');
    writeFileSync(file, dump(tree, { sortKeys }));
    const loaded = loadConfig({ file, account: ACCOUNT, packageRoot: ROOT, env: {} });
    if (!loaded.ok) throw new Error(formatDiagnostics(loaded.diagnostics));
    return loaded.config;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The configuration of the published notebooks with some keys changed; null removes a key. */
export function publishedWith(changes: Tree): Config {
  return configOf(merged(publishedTree(), changes));
}

const source = packageSource(join(ROOT, 'sagemaker-code'));

export function contextOf(config: Config): DesiredContext {
  return { account: ACCOUNT, region: config.aws.region, source };
}

function merged(tree: Tree, changes: Tree): Tree {
  const result: Tree = { ...tree };
  for (const [key, value] of Object.entries(changes)) {
    const old = result[key];
    if (value === null) delete result[key];
    else result[key] = isTree(old) && isTree(value) ? merged(old, value) : value;
  }
  return result;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const VPC = { security_group_ids: ['sg-0a1b2c3d', 'sg-1'], subnets: ['subnet-0a1b2c3d', 'subnet-2'] };
const KEY = 'arn:aws:kms:{region}:{account_id}:key/0a1b2c3d-0000-4000-8000-000000000000';

/** Changes to that configuration which use what it does not use. */
export const EXOTIC: Readonly<Record<string, Tree>> = {
  'a VPC, a KMS key, tags everywhere, retries and no cache': {
    aws: { network_config: { ...VPC, encrypt_inter_container_traffic: true }, kms_key_id: KEY },
    pipeline: {
      tags: [
        { Key: 'team', Value: 'risk and fraud' },
        { Key: 'cost-center', Value: '42' },
      ],
      cache: { enabled: false },
      retries: { max_attempts: 5, interval_seconds: 10, backoff_rate: 1.5 },
    },
  },
  'network isolation': { aws: { network_config: { enable_network_isolation: true } } },
  'all network settings at once': {
    aws: {
      network_config: { ...VPC, enable_network_isolation: true, encrypt_inter_container_traffic: true },
      kms_key_id: KEY,
    },
  },
  'instances with local disks, and a key': {
    aws: { kms_key_id: KEY },
    training_step: {
      instance_type: 'ml.g5.xlarge',
      instance_count: 2,
      volume_size_in_gb: 100,
      max_runtime_in_seconds: 3600,
    },
    data_processing_step: { processing_instance_type: 'ml.r5d.large' },
    transform_step: { instance_type: 'ml.g4dn.xlarge' },
  },
  'continuous ranges, Random, early stopping and a random seed': {
    tuning_step: {
      strategy: 'Random',
      early_stopping: 'Auto',
      random_seed: 7,
      objective_type: 'Minimize',
      objective_metric_name: 'validation:loss',
      metric_definitions: [{ Name: 'validation:loss', Regex: 'log_loss=([0-9.]+)' }],
      hyperparam_ranges: {
        max_features: [0.1, 0.9],
        min_samples_leaf: { type: 'integer', min: 1, max: 64, scaling: 'Logarithmic' },
        ccp_alpha: { type: 'continuous', min: 0.0000001, max: 0.1, scaling: 'Logarithmic' },
        criterion: ['gini', 'entropy'],
        class_weight: { type: 'categorical', values: ['balanced'] },
      },
    },
  },
  'more features than one container argument holds': {
    training_step: { training_features: Array.from({ length: 90 }, (_, index) => `feature_number_${index}`) },
  },
  'names that need quoting': {
    training_step: {
      training_target: 'is "late"',
      training_features: ['größe', 'a,b', "it's", 'back\\slash', 'plain'],
      key_column: 'order "key"',
      sample: { rows: 100, seed: 7 },
    },
    transform_step: { key_column: 'order "key"' },
  },
  'three instances that read rows, and a sample': {
    data_processing_step: { instance_count: 3 },
    training_step: { key_column: 'orderkey', sample: { rows: 5000 } },
    transform_step: { instance_count: 2, key_column: 'orderkey', max_concurrent_transforms: 8, max_payload_in_mb: 12 },
  },
  'names of steps and pipelines': {
    pipeline: { training_pipeline_name: 'T', transform_pipeline_name: 'b-1' },
    data_processing_step: { step_name: 'read_rows' },
    tuning_step: { step_name: 'tune-1' },
    evaluation_step: {
      step_name: 'Evaluate_2',
      evaluation_filename: 'report.v1.json',
      accuracy_condition_threshold: 1,
    },
    condition_step: { step_name: 'good-enough' },
    fail_step: { step_name: 'x' },
    transform_step: { step_name: 'predict', strategy: 'SingleRecord', output_prefix: 'a/b/c' },
    register_model_step: { step_name: 'R', model_name: 'm', model_group: 'g', approval_status: 'Rejected' },
  },
  'a region in China': {
    aws: { region: 'cn-north-1', sagemaker_execution_role_arn: 'arn:aws-cn:iam::{account_id}:role/{role}' },
    training_step: { sklearn_framework_version: '1.2-1' },
  },
  'gates off': { evaluation_step: { gates: { beat_baseline: false, not_worse_than_deployed: false } } },
  'one gate, https, a window': {
    evaluation_step: { gates: { beat_baseline: false } },
    presto: { protocol: 'https', parameter: null, port: 8443 },
    transform_step: { query: 'SELECT * FROM orders WHERE ts >= {start_time_utc} AND ts < {end_time_utc}' },
  },
};
