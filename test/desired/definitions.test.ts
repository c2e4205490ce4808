import { batchPipeline, trainingPipeline } from '../../src/desired/index.ts';
import { Failure } from '../../src/failure.ts';
import { canonicalJson, lintDefinition, sha256 } from '../../src/pipeline/index.ts';
import { allSteps, at, list } from '../../src/pipeline/lint/helpers/walk.ts';
import { argumentProblems } from '../pipeline/service-model.ts';
import { configOf, contextOf, EXOTIC, publishedTree, publishedWith, type Tree } from './configurations.ts';

const both = (changes: Tree) => {
  const config = publishedWith(changes);
  const context = contextOf(config);
  return { training: trainingPipeline(config, context), batch: batchPipeline(config, undefined, context) };
};
const stepOf = (definition: Parameters<typeof allSteps>[0], name: string) => {
  const placed = allSteps(definition).find(({ step }) => step.Name === name);
  if (!placed) throw new Error(`no step ${name}`);
  return placed.step;
};
const arg = (definition: Parameters<typeof allSteps>[0], step: string, path: string) =>
  at(stepOf(definition, step).Arguments, path);

describe.each(Object.entries({ 'the published configuration': {}, ...EXOTIC }))('%s', (_, changes) => {
  test('the definitions break no lint rule and fit AWS’s service model', () => {
    const { training, batch } = both(changes);
    for (const { definition, json, hash } of [training, batch]) {
      expect(lintDefinition(definition)).toEqual([]);
      expect(argumentProblems(definition)).toEqual([]);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(definition)));
      expect(hash).toBe(sha256(json));
    }
  });

  test('the definitions refer to exactly the assets that they come with', () => {
    for (const { json, assets } of Object.values(both(changes))) {
      for (const asset of assets) {
        expect(json).toContain(asset.uri);
        expect(asset.uri).toContain(`/${asset.sha256}/`);
        if (!asset.uri.endsWith('/query.sql')) expect(sha256(asset.bytes)).toBe(asset.sha256);
      }
      const addressed = [...json.matchAll(/s3:\/\/[^"\\]*\/[0-9a-f]{64}\/[^"\\]*/g)].map(([uri]) => uri);
      expect(addressed.every((uri) => assets.some((asset) => asset.uri === uri))).toBe(true);
    }
  });
});

describe('network', () => {
  const changes = EXOTIC['all network settings at once'] ?? {};
  const vpc = { SecurityGroupIds: ['sg-0a1b2c3d', 'sg-1'], Subnets: ['subnet-0a1b2c3d', 'subnet-2'] };

  test('every job and the model run in the VPC, encrypted between instances', () => {
    const { training, batch } = both(changes);
    for (const step of ['Preprocess-Data', 'Evaluate-Model']) {
      expect(arg(training.definition, step, 'NetworkConfig')).toEqual({
        EnableNetworkIsolation: false,
        EnableInterContainerTrafficEncryption: true,
        VpcConfig: vpc,
      });
    }
    const job = arg(training.definition, 'Train-And-Tune-Model', 'TrainingJobDefinition');
    expect(job).toMatchObject({ VpcConfig: vpc, EnableInterContainerTrafficEncryption: true });
    expect(arg(batch.definition, 'mlops-presto-CreateModel', 'VpcConfig')).toEqual(vpc);
  });

  test('an isolated training job gets its code as a channel, with nothing to install', () => {
    const { training } = both(changes);
    const job = arg(training.definition, 'Train-And-Tune-Model', 'TrainingJobDefinition');
    expect(job).toMatchObject({
      EnableNetworkIsolation: true,
      StaticHyperParameters: { sagemaker_submit_directory: '"/opt/ml/input/data/code/sourcedir.tar.gz"' },
    });
    const channel = list(at(job, 'InputDataConfig')).find((each) => at(each, 'ChannelName') === 'code');
    const asset = training.assets.find(({ uri }) => uri === at(channel, 'DataSource.S3DataSource.S3Uri'));
    expect(Buffer.from(asset?.bytes ?? []).includes('training.py')).toBe(true);
    expect(Buffer.from(asset?.bytes ?? []).includes('requirements.txt\0')).toBe(false);
  });
});

test('the key encrypts outputs and volumes, except the volumes of instances with local disks', () => {
  const key = `arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000`;
  const { training, batch } = both(EXOTIC['a VPC, a KMS key, tags everywhere, retries and no cache'] ?? {});
  const keys = (json: string) => json.split(`KmsKeyId":"${key}"`).length - 1;
  expect([keys(training.json), keys(batch.json)]).toEqual([6, 4]);
  const disks = both(EXOTIC['instances with local disks, and a key'] ?? {});
  const volumes = (json: string) => json.split('VolumeKmsKeyId').length - 1;
  // Evaluation still runs on ml.m5.xlarge.
  expect([volumes(disks.training.json), volumes(disks.batch.json)]).toEqual([1, 0]);
});

test('each resource has the tags of the pipeline and of its section, and the section wins', () => {
  const { training, batch } = both({
    pipeline: {
      tags: [
        { Key: 'team', Value: 'everybody' },
        { Key: 'a', Value: '1' },
      ],
    },
  });
  const tagged = [...allSteps(training.definition), ...allSteps(batch.definition)]
    .filter(({ step }) => step.Type !== 'Condition' && step.Type !== 'Fail')
    .map(({ step }) => [step.Name, step.Arguments.Tags]);
  const merged = [
    { Key: 'a', Value: '1' },
    { Key: 'team', Value: 'my-team' },
  ];
  expect(tagged.filter(([name]) => name !== 'Evaluate-Model').map(([, tags]) => tags)).toEqual(Array(6).fill(merged));
  expect(arg(training.definition, 'Evaluate-Model', 'Tags')).toEqual(training.tags);
});

test('steps are cached and retried as configured, if the service supports it for their type', () => {
  const published = both({});
  const cached = (definition: Parameters<typeof allSteps>[0]) =>
    allSteps(definition).flatMap(({ step }) => (step.CacheConfig ? [step.Name] : []));
  expect(cached(published.training.definition)).toEqual(['Preprocess-Data', 'Train-And-Tune-Model']);
  expect(cached(published.batch.definition)).toEqual([]);
  expect(cached(both({ pipeline: { cache: { enabled: false } } }).training.definition)).toEqual([]);
  const retries = (step: string) =>
    stepOf(published.training.definition, step).RetryPolicies?.flatMap(({ ExceptionType }) => ExceptionType);
  expect(retries('Register-Model-RegisterModel')).toEqual(['Step.SERVICE_FAULT', 'Step.THROTTLING']);
  expect(retries('Train-And-Tune-Model')).not.toContain('SageMaker.JOB_INTERNAL_ERROR');
  expect(retries('Accuracy-Condition')).toBeUndefined();
});

test('a hyperparameter is static, as JSON, unless it has a range', () => {
  const { training } = both({
    tuning_step: { hyperparam_ranges: { n_estimators: [10, 20], max_features: null, max_depth: null } },
  });
  const fixed = arg(training.definition, 'Train-And-Tune-Model', 'TrainingJobDefinition.StaticHyperParameters');
  expect(fixed).toMatchObject({ max_features: '"sqrt"', max_depth: '10', random_state: '42' });
  expect(Object.keys(fixed as object)).not.toContain('n_estimators');
});

test('each kind of range has its list', () => {
  const changes = EXOTIC['continuous ranges, Random, early stopping and a random seed'] ?? {};
  const tree = publishedTree();
  delete (tree.tuning_step as Tree).hyperparam_ranges;
  const config = configOf({
    ...tree,
    tuning_step: { ...(tree.tuning_step as Tree), ...(changes.tuning_step as Tree) },
  });
  const { definition } = trainingPipeline(config, contextOf(config));
  expect(arg(definition, 'Train-And-Tune-Model', 'HyperParameterTuningJobConfig')).toMatchObject({
    Strategy: 'Random',
    RandomSeed: 7,
    TrainingJobEarlyStoppingType: 'Auto',
    HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'validation:loss' },
    ParameterRanges: {
      ContinuousParameterRanges: [
        { Name: 'ccp_alpha', MinValue: '1e-7', MaxValue: '0.1', ScalingType: 'Logarithmic' },
        { Name: 'max_features', MinValue: '0.1', MaxValue: '0.9', ScalingType: 'Auto' },
      ],
      IntegerParameterRanges: [{ Name: 'min_samples_leaf', MinValue: '1', MaxValue: '64', ScalingType: 'Logarithmic' }],
      CategoricalParameterRanges: [
        { Name: 'class_weight', Values: ['"balanced"'] },
        { Name: 'criterion', Values: ['"gini"', '"entropy"'] },
      ],
    },
  });
});

test('null in a categorical range is the text of a null, which the training script reads as None', () => {
  const ranges = {
    max_features: ['sqrt', null],
    bootstrap: [true, false],
    max_depth: { type: 'categorical', values: [5, null] },
  };
  const tree = publishedTree();
  const config = configOf({ ...tree, tuning_step: { ...(tree.tuning_step as Tree), hyperparam_ranges: ranges } });
  const { definition } = trainingPipeline(config, contextOf(config));
  expect(arg(definition, 'Train-And-Tune-Model', 'HyperParameterTuningJobConfig.ParameterRanges')).toMatchObject({
    CategoricalParameterRanges: [
      { Name: 'bootstrap', Values: ['"true"', '"false"'] },
      { Name: 'max_depth', Values: ['"5"', '"null"'] },
      { Name: 'max_features', Values: ['"sqrt"', '"null"'] },
    ],
  });
});

test('a long list of features is cut into pieces that each fit into one argument', () => {
  const changes = EXOTIC['more features than one container argument holds'] ?? {};
  const { training } = both(changes);
  const pieces = training.definition.Parameters.filter(({ Name }) => /^Feature\d*$/.test(Name)).map((p) =>
    String(p.DefaultValue),
  );
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.every((piece) => piece.length <= 256)).toBe(true);
  expect(JSON.parse(pieces.join(''))).toEqual((changes.training_step as Tree).training_features);
  const options = list(arg(training.definition, 'Evaluate-Model', 'AppSpecification.ContainerArguments')).filter(
    (each) => /^--features/.test(String(each)),
  );
  expect(options).toEqual(['--features', ...Array(pieces.length - 1).fill('--features+')]);
});

test('gates: each one that is on is a condition and is named in the message', () => {
  const conditions = (changes: Tree) =>
    JSON.stringify(arg(both(changes).training.definition, 'Accuracy-Condition', 'Conditions')).match(
      /gates\.\w+\.value/g,
    );
  expect(conditions({})).toEqual(['gates.beat_baseline.value', 'gates.not_worse_than_deployed.value']);
  expect(conditions(EXOTIC['gates off'] ?? {})).toBeNull();
  expect(conditions(EXOTIC['one gate, https, a window'] ?? {})).toEqual(['gates.not_worse_than_deployed.value']);
});

test('the order of keys in the file has no meaning', () => {
  const hashes = (tree: Tree, sortKeys: boolean) => {
    const config = configOf(tree, { sortKeys });
    const context = contextOf(config);
    return [trainingPipeline(config, context).hash, batchPipeline(config, undefined, context).hash];
  };
  const reversed = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, member]) => [key, reversed(member)]),
        )
      : value;
  const expected = hashes(publishedTree(), false);
  expect(hashes(publishedTree(), true)).toEqual(expected);
  expect(hashes(reversed(publishedTree()) as Tree, false)).toEqual(expected);
});

describe('changing one value', () => {
  /** Values that neither pipeline uses: those of the endpoint, and names of other things. */
  const elsewhere =
    /^realtime_endpoint\.|^pipeline\.base_job_name$|^scripts\.(query|source_dir)$|num_hours_to_go_back$/;
  /** Values that depend on other values. They are changed to something that is still valid. */
  const valid: Record<string, unknown> = {
    'aws.region': 'eu-west-1',
    'aws.sagemaker_execution_role_arn': 'arn:aws:iam::{account_id}:role/{role}',
    'presto.parameter': '9999',
    'training_step.sklearn_framework_version': '1.2-1',
    'tuning_step.objective_metric_name': 'validation:auc',
    'register_model_step.approval_status': 'Approved',
    'evaluation_step.instance_count': 1,
    'evaluation_step.evaluation_filename': 'other.json',
    'tuning_step.maximum_parallel_training_jobs': 2,
    'training_step.train_split': 0.6,
    'training_step.test_split': 0.8,
    'evaluation_step.accuracy_condition_threshold': 0.7,
    'tuning_step.hyperparam_ranges.max_features': ['sqrt'],
    'scripts.preprocess_data': 'evaluate.py',
    'scripts.evaluation': 'code/training.py',
    'scripts.batch_transform_get_data': 'evaluate.py',
    'scripts.batch_inference': 'code/evaluate.py',
    'scripts.training_script': 'code/evaluate.py',
  };
  const unchanged = new Set(['tuning_step.objective_metric_name', 'evaluation_step.instance_count']);
  /** A range hides the static value of the same name. */
  const hidden = /^training_step\.(n_estimators|max_depth|min_samples_split|max_features)$/;

  const leaves = (tree: Tree, path: string[] = []): string[][] =>
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? leaves(value as Tree, [...path, key])
        : value === null
          ? []
          : [[...path, key]],
    );
  const changed = (path: string, value: unknown): unknown => {
    if (path in valid) return valid[path];
    if (typeof value === 'number') return value + 1;
    if (/instance_type/.test(path)) return Array.isArray(value) ? ['ml.m5.4xlarge'] : 'ml.m5.4xlarge';
    if (/metric_definitions/.test(path)) return [{ Name: 'validation:auc', Regex: 'AUC (.*)' }];
    if (/tags$/.test(path)) return [{ Key: 'team', Value: 'another' }];
    if (Array.isArray(value))
      return typeof value[0] === 'number' ? [value[0], Number(value[1]) + 1] : [...value, 'extra'];
    return /query$/.test(path) ? String(value).replace('5000', '5001') : `${value}-x`;
  };
  const before = both({});
  const cases = leaves(publishedTree())
    .map((path) => path.join('.'))
    .filter((path) => !elsewhere.test(path) && !hidden.test(path) && !unchanged.has(path));

  test.each(cases)('%s changes a definition', (path) => {
    const keys = path.split('.');
    const old = keys.reduce<unknown>((tree, key) => (tree as Tree)[key], publishedTree());
    const changes = keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), changed(path, old)) as Tree;
    if (path === 'tuning_step.maximum_training_jobs' || path === 'tuning_step.maximum_parallel_training_jobs') {
      (changes.tuning_step as Tree).maximum_training_jobs ??= 2;
    }
    if (path === 'data_processing_step.instance_count') {
      // Several instances need keys.
      const keys = { training_step: { key_column: 'orderkey' }, transform_step: { key_column: 'orderkey' } };
      expect(both({ ...changes, ...keys }).training.hash).not.toBe(both(keys).training.hash);
      return;
    }
    const after = both(changes);
    expect([after.training.hash, after.batch.hash]).not.toEqual([before.training.hash, before.batch.hash]);
  });
});

test('a definition is the same when it is built twice, and it is frozen', () => {
  const { training } = both({});
  expect(both({}).training.hash).toBe(training.hash);
  expect(canonicalJson(JSON.parse(training.json))).toBe(training.json);
  expect(() => Object.assign(training.definition.Steps[0] ?? {}, { Name: 'other' })).toThrow(TypeError);
});

test('a definition that breaks a rule is refused, and its findings are data', () => {
  const training_features = Array.from({ length: 200 }, (_, index) => `feature_number_${index}`);
  const refused = () => both({ training_step: { training_features } });
  expect(refused).toThrow(Failure);
  expect(refused).toThrow(
    expect.objectContaining({
      code: 'definition_invalid',
      facts: {
        findings: [
          {
            rule: 'over-limit',
            path: 'Steps.Train-And-Tune-Model.Arguments.TrainingJobDefinition.StaticHyperParameters.features',
            message: '4,091 characters; SageMaker takes at most 2,500',
            way_out: 'Use fewer or shorter names.',
          },
        ],
      },
    }),
  );
});
