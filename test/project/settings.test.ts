import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Config,
  type Environment,
  formatDiagnostics,
  loadEnvironments,
  type QuerySource,
} from '../../src/config/index.ts';
import { batchPipeline, packageSource, trainingPipeline } from '../../src/desired/index.ts';
import { Failure } from '../../src/failure.ts';
import { differencesOf, idleChanges } from '../../src/plan/difference.ts';
import { type EnvironmentState, environmentState } from '../../src/project/environment-state.ts';
import { SUBJECTS } from '../../src/project/subjects.ts';
import { changed, config, environment, pin, ROOT, shippedProject } from '../golden/plans/project.ts';

/*
 * Walks every leaf of a configuration in which everything is set that can be, changes it, and looks at what the plan says. A key
 * that is added to the schema and forgotten in the plan fails here, as soon as it is set below.
 */

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The shipped project with every optional key of config.yml and of dev's files. */
function everything(): { config: Config; environment: Environment } {
  const shipped = shippedProject();
  const folder = changed(shipped, [
    config('  # kms_key_id: alias/mlops\n', '  kms_key_id: alias/mlops\n'),
    {
      file: 'config.yml',
      by: (text) =>
        text.replace(
          / {4}enable_network_isolation:\n[\s\S]*? {4}encrypt_inter_container_traffic:\n/,
          '    enable_network_isolation: false\n    security_group_ids: [sg-1]\n    subnets: [subnet-1]\n    encrypt_inter_container_traffic: true\n',
        ),
    },
    config('presto:\n', 'presto:\n  protocol: http\n'),
    config('training_step:\n', `training_step:\n  step_name: Train\n${tags('training')}`),
    config('tuning_step:\n', 'tuning_step:\n  random_seed: 7\n'),
    // One hyperparameter without a range, so that its value counts.
    config(
      '    min_samples_split: [2, 10]\n',
      '    ccp_alpha: {type: continuous, min: 0.001, max: 0.1, scaling: Logarithmic}\n',
    ),
    config('transform_step:\n', `transform_step:\n  max_concurrent_transforms: 2\n${tags('transform')}`),
    config('data_processing_step:\n', `data_processing_step:\n${tags('processing')}`),
    config('register_model_step:\n', `register_model_step:\n${tags('register')}`),
    config(
      'realtime_endpoint:\n',
      'realtime_endpoint:\n  scaling:\n    target: 100\n    schedule:\n      - {name: day, cron: "0 8 ? * MON-FRI *", timezone: Europe/Berlin, min_instance_count: 2, max_instance_count: 4}\n',
    ),
    environment('dev', 'endpoint', 'max_instance_count: 1', 'max_instance_count: 5'),
    environment('dev', 'endpoint', 'model: null', pin(3)),
    {
      file: 'environments/dev/endpoint.yml',
      by: (text) => `${text}rollout:\n  type: canary\n  step_percent: 10\n  alarms: [ep-5xx]\n`,
    },
    environment('dev', 'batch-transform', 'model: null', pin(2)),
    environment(
      'dev',
      'environment',
      'approvers: []',
      'approvers: [octocat]\nfreeze:\n  - {from: 2026-12-18, to: 2027-01-04, reason: holidays}',
    ),
  ]);
  folders.push(shipped, folder);
  const loaded = loadEnvironments({ file: join(folder, 'config.yml'), packageRoot: ROOT, env: {} });
  if (!loaded.ok) throw new Error(formatDiagnostics(loaded.diagnostics));
  const dev = loaded.environments.find((each) => each.environment.name === 'dev');
  if (dev === undefined) throw new Error('no dev');
  return { config: dev.config, environment: dev.environment };
}

const tags = (value: string) => `  tags:\n    - {Key: part, Value: ${value}}\n`;

const source = packageSource(join(ROOT, 'sagemaker-code'));

const QUERY_SOURCE: QuerySource = { file: 'query.sql', line: 1, column: 1, stretches: [] };

function stateOf(parts: { config: Config; environment: Environment | null }): EnvironmentState {
  const { config: of, environment: in_ } = parts;
  const context = { account: in_?.account ?? '000000000000', region: of.aws.region, source };
  return environmentState({
    ...parts,
    sources: { training: QUERY_SOURCE, batch: QUERY_SOURCE },
    account: context.account,
    region: context.region,
    project_folder: '.',
    source,
    failures: [],
    source_folder: 'sagemaker-code',
    training: orNull(() => trainingPipeline(of, context)),
    batch: orNull(() => batchPipeline(of, in_ ?? undefined, context)),
    place: () => null,
    file: (name) => name,
  });
}

/** A leaf that is changed alone may break a rule of the definition; what changed is to be said nevertheless. */
function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

type Path = ReadonlyArray<string | number>;

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) =>
    leaves(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Values of which another one has to be right. */
const OTHER: Readonly<Record<string, unknown>> = {
  'config.training_step.max_features': 'log2',
  'config.pipeline.cache.expire_after': 'P60D',
  'config.presto.protocol': 'https',
  'config.evaluation_step.evaluation_filename': 'other.json',
  'config.tuning_step.strategy': 'Random',
  'config.tuning_step.early_stopping': 'Auto',
  'config.tuning_step.objective_type': 'Minimize',
  'config.tuning_step.metric_definitions.0.Name': 'validation:auc2',
  'config.transform_step.strategy': 'SingleRecord',
  'config.register_model_step.approval_status': 'Approved',
  'config.training_step.sklearn_framework_version': '1.0-1',
  'config.aws.region': 'us-west-2',
  'environment.region': 'us-west-2',
  'environment.soak': '7h',
  'environment.promotes_from': 'staging',
  'environment.freeze.0.from': '2026-12-19',
  'environment.freeze.0.to': '2027-01-05',
  'environment.endpoint.scaling.metric': 'concurrency',
  'environment.endpoint.scaling.scale_in_cooldown': '301s',
  'environment.endpoint.scaling.scale_out_cooldown': '61s',
  'environment.endpoint.rollout.type': 'linear',
  'environment.account': '210987654321',
  'config.training_step.query': 'SELECT 1 AS a',
  'config.transform_step.query': 'SELECT 2 AS b',
  'environment.batch_transform.query': 'SELECT 3 AS c',
  'environment.endpoint.model.artifact_digest': `sha256:${'b'.repeat(64)}`,
  'environment.batch_transform.model.artifact_digest': `sha256:${'b'.repeat(64)}`,
};

function otherValue(path: string, value: unknown): unknown {
  if (Object.hasOwn(OTHER, path)) return OTHER[path];
  // Nothing reads them out of the package; what is packaged is compared by its content.
  if (path.startsWith('config.scripts.')) return value === 'training.py' ? 'evaluate.py' : 'training.py';
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return Number.isInteger(value) ? value + 1 : value + 0.01;
  if (/instance_type/.test(path)) return value === 'ml.m5.large' ? 'ml.m5.xlarge' : 'ml.m5.large';
  if (path.includes('hyperparam_ranges') && path.endsWith('scaling')) return 'Linear';
  return `${value}x`;
}

function withLeaf<T>(value: T, path: Path, leaf: unknown): T {
  const copy = structuredClone(value);
  const parent = path
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>(
      (inner, step) => inner[step] as Record<string | number, unknown>,
      copy as Record<string | number, unknown>,
    );
  parent[path.at(-1) ?? ''] = leaf;
  return copy;
}

const base = everything();
const before = stateOf(base);

/** Names and kinds that follow from others. */
const DERIVED = /(^environment\.(name|region)$|hyperparam_ranges\.[^.]+\.type$)/;

/** Keys that change nothing here, and are said to. */
const IDLE = [
  'config.aws.sagemaker_execution_role_name',
  'config.pipeline.base_job_name',
  'config.pipeline.transform_pipeline_name',
  'config.realtime_endpoint',
  'config.scripts.query',
  'config.scripts.source_dir',
  'config.training_step.max_depth',
  'config.training_step.max_features',
  'config.training_step.n_estimators',
  'config.training_step.step_name',
  'config.transform_step.instance_count',
  'config.transform_step.instance_type',
  'config.transform_step.output_prefix',
  'config.transform_step.query',
];
const isIdle = (path: string) => IDLE.some((idle) => path === idle || path.startsWith(`${idle}.`));

const cases = leaves(base)
  .map((path) => [path.join('.'), path] as const)
  .filter(([name]) => !DERIVED.test(name));

/** What a difference is called: a list, a range and a pin are one, a tag is called by its key. */
function expectedPath(name: string): string {
  const path = name.replace(/^config\./, '');
  if (/\.tags\.\d+\.(Key|Value)$/.test(path)) return path.replace(/\.tags\..*$/, '.tags.');
  return path
    .replace(/^(tuning_step\.hyperparam_ranges\.[^.]+)\..*$/, '$1')
    .replace(/^(.*\.model)\..*$/, '$1')
    .replace(/\.\d+(\.[A-Za-z_]+)?$/, '');
}

test('the configuration that is walked has every section', () => expect(cases.length).toBeGreaterThan(120));

test.each(cases.filter(([name]) => !isIdle(name)))('a change of %s is shown, and nothing else', (name, path) => {
  const value = path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown>)[step], base);
  const other = otherValue(name, value);
  expect(other).not.toEqual(value);
  const after = stateOf(withLeaf(base, path, other));
  const found = differencesOf(before, after);
  for (const { subject } of found) expect(SUBJECTS).toContain(subject);
  const paths = found.map((each) => each.path);
  const expected = expectedPath(name);
  if (expected.endsWith('.tags.')) {
    // A key that is renamed is one tag less and one more.
    expect(paths).toHaveLength(name.endsWith('.Key') ? 2 : 1);
    for (const each of paths) expect(each.startsWith(expected)).toBe(true);
  } else if (name === 'config.pipeline.cache.enabled') {
    // Without a cache its term means nothing.
    expect(paths).toEqual(['pipeline.cache.enabled', 'pipeline.cache.expire_after']);
  } else expect(paths).toEqual([expected]);
});

test.each(cases.filter(([name]) => isIdle(name)))('a change of %s alone changes nothing, and says so', (name, path) => {
  const value = path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown>)[step], base);
  const after = stateOf(withLeaf(base, path, name === 'config.scripts.source_dir' ? value : otherValue(name, value)));
  expect(differencesOf(before, after)).toEqual([]);
  expect([after.training?.hash, after.batch?.hash]).toEqual([before.training?.hash, before.batch?.hash]);
  const said = idleChanges(before, after).map(({ rule }) => rule);
  expect(said).toEqual(name === 'config.scripts.source_dir' ? [] : ['config/no-effect']);
});

test('a project without environments is one that is called default', () => {
  const alone = stateOf({ config: base.config, environment: null });
  const other = stateOf({
    config: { ...base.config, realtime_endpoint: { ...base.config.realtime_endpoint, keep: 1 } as never },
    environment: null,
  });
  expect(alone.name).toBe('default');
  expect(differencesOf(alone, other).map(({ path }) => path)).toEqual(['realtime_endpoint.keep']);
  const inherited = stateOf({
    config: withLeaf(base.config, ['transform_step', 'instance_count'], 9),
    environment: null,
  });
  expect(differencesOf(alone, inherited).map(({ path }) => path)).toEqual(['transform_step.instance_count']);
});
