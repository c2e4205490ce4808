import { config, type PlanCase, UNCHANGED } from './project.ts';

const all = (...differences: string[]) => ({ all: differences });

/** Lines of a section in the opposite order. */
const reversed = (text: string, from: string, to: string): string => {
  const [start, end] = [text.indexOf(from), text.indexOf(to)];
  const lines = text.slice(start, end).split('\n').slice(0, -1);
  return `${text.slice(0, start)}${lines.reverse().join('\n')}\n${text.slice(end)}`;
};

export const CONFIG_SAME: readonly PlanCase[] = [
  {
    name: 'all comments are gone',
    head: [{ file: 'config.yml', by: (text) => text.replaceAll(/^\s*#.*\n/gm, '') }],
    expect: UNCHANGED,
  },
  {
    name: 'sections in another order',
    head: [
      {
        file: 'config.yml',
        by: (text) => {
          const [head, ...sections] = text.split(/\n(?=[a-z_]+:\n)/);
          return [head, ...sections.reverse()].join('\n\n');
        },
      },
    ],
    expect: UNCHANGED,
  },
  {
    name: 'keys of a section in another order',
    head: [{ file: 'config.yml', by: (text) => reversed(text, '  training_pipeline_name:', '  tags:\n') }],
    expect: UNCHANGED,
  },
  {
    name: 'quotes around a text',
    head: [config('training_target: late', 'training_target: "late"')],
    expect: UNCHANGED,
  },
  { name: 'a number written otherwise', head: [config('train_split: 0.7', 'train_split: 7.0e-1')], expect: UNCHANGED },
  {
    name: 'a list over several lines',
    head: [config('n_estimators: [10, 150]', 'n_estimators:\n      - 10\n      - 150')],
    expect: UNCHANGED,
  },
  {
    name: 'a mapping in braces',
    head: [config('  sample:\n    rows: 5000\n    seed: 42\n', '  sample: {seed: 42, rows: 5000}\n')],
    expect: UNCHANGED,
  },
  {
    name: 'an anchor and an alias',
    head: [
      config(
        'instance_type: ml.m5.xlarge\n  instance_count: 1\n  base_job_name',
        'instance_type: &machine ml.m5.xlarge\n  instance_count: 1\n  base_job_name',
      ),
      config(
        'transform_step:\n  step_name: mlops-RandomForestTransform\n  instance_type: ml.m5.xlarge',
        'transform_step:\n  step_name: mlops-RandomForestTransform\n  instance_type: *machine',
      ),
    ],
    expect: UNCHANGED,
  },
  { name: 'a value that is the default is left out', head: [config('  strategy: Bayesian\n', '')], expect: UNCHANGED },
  {
    name: 'defaults are written out',
    head: [
      config(
        'training_target: late',
        'training_target: late\n  random_state: 42\n  volume_size_in_gb: 30\n  max_runtime_in_seconds: 86400',
      ),
    ],
    expect: UNCHANGED,
  },
  {
    name: 'a whole section of defaults is left out',
    head: [config('fail_step:\n  step_name: AccuracyThresholdFailed\n', '')],
    expect: UNCHANGED,
  },
  {
    name: 'the cache and the retries as they are by default',
    head: [
      config(
        'pipeline:\n',
        'pipeline:\n  cache: {enabled: true, expire_after: P30D}\n  retries: {max_attempts: 2, interval_seconds: 30, backoff_rate: 2}\n',
      ),
    ],
    expect: UNCHANGED,
  },
  { name: 'parameter, the older name of port', head: [config('port: 8080', 'parameter: "8080"')], expect: UNCHANGED },
  {
    name: 'a range in its explicit form',
    head: [config('max_depth: [3, 20]', 'max_depth: {type: integer, min: 3, max: 20, scaling: Auto}')],
    expect: UNCHANGED,
  },
  {
    name: 'a list of names in its explicit form',
    head: [config('max_features: [sqrt, log2]', 'max_features: {type: categorical, values: [sqrt, log2]}')],
    expect: UNCHANGED,
  },
  {
    name: 'ranges in another order',
    head: [
      config(
        '    n_estimators: [10, 150]\n    max_depth: [3, 20]\n',
        '    max_depth: [3, 20]\n    n_estimators: [10, 150]\n',
      ),
    ],
    expect: UNCHANGED,
  },
  {
    name: 'tags in another order',
    base: [config('      Value: my-team\n', '      Value: my-team\n    - Key: cost-center\n      Value: "42"\n')],
    head: [
      config(
        '    - Key: team\n      Value: my-team\n    - Key: cost-center\n      Value: "42"\n',
        '    - Key: cost-center\n      Value: "42"\n    - Key: team\n      Value: my-team\n',
      ),
    ],
    expect: UNCHANGED,
  },
  { name: 'a key without a value', head: [config('presto:\n', 'presto:\n  protocol:\n')], expect: UNCHANGED },
  {
    name: 'line ends of Windows',
    head: [{ file: 'config.yml', by: (text) => text.replaceAll('\n', '\r\n') }],
    expect: UNCHANGED,
  },
  { name: 'a byte order mark', head: [{ file: 'config.yml', by: (text) => `\ufeff${text}` }], expect: UNCHANGED },
  {
    name: 'the role written out',
    head: [
      config('arn:{partition}:iam::{account_id}:role/{role}', 'arn:aws:iam::123456789012:role/mlops-execution-role'),
    ],
    expect: UNCHANGED,
  },
  {
    name: 'the bucket written out',
    head: [config('sagemaker-{region}-{account_id}', 'sagemaker-us-east-1-123456789012')],
    expect: UNCHANGED,
  },
  {
    name: 'scripts with their folder',
    head: [config('training_script: training.py', 'training_script: sagemaker-code/training.py')],
    expect: UNCHANGED,
  },
  {
    name: 'a value that tuning overrides says so',
    head: [config('n_estimators: 75', 'n_estimators: 200')],
    expect: UNCHANGED,
    findings: ['config/no-effect'],
  },
  {
    name: 'a name that nothing reads says so',
    head: [config('base_job_name: mlops-prestodb', 'base_job_name: other')],
    expect: UNCHANGED,
    findings: ['config/no-effect'],
  },
  {
    name: 'a value of config.yml that every environment replaces says so',
    head: [config('min_instance_count: 1\n  max_instance_count: 3', 'min_instance_count: 2\n  max_instance_count: 3')],
    expect: UNCHANGED,
    findings: ['config/no-effect'],
  },
];

export const CONFIG_CHANGED: readonly PlanCase[] = [
  {
    name: 'the target',
    head: [config('training_target: late', 'training_target: is_late')],
    expect: all('target training_step.training_target'),
  },
  {
    name: 'a feature more',
    head: [config('    - extendedprice\n', '    - extendedprice\n    - discount\n')],
    expect: all('features training_step.training_features'),
  },
  {
    name: 'features in another order',
    head: [config('    - quantity\n    - extendedprice\n', '    - extendedprice\n    - quantity\n')],
    expect: all('features training_step.training_features'),
  },
  {
    name: 'the size of the sample',
    head: [config('rows: 5000', 'rows: 6000')],
    expect: all('sample training_step.sample.rows'),
  },
  {
    name: 'the seed of the sample',
    head: [config('seed: 42', 'seed: 43')],
    expect: all('sample training_step.sample.seed'),
  },
  {
    name: 'no sample',
    head: [config('  sample:\n    rows: 5000\n    seed: 42\n', '')],
    expect: all('sample training_step.sample.rows', 'sample training_step.sample.seed'),
  },
  {
    name: 'the splits',
    head: [config('train_split: 0.7', 'train_split: 0.8')],
    expect: all('sample training_step.train_split'),
  },
  {
    name: 'a range',
    head: [config('max_depth: [3, 20]', 'max_depth: [3, 30]')],
    expect: all('hyperparameters tuning_step.hyperparam_ranges.max_depth'),
  },
  {
    name: 'a whole range becomes a continuous one',
    head: [config('min_samples_split: [2, 10]', 'min_samples_split: [0.1, 0.9]')],
    expect: all('hyperparameters tuning_step.hyperparam_ranges.min_samples_split'),
  },
  {
    name: 'a range goes, so that the value counts',
    head: [config('    n_estimators: [10, 150]\n', '')],
    expect: all(
      'hyperparameters training_step.n_estimators',
      'hyperparameters tuning_step.hyperparam_ranges.n_estimators',
    ),
  },
  {
    name: 'a range for another hyperparameter',
    head: [config('    n_estimators: [10, 150]\n', '    n_estimators: [10, 150]\n    min_samples_leaf: [1, 5]\n')],
    expect: all('hyperparameters tuning_step.hyperparam_ranges.min_samples_leaf'),
  },
  {
    name: 'the random state',
    head: [config('n_estimators: 75', 'n_estimators: 75\n  random_state: 7')],
    expect: all('hyperparameters training_step.random_state'),
  },
  {
    name: 'the strategy',
    head: [config('strategy: Bayesian', 'strategy: Random')],
    expect: all('tuning tuning_step.strategy'),
  },
  {
    name: 'the number of trials',
    head: [config('maximum_training_jobs: 4', 'maximum_training_jobs: 8')],
    expect: all('tuning tuning_step.maximum_training_jobs'),
  },
  {
    name: 'the metric that is read from the log',
    head: [config('Regex: auc (\\S+)', 'Regex: "auc: (\\\\S+)"')],
    expect: all('tuning tuning_step.metric_definitions'),
  },
  {
    name: 'the threshold',
    head: [config('accuracy_condition_threshold: 0.85', 'accuracy_condition_threshold: 0.8')],
    expect: all('gates evaluation_step.accuracy_condition_threshold'),
  },
  {
    name: 'a gate',
    head: [config('beat_baseline: true', 'beat_baseline: false')],
    expect: all('gates evaluation_step.gates.beat_baseline'),
  },
  {
    name: 'packages are approved at once',
    head: [config('approval_status: PendingManualApproval', 'approval_status: Approved')],
    expect: all('gates register_model_step.approval_status'),
  },
  {
    name: 'the image',
    head: [config('sklearn_framework_version: 1.2-1', 'sklearn_framework_version: 1.0-1')],
    expect: all('image training_step.sklearn_framework_version'),
  },
  {
    name: 'the instance of training',
    head: [
      config('max_features: sqrt\n  instance_type: ml.m5.xlarge', 'max_features: sqrt\n  instance_type: ml.m5.2xlarge'),
    ],
    expect: all('resources training_step.instance_type'),
  },
  {
    name: 'instances that read from Presto',
    head: [config('by key hash.\n  instance_count: 1', 'by key hash.\n  instance_count: 2')],
    expect: all('resources data_processing_step.instance_count'),
  },
  {
    name: 'the schema of unqualified tables',
    head: [config('schema: tiny', 'schema: sf1')],
    expect: all('query presto.schema'),
  },
  {
    name: 'the coordinator',
    head: [config('host: 127.0.0.1', 'host: presto.example.com')],
    expect: all('environment presto.host'),
  },
  {
    name: 'the credentials',
    head: [config('presto_credentials: prestodb-credentials', 'presto_credentials: other-credentials')],
    expect: all('environment presto.presto_credentials'),
  },
  {
    name: 'the cache is off',
    head: [config('pipeline:\n', 'pipeline:\n  cache: {enabled: false}\n')],
    expect: all('pipeline pipeline.cache.enabled', 'pipeline pipeline.cache.expire_after'),
  },
  {
    name: 'a tag more',
    head: [config('      Value: my-team\n', '      Value: my-team\n    - Key: cost-center\n      Value: "42"\n')],
    expect: all('tags pipeline.tags.cost-center'),
  },
  {
    name: 'the value of a tag',
    head: [config('Value: my-team', 'Value: your-team')],
    expect: all('tags pipeline.tags.team'),
  },
  {
    name: 'a key encrypts',
    head: [config('# kms_key_id: alias/mlops', 'kms_key_id: alias/mlops')],
    expect: all('environment aws.kms_key_id'),
  },
  {
    name: 'the name of the training pipeline',
    head: [config('training_pipeline_name: mlops-pipeline-presto', 'training_pipeline_name: mlops-late-lines')],
    expect: all('pipeline pipeline.training_pipeline_name'),
  },
  {
    name: 'the name of the batch pipelines',
    head: [config('transform_pipeline_name: mlops-batch-inference', 'transform_pipeline_name: mlops-batch')],
    expect: all('batch environment.batch_transform.pipeline_name'),
  },
  {
    name: 'the instance of every endpoint',
    head: [
      config(
        'endpoint_name: mlops-realtime-ep\n  instance_type: ml.m5.xlarge',
        'endpoint_name: mlops-realtime-ep\n  instance_type: ml.m5.large',
      ),
    ],
    expect: all('endpoint environment.endpoint.instance_type'),
  },
  {
    name: 'how far a batch goes back',
    head: [config('num_hours_to_go_back: 168', 'num_hours_to_go_back: 24')],
    expect: all('batch transform_step.num_hours_to_go_back'),
  },
  {
    name: 'the role of every environment',
    head: [
      config('sagemaker_execution_role_name: mlops-execution-role', 'sagemaker_execution_role_name: another-role'),
    ],
    expect: all('environment aws.sagemaker_execution_role_arn'),
  },
  {
    name: 'another script evaluates',
    head: [
      config('evaluation: evaluate.py', 'evaluation: evaluate_all.py'),
      { file: 'sagemaker-code/evaluate.py', rename: 'sagemaker-code/evaluate_all.py' },
    ],
    expect: all('code sagemaker-code/evaluate.py', 'code sagemaker-code/evaluate_all.py', 'code scripts.evaluation'),
  },
];
