import type { RuleName } from '../../src/rule-names.ts';

/** An edit of the shipped configuration that breaks a rule of AWS, and where `mlops check` finds it. */
export interface ConfigurationCase {
  /** Name of the rule in src/refusals or local/sagemaker/refusals. */
  readonly rule: string;
  /** Texts of files of the shipped configuration, and what stands there instead. */
  readonly edits: readonly (readonly [file: string, from: string, to: string])[];
  /** The line at which the finding stands, without blanks around it. */
  readonly line: string;
  readonly message: RegExp;
  /** The rule of the finding, where a check of the configuration finds it before: default `aws/<rule>`. */
  readonly finding?: RuleName;
}

const CONFIG = 'config.yml';
const ENDPOINT = 'environments/prod/endpoint.yml';
const ENVIRONMENT = 'environments/prod/environment.yml';

export const CONFIGURATION_CASES: readonly ConfigurationCase[] = [
  {
    rule: 'log-scale-at-zero',
    edits: [[CONFIG, 'max_depth: [3, 20]', 'max_depth: {type: integer, min: 0, max: 20, scaling: Logarithmic}']],
    line: 'max_depth: {type: integer, min: 0, max: 20, scaling: Logarithmic}',
    message: /greater than 0/,
    finding: 'config/invalid',
  },
  {
    rule: 'reverse-log-scale-range',
    edits: [
      [CONFIG, 'max_depth: [3, 20]', 'max_depth: {type: continuous, min: 0.5, max: 1.5, scaling: ReverseLogarithmic}'],
    ],
    line: 'max_depth: {type: continuous, min: 0.5, max: 1.5, scaling: ReverseLogarithmic}',
    message: /within 0 and 1/,
    finding: 'config/invalid',
  },
  {
    rule: 'reverse-log-scale-of-integers',
    edits: [[CONFIG, 'max_depth: [3, 20]', 'max_depth: {type: integer, min: 1, max: 20, scaling: ReverseLogarithmic}']],
    line: 'max_depth: {type: integer, min: 1, max: 20, scaling: ReverseLogarithmic}',
    message: /within 0 and 1/,
    finding: 'config/invalid',
  },
  {
    rule: 'integer-range-with-fraction',
    edits: [[CONFIG, 'max_depth: [3, 20]', 'max_depth: {type: integer, min: 1.5, max: 20}']],
    line: 'max_depth: {type: integer, min: 1.5, max: 20}',
    message: /whole number/,
    finding: 'config/invalid',
  },
  {
    rule: 'range-without-width',
    edits: [[CONFIG, 'max_depth: [3, 20]', 'max_depth: [20, 20]']],
    line: 'max_depth: [20, 20]',
    message: /both 20/,
    finding: 'config/invalid',
  },
  {
    rule: 'category-twice',
    edits: [[CONFIG, 'max_features: [sqrt, log2]', 'max_features: [sqrt, sqrt]']],
    line: 'max_features: [sqrt, sqrt]',
    message: /there twice/,
    finding: 'config/invalid',
  },
  {
    rule: 'too-few-combinations',
    edits: [[CONFIG, '    n_estimators: [10, 150]\n    max_depth: [3, 20]\n    min_samples_split: [2, 10]\n', '']],
    line: 'maximum_training_jobs: 4',
    message: /combinations/,
    finding: 'config/invalid',
  },
  {
    rule: 'parallel-above-total',
    edits: [[CONFIG, 'maximum_parallel_training_jobs: 2', 'maximum_parallel_training_jobs: 5']],
    line: 'maximum_parallel_training_jobs: 5',
    message: /more than the 4 in all/,
    finding: 'config/invalid',
  },
  {
    rule: 'objective-without-definition',
    edits: [[CONFIG, 'objective_metric_name: validation:auc', 'objective_metric_name: validation:loss']],
    line: 'objective_metric_name: validation:loss',
    message: /not in metric_definitions/,
    finding: 'config/invalid',
  },
  {
    rule: 'tuning-without-ranges',
    edits: [
      [
        CONFIG,
        '    n_estimators: [10, 150]\n    max_depth: [3, 20]\n    min_samples_split: [2, 10]\n    max_features: [sqrt, log2]\n',
        '    {}\n',
      ],
    ],
    line: 'hyperparam_ranges:',
    message: /at least one/,
    finding: 'config/invalid',
  },
  {
    rule: 'range-name-twice',
    edits: [[CONFIG, '    max_depth: [3, 20]\n', '    max_depth: [3, 20]\n    max_depth: [4, 20]\n']],
    line: 'max_depth: [4, 20]',
    message: /duplicate key/,
    finding: 'config/invalid',
  },
  {
    rule: 'metric-regex',
    edits: [[CONFIG, 'Regex: auc (\\S+)', "Regex: 'auc (\\S+'"]],
    line: "Regex: 'auc (\\S+'",
    message: /not a regular expression/,
    finding: 'config/invalid',
  },
  {
    rule: 'training-runtime-limit',
    edits: [
      [CONFIG, '  base_job_name: rf-sklearn\n', '  base_job_name: rf-sklearn\n  max_runtime_in_seconds: 3000000\n'],
    ],
    line: 'max_runtime_in_seconds: 3000000',
    message: /at most 2419200/,
    finding: 'config/invalid',
  },
  {
    rule: 'volume-size-missing',
    edits: [[CONFIG, '  base_job_name: rf-sklearn\n', '  base_job_name: rf-sklearn\n  volume_size_in_gb: 0\n']],
    line: 'volume_size_in_gb: 0',
    message: /at least 1/,
    finding: 'config/invalid',
  },
  {
    rule: 'volume-above-local-disk',
    edits: [
      [
        CONFIG,
        '  max_features: sqrt\n  instance_type: ml.m5.xlarge\n',
        '  max_features: sqrt\n  instance_type: ml.g4dn.xlarge\n  volume_size_in_gb: 1000\n',
      ],
    ],
    line: 'volume_size_in_gb: 1000',
    message: /VolumeSizeInGB 1000/,
  },
  {
    rule: 'tag-key-reserved',
    edits: [[CONFIG, '- Key: team', '- Key: aws:team']],
    line: '- Key: aws:team',
    message: /must not start with aws:/,
    finding: 'config/invalid',
  },
  {
    rule: 'tag-key-twice',
    edits: [[CONFIG, '      Value: my-team\n', '      Value: my-team\n    - Key: team\n      Value: other\n']],
    line: '- Key: team',
    message: /there twice/,
    finding: 'config/invalid',
  },
  {
    rule: 'too-many-tags',
    edits: [
      [
        CONFIG,
        '      Value: my-team\n',
        '      Value: my-team\n    - Key: k0\n      Value: v\n    - Key: k1\n      Value: v\n    - Key: k2\n      Value: v\n    - Key: k3\n      Value: v\n    - Key: k4\n      Value: v\n    - Key: k5\n      Value: v\n    - Key: k6\n      Value: v\n    - Key: k7\n      Value: v\n    - Key: k8\n      Value: v\n    - Key: k9\n      Value: v\n    - Key: k10\n      Value: v\n    - Key: k11\n      Value: v\n    - Key: k12\n      Value: v\n    - Key: k13\n      Value: v\n    - Key: k14\n      Value: v\n    - Key: k15\n      Value: v\n    - Key: k16\n      Value: v\n    - Key: k17\n      Value: v\n    - Key: k18\n      Value: v\n    - Key: k19\n      Value: v\n    - Key: k20\n      Value: v\n    - Key: k21\n      Value: v\n    - Key: k22\n      Value: v\n    - Key: k23\n      Value: v\n    - Key: k24\n      Value: v\n    - Key: k25\n      Value: v\n    - Key: k26\n      Value: v\n    - Key: k27\n      Value: v\n    - Key: k28\n      Value: v\n    - Key: k29\n      Value: v\n    - Key: k30\n      Value: v\n    - Key: k31\n      Value: v\n    - Key: k32\n      Value: v\n    - Key: k33\n      Value: v\n    - Key: k34\n      Value: v\n    - Key: k35\n      Value: v\n    - Key: k36\n      Value: v\n    - Key: k37\n      Value: v\n    - Key: k38\n      Value: v\n    - Key: k39\n      Value: v\n    - Key: k40\n      Value: v\n    - Key: k41\n      Value: v\n    - Key: k42\n      Value: v\n    - Key: k43\n      Value: v\n    - Key: k44\n      Value: v\n    - Key: k45\n      Value: v\n    - Key: k46\n      Value: v\n    - Key: k47\n      Value: v\n    - Key: k48\n      Value: v\n    - Key: k49\n      Value: v\n',
      ],
    ],
    line: '- Key: team',
    message: /at most 50/,
    finding: 'config/invalid',
  },
  {
    rule: 'key-form',
    edits: [[CONFIG, '  # kms_key_id: alias/mlops', '  kms_key_id: my/key']],
    line: 'kms_key_id: my/key',
    message: /not the id, the alias or the ARN/,
  },
  {
    rule: 'volume-key-region',
    edits: [
      [
        CONFIG,
        '  # kms_key_id: alias/mlops',
        '  kms_key_id: arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012',
      ],
    ],
    line: 'kms_key_id: arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012',
    message: /eu-west-1/,
  },
  {
    rule: 'step-name-twice',
    edits: [[CONFIG, 'step_name: Evaluate-Model', 'step_name: Preprocess-Data']],
    line: 'step_name: Preprocess-Data',
    message: /different names/,
    finding: 'config/invalid',
  },
  {
    rule: 'retry-policy-limit',
    edits: [[CONFIG, 'training_step:\n', '  retries: {max_attempts: 21}\n\ntraining_step:\n']],
    line: 'retries: {max_attempts: 21}',
    message: /at most 20/,
    finding: 'config/invalid',
  },
  {
    rule: 'transform-payload-product',
    edits: [
      [
        CONFIG,
        '  output_prefix: batch_transform_output',
        '  max_payload_in_mb: 10\n  max_concurrent_transforms: 20\n  output_prefix: batch_transform_output',
      ],
    ],
    line: 'max_concurrent_transforms: 20',
    message: /200 MB at once/,
    finding: 'config/invalid',
  },
  {
    rule: 'transform-payload-limit',
    edits: [
      [
        CONFIG,
        '  output_prefix: batch_transform_output',
        '  max_payload_in_mb: 101\n  output_prefix: batch_transform_output',
      ],
    ],
    line: 'max_payload_in_mb: 101',
    message: /at most 100/,
    finding: 'config/invalid',
  },
  {
    rule: 'transform-instance-limit',
    edits: [
      [
        CONFIG,
        '  step_name: mlops-RandomForestTransform\n  instance_type: ml.m5.xlarge\n  instance_count: 1',
        '  step_name: mlops-RandomForestTransform\n  instance_type: ml.m5.xlarge\n  instance_count: 101',
      ],
    ],
    line: 'instance_count: 101',
    message: /maximum, which is 100/,
  },
  {
    rule: 'canary-size',
    edits: [[ENDPOINT, 'keep: 2', 'keep: 2\nrollout: {type: canary, step_percent: 60, alarms: [a]}']],
    line: 'rollout: {type: canary, step_percent: 60, alarms: [a]}',
    message: /at most 50/,
    finding: 'config/invalid',
  },
  {
    rule: 'canary-size-missing',
    edits: [[ENDPOINT, 'keep: 2', 'keep: 2\nrollout: {type: canary, alarms: [a]}']],
    line: 'rollout: {type: canary, alarms: [a]}',
    message: /required and missing/,
    finding: 'config/invalid',
  },
  {
    rule: 'linear-step-size',
    edits: [[ENDPOINT, 'keep: 2', 'keep: 2\nrollout: {type: linear, step_percent: 5, alarms: [a]}']],
    line: 'rollout: {type: linear, step_percent: 5, alarms: [a]}',
    message: /at least 10/,
    finding: 'config/invalid',
  },
  {
    rule: 'linear-step-size-missing',
    edits: [[ENDPOINT, 'keep: 2', 'keep: 2\nrollout: {type: linear, alarms: [a]}']],
    line: 'rollout: {type: linear, alarms: [a]}',
    message: /required and missing/,
    finding: 'config/invalid',
  },
  {
    rule: 'deployment-timeout',
    edits: [
      [
        ENDPOINT,
        'keep: 2',
        'keep: 2\nrollout: {type: canary, step_percent: 10, wait_in_seconds: 900, maximum_execution_timeout_in_seconds: 600, alarms: [a]}',
      ],
    ],
    line: 'rollout: {type: canary, step_percent: 10, wait_in_seconds: 900, maximum_execution_timeout_in_seconds: 600, alarms: [a]}',
    message: /may take only 600 s/,
    finding: 'guardrail/timeout-range',
  },
  {
    rule: 'capacity-range',
    edits: [[ENDPOINT, 'min_instance_count: 1', 'min_instance_count: 5']],
    line: 'min_instance_count: 5',
    message: /greater than maximum 3/,
    finding: 'config/invalid',
  },
  {
    rule: 'scaled-burstable-instances',
    edits: [[ENDPOINT, 'min_instance_count: 1', 'instance_type: ml.t2.medium\nmin_instance_count: 1']],
    line: 'instance_type: ml.t2.medium',
    message: /ml\.t2\.medium/,
    finding: 'guardrail/burstable-scaling',
  },
  {
    rule: 'serverless-memory',
    edits: [
      [
        ENDPOINT,
        'min_instance_count: 1\nmax_instance_count: 3',
        'serverless: {memory_in_mb: 1500, max_concurrency: 5}',
      ],
    ],
    line: 'serverless: {memory_in_mb: 1500, max_concurrency: 5}',
    message: /expected one of 1024/,
    finding: 'config/invalid',
  },
  {
    rule: 'serverless-concurrency',
    edits: [
      [
        ENDPOINT,
        'min_instance_count: 1\nmax_instance_count: 3',
        'serverless: {memory_in_mb: 2048, max_concurrency: 5, provisioned_concurrency: 9}',
      ],
    ],
    line: 'serverless: {memory_in_mb: 2048, max_concurrency: 5, provisioned_concurrency: 9}',
    message: /greater than max_concurrency/,
    finding: 'config/invalid',
  },
  {
    rule: 'serverless-instances',
    edits: [
      [
        ENDPOINT,
        'min_instance_count: 1\nmax_instance_count: 3',
        'serverless: {memory_in_mb: 2048, max_concurrency: 5}\ninstance_type: ml.m5.large',
      ],
    ],
    line: 'instance_type: ml.m5.large',
    message: /does not go with serverless/,
    finding: 'config/invalid',
  },
  {
    rule: 'serverless-vpc',
    edits: [
      [
        ENDPOINT,
        'min_instance_count: 1\nmax_instance_count: 3',
        'serverless: {memory_in_mb: 2048, max_concurrency: 5}',
      ],
      [CONFIG, '    security_group_ids:\n    subnets:', '    security_group_ids: [sg-1]\n    subnets: [subnet-1]'],
    ],
    line: 'serverless: {memory_in_mb: 2048, max_concurrency: 5}',
    message: /VPC/,
    finding: 'config/invalid',
  },
  {
    rule: 'serverless-isolation',
    edits: [
      [
        ENDPOINT,
        'min_instance_count: 1\nmax_instance_count: 3',
        'serverless: {memory_in_mb: 2048, max_concurrency: 5}',
      ],
      [CONFIG, '    enable_network_isolation:', '    enable_network_isolation: true'],
    ],
    line: 'serverless: {memory_in_mb: 2048, max_concurrency: 5}',
    message: /enable_network_isolation/,
    finding: 'config/invalid',
  },
  {
    rule: 'role-of-other-account',
    edits: [[ENVIRONMENT, 'config: {}', 'role_arn: arn:aws:iam::999999999999:role/mlops\nconfig: {}']],
    line: 'role_arn: arn:aws:iam::999999999999:role/mlops',
    message: /Cross-account pass role is not allowed/,
  },
  {
    rule: 'serverless-capture',
    edits: [
      [
        ENDPOINT,
        'min_instance_count: 1\nmax_instance_count: 3',
        'serverless: {memory_in_mb: 2048, max_concurrency: 5}\ndata_capture: {percentage: 20}',
      ],
    ],
    line: 'data_capture: {percentage: 20}',
    message: /serverless/i,
  },
];
