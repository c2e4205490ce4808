import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigFiles } from '../../src/config/config-files.ts';
import {
  describeOrigin,
  durationSeconds,
  INHERITED_SETTINGS,
  loadEnvironments,
  showConfig,
} from '../../src/config/index.ts';
import { readRegularFile } from '../../src/config/regular-file.ts';
import { ROOT, SEED, seedWith, Workspace } from './workspace.ts';

const LF = SEED.replaceAll('\r\n', '\n');
/** Both queries of the published configuration are the same. */
const QUERY = LF.slice(LF.indexOf('  query: |'), LF.indexOf('\ntuning_step'));

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const ENVIRONMENT = 'account: "123456789012"\n';

function workspace(files: Record<string, string>, config = SEED) {
  return new Workspace({ 'config.yml': config, ...files });
}

function loaded(files: Record<string, string>, environment: string, options = {}) {
  const folder = workspace(files);
  const result = folder.load({ environment, ...options });
  if (!result.ok) throw new Error(folder.errors({ environment }).join('\n'));
  folder.remove();
  if (!result.environment) throw new Error('no environment');
  return { ...result, environment: result.environment, relative: (text: string) => folder.relative(text) };
}

test('what the files leave out comes from config.yml, with names of its own', () => {
  const { environment } = loaded({ 'environments/dev/environment.yml': ENVIRONMENT }, 'dev');
  expect(environment).toMatchObject({
    name: 'dev',
    account: '123456789012',
    region: 'us-east-1',
    promotes_from: null,
    soak: '0h',
    freeze: [],
    approvers: [],
    endpoint: {
      model: null,
      endpoint_name: 'mlops-realtime-ep-dev',
      endpoint_config_name: 'random-forest-classifier-dev',
      instance_type: 'ml.m5.xlarge',
      min_instance_count: 1,
      max_instance_count: 3,
      scaling: {
        metric: 'invocations',
        target: 1000,
        scale_in_cooldown: '300s',
        scale_out_cooldown: '60s',
        schedule: [],
      },
      keep: 2,
    },
    batch_transform: {
      model: null,
      pipeline_name: 'mlops-batch-inference-dev',
      instance_type: 'ml.m5.xlarge',
      instance_count: 1,
      output_prefix: 'batch_transform_output/dev',
    },
  });
  expect(environment.batch_transform.query).toMatch(/^SELECT/);
});

test('mappings merge, lists and single values replace, and each value knows where it was written', () => {
  const { config, environment, origins, relative } = loaded(
    {
      'environments/prod/environment.yml': [
        'account: "210987654321"',
        'region: eu-west-1',
        'role: prod-role',
        'bucket: prod-{region}-{account_id}',
        'soak: 72h',
        'config:',
        '  training_step:',
        '    training_features: [total_quantity]',
        '    n_estimators: 200',
        '    query_file: prod.sql',
        '  presto: {port: 9090}',
        '  aws: {network_config: {subnets: [subnet-1], security_group_ids: [sg-1]}}',
      ].join('\n'),
      'environments/prod/prod.sql': 'SELECT 1 AS high_value_order',
      'environments/prod/endpoint.yml': `model: {package_group: mlops-presto, version: 3, artifact_digest: "${DIGEST}"}\nmax_instance_count: 9\n`,
      'environments/prod/batch-transform.yml': 'query: SELECT {start_time_utc}\n',
    },
    'prod',
  );
  expect(config.aws).toMatchObject({
    region: 'eu-west-1',
    sagemaker_execution_role_arn: 'arn:aws:iam::210987654321:role/service-role/prod-role',
    s3_bucket: 'prod-eu-west-1-210987654321',
    network_config: { subnets: ['subnet-1'], security_group_ids: ['sg-1'] },
  });
  expect(config.presto.port).toBe(9090);
  expect(config.training_step).toMatchObject({
    training_features: ['total_quantity'],
    n_estimators: 200,
    max_depth: 10,
    query: 'SELECT 1 AS high_value_order',
  });
  expect(environment.region).toBe('eu-west-1');
  expect(environment.endpoint).toMatchObject({
    model: { package_group: 'mlops-presto', version: 3, artifact_digest: DIGEST },
    max_instance_count: 9,
  });
  expect(environment.batch_transform.query).toBe('SELECT {start_time_utc}');
  const from = (path: string) => relative(describeOrigin(origins.get(path) ?? 'default'));
  expect(from('aws.region')).toBe('environments/prod/environment.yml:2');
  expect(from('aws.s3_bucket')).toBe('environments/prod/environment.yml:4');
  expect(from('aws.s3_prefix')).toBe('config.yml:9');
  expect(from('training_step.n_estimators')).toBe('environments/prod/environment.yml:9');
  expect(from('training_step.training_features.0')).toBe('environments/prod/environment.yml:8');
  expect(from('training_step.max_depth')).toBe('config.yml:47');
  expect(from('training_step.random_state')).toBe('default');
  expect(from('training_step.query')).toBe('environments/prod/prod.sql:1');
  expect(from('tuning_step.hyperparam_ranges.max_depth.max')).toBe('config.yml:94');
  expect(from('presto.port')).toBe('environments/prod/environment.yml:11');
  expect(from('environment.soak')).toBe('environments/prod/environment.yml:5');
  expect(from('environment.endpoint.max_instance_count')).toBe('environments/prod/endpoint.yml:2');
  expect(from('environment.endpoint.min_instance_count')).toBe('config.yml:182');
  expect(from('environment.endpoint.keep')).toBe('default');
  expect(from('environment.batch_transform.query')).toBe('environments/prod/batch-transform.yml:1');
  expect([...origins.keys()].filter((path) => path.includes('undefined'))).toEqual([]);
});

test('a key without a value takes the value back to its default', () => {
  const { config } = loaded(
    {
      'environments/dev/environment.yml': `${ENVIRONMENT}config: {training_step: {max_depth: }, aws: {s3_prefix: ~}}\n`,
    },
    'dev',
  );
  expect(config.training_step.max_depth).toBe(10);
  expect(config.aws.s3_prefix).toBe('mlops-pipeline-model');
});

test('the account that is given resolves the placeholders; the one of the file stays to be compared', () => {
  const { config, environment } = loaded({ 'environments/dev/environment.yml': ENVIRONMENT }, 'dev', {
    account: '999999999999',
  });
  expect(config.aws.s3_bucket).toBe('sagemaker-us-east-1-999999999999');
  expect(environment.account).toBe('123456789012');
});

const WRONG: [name: string, files: Record<string, string>, expected: string[]][] = [
  [
    'an account as a number',
    { 'environment.yml': 'account: 123456789012' },
    ['environment.yml:1:10 account: expected text, got 123456789012\n  Write it in quotes: "123456789012".'],
  ],
  [
    'an account without quotes that starts with 0',
    { 'environment.yml': 'account: 012345678901' },
    [
      'environment.yml:1:10 account: expected text, got 12345678901\n  Write it in quotes: "012345678901". Without quotes YAML reads a number, and the first 0 is lost.',
    ],
  ],
  [
    'an account that has lost its 0',
    { 'environment.yml': 'account: 12345678901' },
    [
      'environment.yml:1:10 account: expected text, got 12345678901\n  It must be the 12 digits of an AWS account, in quotes ("012345678901").',
    ],
  ],
  ['no account', { 'environment.yml': 'soak: 1h' }, ['environment.yml:1:1 account: is required and missing']],
  [
    'an empty file',
    { 'environment.yml': '' },
    ['environment.yml:1:1: is empty\n  Write its keys, which docs/configuration.md lists, or remove the file.'],
  ],
  [
    'an override with a mistake',
    {
      'environment.yml': `${ENVIRONMENT}config:\n  tuning_step:\n    hyperparam_ranges: {max_depth: [20, 3]}\n    strategi: Random`,
    },
    [
      'environment.yml:4:37 config.tuning_step.hyperparam_ranges.max_depth: minimum 20 is greater than maximum 3',
      'environment.yml:5:5 config.tuning_step.strategi: unknown key; did you mean strategy?',
    ],
  ],
  [
    'an override that breaks a rule together with config.yml',
    { 'environment.yml': `${ENVIRONMENT}config: {training_step: {train_split: 0.95}}` },
    [
      'environment.yml:2:39 config.training_step.train_split: 0.95 is not below test_split 0.9\n  Both are cumulative: 0.7 and 0.9 make 70 % training, 20 % validation, 10 % test.',
    ],
  ],
  [
    'an override that is not a mapping',
    { 'environment.yml': `${ENVIRONMENT}config: none` },
    ['environment.yml:2:9 config: expected a mapping, got "none"'],
  ],
  [
    'a region that overrides, with a role of another partition',
    { 'environment.yml': `${ENVIRONMENT}region: us-gov-west-1\nrole_arn: arn:aws:iam::123456789012:role/r` },
    [
      'environment.yml:3:11 role_arn: the ARN is in partition aws, but us-gov-west-1 is in aws-us-gov\n  Write arn:aws-us-gov:… or arn:{partition}:…',
    ],
  ],
  [
    'a freeze that ends before it begins, and one on no day',
    {
      'environment.yml': `${ENVIRONMENT}freeze:\n- {from: 2026-12-20, to: 2026-12-01, reason: x}\n- {from: 2026-13-20, to: 2026-12-01, reason: x}\n- {from: tomorrow, to: 2026-12-01, reason: x}`,
    },
    [
      'environment.yml:5:10 freeze, item 3, from: must be a date (2026-12-20) or a time with its zone (2026-12-20T18:00Z); got "tomorrow"',
    ],
  ],
  [
    'freezes',
    {
      'environment.yml': `${ENVIRONMENT}freeze:\n- {from: 2026-12-20, to: 2026-12-01, reason: x}\n- {from: 2026-13-20, to: 2026-12-01, reason: x}`,
    },
    [
      'environment.yml:3:26 freeze, item 1, to: 2026-12-01 is not after 2026-12-20',
      'environment.yml:4:10 freeze, item 2, from: there is no such date: 2026-13-20',
    ],
  ],
  [
    'a soak without its unit, an approver with @',
    { 'environment.yml': `${ENVIRONMENT}soak: 24\napprovers: ["@octocat"]` },
    [
      'environment.yml:2:7 soak: expected text, got 24\n  It must be a duration such as 30m, 24h or 7d.',
      'environment.yml:3:13 approvers, item 1: must be a GitHub login, without @; got "@octocat"',
    ],
  ],
  [
    'a pin without a digest, and a version in quotes',
    { 'endpoint.yml': 'model:\n  package_group: g\n  version: "3"' },
    [
      'endpoint.yml:1:1 model.artifact_digest: is required and missing',
      'endpoint.yml:3:12 model.version: expected a number, got "3"\n  Write it without quotes: 3.',
    ],
  ],
  [
    'a digest of another form',
    { 'batch-transform.yml': 'model: {package_group: g, version: 1, artifact_digest: sha256:abc}' },
    ['batch-transform.yml:1:56 model.artifact_digest: must be sha256: and 64 hexadecimal digits; got "sha256:abc"'],
  ],
  [
    'fewer instances at most than config.yml says at least',
    {
      'environment.yml': `${ENVIRONMENT}config: {realtime_endpoint: {min_instance_count: 3}}`,
      'endpoint.yml': 'max_instance_count: 2',
    },
    ['endpoint.yml:1:1 min_instance_count: minimum 3 is greater than maximum 2 (max_instance_count)'],
  ],
  [
    'a rollout that is not complete',
    { 'endpoint.yml': 'rollout: {type: canary, alarms: [a]}' },
    ['endpoint.yml:1:1 rollout.step_percent: is required and missing: canary moves a share of the traffic at a time'],
  ],
  [
    'a schedule, which an earlier version had as a key',
    { 'batch-transform.yml': 'model: null\nschedule: cron(0 6 ? * MON *)' },
    [
      'batch-transform.yml:2:1 schedule: is not a key: the schedule of the batch predictions is the cron expression in .github/workflows/batch.yml\n  Remove this key. It had no effect.',
    ],
  ],
  [
    'a query file that is not there',
    { 'batch-transform.yml': 'query_file: batch.sql' },
    [
      'batch-transform.yml:1:13 query_file: there is no file environments/dev/batch.sql\n  The path is relative to environments/dev/batch-transform.yml.',
    ],
  ],
  [
    'an unfilled placeholder',
    { 'environment.yml': 'account: <your-account>' },
    ['environment.yml:1:10 account: <your-account> is a placeholder; write your value here'],
  ],
  [
    'an instance that does not serve',
    { 'endpoint.yml': 'instance_type: ml.m5.huge' },
    [
      'endpoint.yml:1:16 instance_type: ml.m5.huge does not exist for hosting; ml.m5 comes as large, xlarge, 2xlarge, 4xlarge, 12xlarge, 24xlarge',
    ],
  ],
];

test.each(WRONG)('%s', (_, files, expected) => {
  const all = { 'environment.yml': ENVIRONMENT, ...files };
  const folder = workspace(
    Object.fromEntries(Object.entries(all).map(([name, text]) => [`environments/dev/${name}`, text])),
  );
  expect(folder.errors({ environment: 'dev' })).toEqual(expected.map((text) => `environments/dev/${text}`));
  folder.remove();
});

test('an environment that does not exist', () => {
  const folder = workspace({
    'environments/prod/environment.yml': ENVIRONMENT,
    'environments/dev/environment.yml': ENVIRONMENT,
  });
  expect(folder.errors({ environment: 'prd' })).toEqual([
    'there is no environment prd; did you mean prod?\n  Name a folder of environments/: dev, prod.',
  ]);
  expect(folder.errors({ environment: 'qualification' })).toEqual([
    'there is no environment qualification; there are dev, prod\n  Name a folder of environments/: dev, prod.',
  ]);
  folder.remove();
});

describe('the name of an environment', () => {
  const errors = (name: string, warnings = false) => {
    const folder = workspace({ [`environments/${name}/environment.yml`]: ENVIRONMENT });
    const messages = folder.errors({ environment: name, warnings });
    expect(folder.allErrors()).toEqual(warnings ? [] : messages);
    folder.remove();
    return messages.filter((message) => message.startsWith('environments/'));
  };

  test.each(['my dev', 'dev_eu', '-dev', 'dev-', 'dév', 'dev.eu'])('%s is refused', (name) => {
    expect(errors(name)).toEqual([
      `environments/${name}/environment.yml:1:1: "${name}" is not a name of an environment: a name has letters, digits and hyphens, and no hyphen at either end\n  Rename the folder. Its name becomes the end of the names of the endpoint and of the batch pipeline.`,
    ]);
  });

  test.each(['dev', 'Dev-2', 'e', 'a'.repeat(15)])('%s is right', (name) => expect(errors(name)).toEqual([]));

  test('a name that infra/roles.yml does not take is a warning: the roles can be others', () => {
    expect(errors('a'.repeat(16), true)).toEqual([
      `environments/${'a'.repeat(16)}/environment.yml:1:1: warning: ${'a'.repeat(16)} has 16 characters; infra/roles.yml takes a name of at most 15\n  Shorten the name of the folder, unless the roles of this environment are your own.`,
    ]);
    const roles = readFileSync(join(ROOT, 'infra/roles.yml'), 'utf8');
    expect(/^ {2}Environment:\n(?: {4}.*\n)*? {4}MaxLength: (\d+)$/m.exec(roles)?.[1]).toBe('15');
  });
});

test('a mistake in a key that stands for one of config.yml is reported once', () => {
  const folder = workspace({ 'environments/dev/environment.yml': `${ENVIRONMENT}region: us-east1\n` });
  expect(folder.errors({ environment: 'dev' })).toEqual([
    'environments/dev/environment.yml:2:9 region: must be an AWS region such as us-east-1; got "us-east1"; did you mean us-east-1?\n  Write us-east-1, or the code of another AWS region.',
  ]);
  folder.write('environments/dev/environment.yml', `${ENVIRONMENT}region: us-esat-1\n`);
  expect(folder.allErrors()).toEqual([
    'environments/dev/environment.yml:2:9 region: us-esat-1 is not an AWS region; did you mean us-east-1?\n  Write us-east-1, or the code of another AWS region.',
  ]);
  folder.remove();
});

test('schedule without a value, as earlier versions had it, is not a mistake', () => {
  const { environment } = loaded(
    { 'environments/dev/environment.yml': ENVIRONMENT, 'environments/dev/batch-transform.yml': 'schedule: null\n' },
    'dev',
  );
  expect(environment.batch_transform).not.toHaveProperty('schedule');
});

test('what an environment sets itself, it does not inherit', () => {
  const own: Record<string, Record<string, unknown>> = {
    endpoint: {
      endpoint_name: 'ep',
      instance_type: 'ml.m5.large',
      min_instance_count: 2,
      max_instance_count: 4,
      scaling: { metric: 'concurrency', target: 7 },
    },
    batch_transform: {
      pipeline_name: 'p',
      instance_type: 'ml.m5.large',
      instance_count: 3,
      query: 'SELECT 1',
      output_prefix: 'out',
    },
  };
  const files = { endpoint: 'endpoint', batch_transform: 'batch-transform' } as const;
  const written = Object.entries(files).map(([section, file]) => [
    `environments/dev/${file}.yml`,
    JSON.stringify(own[section]),
  ]);
  const { environment, origins, relative } = loaded(
    { 'environments/dev/environment.yml': ENVIRONMENT, ...Object.fromEntries(written) },
    'dev',
  );
  expect(environment).toMatchObject(own);
  for (const { target, source } of INHERITED_SETTINGS) {
    // endpoint.yml has no key for it.
    if (target === 'endpoint.endpoint_config_name') continue;
    // It does not go with instances: see serving.test.ts.
    if (target === 'endpoint.serverless') continue;
    const [section = '', key = ''] = target.split('.');
    expect(Object.keys(own[section] ?? {})).toContain(key);
    const file = `environments/dev/${files[section as keyof typeof files]}.yml:1`;
    const leaf = target === 'endpoint.scaling' ? `${target}.target` : target;
    expect([target, relative(describeOrigin(origins.get(`environment.${leaf}`) ?? 'default'))]).toEqual([target, file]);
    expect(origins.get(source)).not.toEqual(origins.get(`environment.${leaf}`));
  }
});

test('each file is read once, for however many environments', () => {
  const folder = workspace(
    {
      ...Object.fromEntries(
        ['a', 'b', 'c'].flatMap((name) =>
          ['environment', 'endpoint', 'batch-transform'].map((file) => [
            `environments/${name}/${file}.yml`,
            file === 'environment' ? ENVIRONMENT : 'model: null\n',
          ]),
        ),
      ),
      'sql/a.sql': 'SELECT 1 AS high_value_order',
    },
    seedWith([QUERY, '  query_file: sql/a.sql\n'], [QUERY, '  query_file: sql/a.sql\n']),
  );
  const file = join(folder.directory, 'config.yml');
  const read: string[] = [];
  const files = new ConfigFiles(file, (path) => {
    read.push(folder.relative(path));
    return readRegularFile(path, 1_000_000);
  });
  const all = loadEnvironments({ file, packageRoot: ROOT }, files);
  expect(all).toMatchObject({ ok: true, environments: [{}, {}, {}] });
  expect(read.toSorted()).toEqual([
    'config.yml',
    ...['a', 'b', 'c'].flatMap((name) =>
      ['batch-transform', 'endpoint', 'environment'].map((each) => `environments/${name}/${each}.yml`),
    ),
    'sql/a.sql',
  ]);
  folder.remove();
});

test('names become too long only with the environment behind them', () => {
  const folder = workspace(
    { 'environments/production/environment.yml': ENVIRONMENT },
    seedWith(['endpoint_name: mlops-realtime-ep', `endpoint_name: ${'e'.repeat(60)}`]),
  );
  expect(folder.errors()).toEqual([]);
  expect(folder.errors({ environment: 'production' })).toEqual([
    `environments/production/endpoint.yml:1:1 endpoint_name: ${'e'.repeat(60)}-production has 71 characters; a name has at most 63\n  It is realtime_endpoint.endpoint_name with -production: shorten that, or set endpoint_name here.`,
  ]);
  folder.remove();
});

describe('all environments together', () => {
  const chain = (from: Record<string, string>, rest: Record<string, string> = {}) =>
    workspace({
      ...Object.fromEntries(
        Object.entries(from).map(([name, source]) => [
          `environments/${name}/environment.yml`,
          `${ENVIRONMENT}promotes_from: ${source}\n`,
        ]),
      ),
      ...rest,
    });

  test('come in the order of promotion', () => {
    const folder = chain({ a: 'b', b: 'c', c: 'null' });
    const all = folder.loadAll();
    expect(all.ok && all.environments.map(({ environment }) => environment.name)).toEqual(['c', 'b', 'a']);
    folder.remove();
  });

  test('a circle is a mistake of each that is in it', () => {
    const folder = chain({ a: 'b', b: 'c', c: 'a', d: 'c' });
    expect(folder.allErrors()).toEqual([
      'environments/a/environment.yml:2:16 promotes_from: promotes in a circle: a ← b ← c ← a',
      'environments/b/environment.yml:2:16 promotes_from: promotes in a circle: b ← c ← a ← b',
      'environments/c/environment.yml:2:16 promotes_from: promotes in a circle: c ← a ← b ← c',
    ]);
    folder.remove();
  });

  test('an unknown source, and itself', () => {
    const folder = chain({ staging: 'staging', prod: 'stagign' });
    expect(folder.allErrors()).toEqual([
      'environments/prod/environment.yml:2:16 promotes_from: there is no environment stagign; did you mean staging?',
      'environments/staging/environment.yml:2:16 promotes_from: is this environment itself',
    ]);
    folder.remove();
  });

  test('one name twice in an account, and the mistake of config.yml is reported once', () => {
    const folder = chain(
      { a: 'null', b: 'null' },
      { 'environments/a/endpoint.yml': 'endpoint_name: ep', 'environments/b/endpoint.yml': 'endpoint_name: ep' },
    );
    expect(folder.allErrors()).toEqual([
      'environments/b/endpoint.yml:1:16 endpoint_name: ep is the name in a too, in the same account and region',
    ]);
    folder.write('config.yml', seedWith(['max_depth: 10', 'max_depth: ten']));
    expect(folder.allErrors()).toEqual(['config.yml:47:14 training_step.max_depth: expected a number, got "ten"']);
    folder.remove();
  });

  test('a project without environments is right', () => {
    const folder = workspace({});
    expect(folder.loadAll()).toMatchObject({ ok: true, environments: [] });
    folder.remove();
  });
});

test('durations', () => {
  expect(['0h', '90s', '30m', '24h', '7d'].map(durationSeconds)).toEqual([0, 90, 1800, 86_400, 604_800]);
});

describe('showConfig', () => {
  const load = () =>
    loaded({ 'environments/dev/environment.yml': `${ENVIRONMENT}config: {training_step: {n_estimators: 5}}` }, 'dev', {
      env: { PRESTO_HOST: 'p' },
    });

  test('shows where each value comes from', () => {
    const result = load();
    const lines = result
      .relative(showConfig(result, { origins: true }))
      .split('\n')
      .map((line) => line.replace(/\s+#/, ' #'));
    for (const line of [
      'aws:',
      '  region: us-east-1 # config.yml:3',
      '  host: p # environment variable PRESTO_HOST',
      '  port: 8080 # config.yml:25',
      '  n_estimators: 5 # environments/dev/environment.yml:2',
      '    - total_extended_price # config.yml:42',
      '  random_state: 42 # default',
      '  early_stopping: "Off" # default',
      '  query: |- # config.yml:59',
      '    SELECT',
      'environment:',
      '  account: "123456789012" # environments/dev/environment.yml:1',
      '    endpoint_name: mlops-realtime-ep-dev # config.yml:180',
    ]) {
      expect(lines).toContain(line);
    }
  });

  test('is YAML with the same values, with and without origins', async () => {
    const { load: parse } = await import('js-yaml');
    const result = load();
    const values = JSON.parse(JSON.stringify({ ...result.config, environment: result.environment }));
    expect(parse(showConfig(result, { origins: true }))).toEqual(values);
    expect(parse(showConfig(result))).toEqual(values);
    expect(showConfig(result)).not.toContain('config.yml:');
  });
});
