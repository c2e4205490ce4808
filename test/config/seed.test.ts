import { ROOT, SEED, seedWith, Workspace } from './workspace.ts';

function load(text: string, files: Record<string, string> = {}, options = {}) {
  const workspace = new Workspace({ 'config.yml': text, ...files });
  const loaded = workspace.load(options);
  const errors = workspace.errors({ warnings: true, ...options });
  workspace.remove();
  if (!loaded.ok) throw new Error(errors.join('\n'));
  return { ...loaded, messages: errors };
}

test('the published configuration loads unchanged once its placeholders are filled in', () => {
  const { config, sources, messages } = load(SEED);
  expect(config.aws).toEqual({
    region: 'us-east-1',
    sagemaker_execution_role_name: 'SageMakerExecutionRole',
    sagemaker_execution_role_arn: 'arn:aws:iam::{account_id}:role/service-role/SageMakerExecutionRole',
    s3_bucket: 'sagemaker-us-east-1-{account_id}',
    s3_prefix: 'mlops-pipeline-model',
    network_config: {},
  });
  expect(config.presto).toEqual({
    host: 'presto.example.internal',
    port: 8080,
    presto_credentials: 'prestodb-credentials',
    catalog: 'tpch',
    schema: 'tiny',
  });
  expect(config.training_step).toMatchObject({
    training_target: 'high_value_order',
    training_features: ['total_extended_price', 'avg_discount', 'total_quantity'],
    sklearn_framework_version: '0.23-1',
    n_estimators: 75,
    random_state: 42,
    train_split: 0.7,
    test_split: 0.9,
    volume_size_in_gb: 30,
    max_runtime_in_seconds: 86400,
  });
  expect(config.training_step.query.split('\n')[0]).toBe('SELECT');
  expect(config.training_step.query).toMatch(/LIMIT 5000$/);
  expect(sources.training.line).toBe(59);
  expect(config.tuning_step.hyperparam_ranges).toEqual({
    n_estimators: { type: 'integer', min: 10, max: 150, scaling: 'Auto' },
    max_depth: { type: 'integer', min: 3, max: 20, scaling: 'Auto' },
    min_samples_split: { type: 'integer', min: 2, max: 10, scaling: 'Auto' },
    max_features: { type: 'categorical', values: ['sqrt', 'log2'] },
  });
  expect(config.evaluation_step.gates).toEqual({ beat_baseline: true, not_worse_than_deployed: true });
  expect(config.pipeline.cache).toEqual({ enabled: true, expire_after: 'P30D' });
  expect(config.pipeline.retries).toEqual({ max_attempts: 2, interval_seconds: 30, backoff_rate: 2 });
  expect(config.realtime_endpoint).toMatchObject({ min_instance_count: 1, max_instance_count: 3 });
  expect(config.realtime_endpoint).not.toHaveProperty('scaling');
  expect(messages).toEqual([
    'config.yml:123:5 transform_step.query: warning: has no {start_time_utc} or {end_time_utc}: every run predicts all of its rows',
    'config.yml:187:17 scripts.source_dir: warning: there is no folder code; the scripts of this package are used',
  ]);
});

test('without a folder of its own it gets the scripts of this package, named relative to it', () => {
  const { config } = load(SEED);
  expect(config.scripts).toEqual({
    source_dir: `${ROOT}/sagemaker-code`,
    query: 'query.py',
    preprocess_data: 'presto_preprocess_for_training.py',
    evaluation: 'evaluate.py',
    batch_transform_get_data: 'presto_preprocess_for_batch_inference.py',
    batch_inference: 'inference.py',
    training_script: 'training.py',
  });
});

test('a folder of its own is used, relative to config.yml', () => {
  const names = [
    'training.py',
    'evaluate.py',
    'inference.py',
    'presto_preprocess_for_training.py',
    'presto_preprocess_for_batch_inference.py',
  ];
  const { config } = load(SEED, Object.fromEntries(names.map((name) => [`code/${name}`, ''])));
  expect(config.scripts).toMatchObject({ source_dir: 'code', training_script: 'training.py' });
});

test('{account_id}, {region} and {role} are replaced as far as they are known', () => {
  const { config } = load(SEED, {}, { account: '012345678901', region: 'eu-west-1' });
  expect(config.aws).toMatchObject({
    region: 'eu-west-1',
    sagemaker_execution_role_arn: 'arn:aws:iam::012345678901:role/service-role/SageMakerExecutionRole',
    s3_bucket: 'sagemaker-eu-west-1-012345678901',
  });
});

test('a host and a key may have placeholders too', () => {
  const text = seedWith(
    ['host: presto.example.internal', 'host: presto.{region}.example.internal'],
    ['  s3_prefix:', '  kms_key_id: arn:{partition}:kms:{region}:{account_id}:key/1\n  s3_prefix:'],
  );
  const { config } = load(text, {}, { account: '123456789012' });
  expect(config.presto.host).toBe('presto.us-east-1.example.internal');
  expect(config.aws.kms_key_id).toBe('arn:aws:kms:us-east-1:123456789012:key/1');
});

test.each([
  ['us-east-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('in %s the ARN of the role is in %s', (region, partition) => {
  const text = seedWith(
    ['  sagemaker_execution_role_arn: arn:aws:iam::{account_id}:role/service-role/{role}\n', ''],
    ['region: us-east-1', `region: ${region}`],
  );
  const { config } = load(text, {}, { account: '123456789012' });
  expect(config.aws.sagemaker_execution_role_arn).toBe(
    `arn:${partition}:iam::123456789012:role/SageMakerExecutionRole`,
  );
});

test('PRESTO_HOST and PRESTO_PORT win over the file, and say so', () => {
  const { config, origins } = load(SEED, {}, { env: { PRESTO_HOST: 'presto.internal', PRESTO_PORT: '18080' } });
  expect(config.presto).toMatchObject({ host: 'presto.internal', port: 18080 });
  expect(origins.get('presto.port')).toEqual({ variable: 'PRESTO_PORT' });
  expect(load(SEED, {}, { env: { PRESTO_HOST: '', PRESTO_PORT: undefined } }).config.presto.port).toBe(8080);
});

test('a wrong PRESTO_PORT is a mistake of the variable', () => {
  const workspace = new Workspace({ 'config.yml': SEED });
  expect(workspace.errors({ env: { PRESTO_PORT: 'http' } })).toEqual([
    'environment variable PRESTO_PORT presto.port: expected a number, got "http"',
  ]);
  workspace.remove();
});

test('every form of a range comes out in one', () => {
  const { config } = load(
    seedWith([
      '    max_depth:\n    - 3\n    - 20',
      [
        '    max_depth: {type: integer, min: 3, max: 20, scaling: Logarithmic}',
        '    ccp_alpha: [0, 0.5]',
        '    min_samples_leaf: [0.01, 1]',
        '    criterion: {type: categorical, values: [gini, entropy]}',
      ].join('\n'),
    ]),
  );
  expect(config.tuning_step.hyperparam_ranges).toMatchObject({
    max_depth: { type: 'integer', min: 3, max: 20, scaling: 'Logarithmic' },
    ccp_alpha: { type: 'continuous', min: 0, max: 0.5, scaling: 'Auto' },
    min_samples_leaf: { type: 'continuous', min: 0.01, max: 1 },
    criterion: { type: 'categorical', values: ['gini', 'entropy'] },
  });
});

test('a query file is read relative to the file that names it; semicolon and trailing comments are cut off', () => {
  const text = seedWith(['  train_split: 0.7', '  key_column: k\n  query_file: sql/a.sql\n  train_split: 0.7']);
  const start = text.indexOf('  query: |');
  const without = text.slice(0, start) + text.slice(text.indexOf('\ntuning_step'));
  const { config, origins, sources } = load(without, {
    'sql/a.sql': "\n-- what\r\nSELECT ';' AS a, 1 AS k -- why\r\n; -- the end\n",
  });
  expect(config.training_step.query).toBe("-- what\r\nSELECT ';' AS a, 1 AS k");
  expect(sources.training).toMatchObject({ line: 2 });
  expect(origins.get('training_step.query')).toMatchObject({ line: 2, column: 1 });
  const workspace = new Workspace({
    'config.yml': without,
    'sql/a.sql': 'SELECT 1 AS k FROM t\nWHERE a > {start_time_utc}',
  });
  expect(workspace.errors()).toContain(
    'sql/a.sql:2:11 training_step.query_file: {start_time_utc} is replaced in the batch query only',
  );
  workspace.write('sql/a.sql', Buffer.from([0xff, 0xfe, 0x00]));
  expect(workspace.errors()).toEqual([
    'config.yml:54:15 training_step.query_file: sql/a.sql is not UTF-8 text\n  Save the file as UTF-8.',
  ]);
  workspace.write('sql/a.sql', '-- nothing yet');
  expect(workspace.errors()).toEqual(['sql/a.sql:1:1 training_step.query_file: the query has only comments']);
  workspace.remove();
});

test('aliases and merge keys point at the value that they repeat', () => {
  const text = seedWith(
    ['presto:\n', 'x: &presto\n  catalog: tpch\n  schema: 5\npresto:\n  <<: *presto\n'],
    ['  catalog: tpch\n  schema: tiny', '  ## from x'],
  ).replace('## from x', '');
  const workspace = new Workspace({ 'config.yml': text });
  expect(workspace.errors()).toEqual([
    'config.yml:23:1 x: unknown key',
    'config.yml:25:11 presto.schema: expected text, got 5\n  Write it in quotes: "5".',
  ]);
  workspace.remove();
});
