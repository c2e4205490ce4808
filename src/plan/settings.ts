import { type Config, durationSeconds, type Environment, type HyperparameterRange, type Pin } from '../config/index.ts';
import { canonicalSql } from '../sql/canonical-sql.ts';
import type { Json, Subject } from './plan.ts';

/** One value of the decoded configuration: what it means, and how a person reads it. */
export interface Setting {
  subject: Subject;
  /** Two values with the same meaning are the same here; compared as canonical JSON. */
  meaning: Json;
  /** For a reader. */
  shown: Json;
  /** Path of its origin, where that is not the path of the setting. */
  origin?: string;
  /** Set for SQL: differences are shown by line. */
  text?: string;
  /** Why it changes nothing in this environment. Such a setting makes no difference, but a change of it is worth a remark. */
  idle?: string;
  /** The setting that it stands in for where an environment says nothing: its effect is seen there. */
  becomes?: string;
}

/** Settings by dotted path: those of config.yml as they are, those of the environment under `environment.`. */
export type Settings = ReadonlyMap<string, Setting>;

/**
 * Everything that the configuration of one environment says, as leaves that can be compared. A list is one leaf (its order
 * counts), tags and logins are not (theirs does not), SQL is compared in its canonical form.
 */
export function settingsOf(config: Config, environment: Environment | null): Settings {
  const settings = new Map<string, Setting>();
  flatten(config, '', (path, value) => put(settings, path, value));
  if (environment !== null) flatten(environment, 'environment', (path, value) => put(settings, path, value));
  for (const [path, why] of idle(config, environment)) {
    const setting = settings.get(path);
    if (setting !== undefined) settings.set(path, { ...setting, idle: why });
  }
  if (environment !== null) {
    for (const [path, becomes] of INHERITED) {
      const setting = settings.get(path);
      if (setting !== undefined) {
        settings.set(path, {
          ...setting,
          becomes,
          idle: `${environment.name} has its own ${becomes.split('.').at(-1)}`,
        });
      }
    }
  }
  return settings;
}

/** Facts about where a value stands, and names that are constant: no meaning of their own. */
const ABOUT = /(^|\.)(query_source|directory|file)$|^environment\.(name|region)$/;

/** Values that are read as one, not member by member. */
const WHOLE = /^(tuning_step\.hyperparam_ranges\.[^.]+|.*\.model)$/;

function flatten(value: unknown, path: string, leaf: (path: string, value: unknown) => void): void {
  if (value === undefined || (path !== '' && ABOUT.test(path))) return;
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap || (path !== '' && WHOLE.test(path))) {
    leaf(path, value);
    return;
  }
  for (const [key, member] of Object.entries(value)) flatten(member, path === '' ? key : `${path}.${key}`, leaf);
}

function put(settings: Map<string, Setting>, path: string, value: unknown): void {
  const subject = subjectOf(path);
  if (path.endsWith('.tags')) {
    for (const [index, tag] of (value as Array<{ Key: string; Value: string }>).entries()) {
      const at = { subject: 'tags', meaning: tag.Value, shown: tag.Value, origin: `${path}.${index}.Value` } as const;
      settings.set(`${path}.${tag.Key}`, at);
    }
    return;
  }
  if (path.endsWith('.query')) {
    const text = String(value);
    settings.set(path, { subject, meaning: canonicalSql(text), shown: text, text });
    return;
  }
  const { meaning, shown } = read(path, value as Json);
  settings.set(path, { subject, meaning, shown });
}

/** The meaning of a value and its look, where they are not the value itself. */
function read(path: string, value: Json): { meaning: Json; shown: Json } {
  if (path.startsWith('tuning_step.hyperparam_ranges.')) {
    return { meaning: value, shown: rangeText(value as HyperparameterRange) };
  }
  if (path.startsWith('environment.') && path.endsWith('.model')) {
    return { meaning: value, shown: value === null ? null : pinText(value as Pin) };
  }
  switch (path) {
    case 'environment.soak':
      return { meaning: durationSeconds(String(value)), shown: value };
    case 'environment.approvers': {
      const logins = (value as string[]).map((login) => login.toLowerCase());
      return { meaning: [...new Set(logins)].sort(), shown: value };
    }
    case 'environment.freeze': {
      const windows = (value as Array<{ from: string; to: string; reason: string }>).map(({ from, to, reason }) => ({
        from: Date.parse(from),
        to: Date.parse(to),
        reason,
      }));
      windows.sort((a, b) => a.from - b.from || a.to - b.to || (a.reason < b.reason ? -1 : 1));
      return { meaning: windows, shown: value };
    }
    default:
      return { meaning: value, shown: value };
  }
}

function rangeText(range: HyperparameterRange): string {
  if (range.type === 'categorical') return range.values.join(', ');
  const scaling = range.scaling === 'Auto' ? '' : `, ${range.scaling}`;
  return `${range.type} ${range.min} to ${range.max}${scaling}`;
}

/** `mlops-presto version 3, sha256:0123…` */
export function pinText({ package_group, version, artifact_digest }: Pin): string {
  return `${package_group} version ${version}, ${artifact_digest}`;
}

/** By the start of the path, the longest first. What is listed nowhere is part of the pipeline, never nothing. */
const SUBJECT_OF: ReadonlyArray<readonly [prefix: string, subject: Subject]> = [
  ['aws', 'environment'],
  // Tables without a catalog or schema are other tables in another one.
  ['presto.catalog', 'query'],
  ['presto.schema', 'query'],
  ['presto', 'environment'],
  ['training_step.query', 'query'],
  ['training_step.training_target', 'target'],
  ['training_step.training_features', 'features'],
  ['training_step.sample', 'sample'],
  ['training_step.key_column', 'sample'],
  ['training_step.train_split', 'sample'],
  ['training_step.test_split', 'sample'],
  ['training_step.sklearn_framework_version', 'image'],
  ['training_step.n_estimators', 'hyperparameters'],
  ['training_step.max_depth', 'hyperparameters'],
  ['training_step.min_samples_split', 'hyperparameters'],
  ['training_step.max_features', 'hyperparameters'],
  ['training_step.random_state', 'hyperparameters'],
  ['training_step.instance_type', 'resources'],
  ['training_step.instance_count', 'resources'],
  ['training_step.volume_size_in_gb', 'resources'],
  ['training_step.max_runtime_in_seconds', 'resources'],
  ['tuning_step.hyperparam_ranges', 'hyperparameters'],
  ['tuning_step.step_name', 'pipeline'],
  ['tuning_step', 'tuning'],
  ['evaluation_step.accuracy_condition_threshold', 'gates'],
  ['evaluation_step.gates', 'gates'],
  ['evaluation_step.instance_type', 'resources'],
  ['evaluation_step.instance_count', 'resources'],
  ['data_processing_step.processing_instance_type', 'resources'],
  ['data_processing_step.instance_count', 'resources'],
  // What a new package is registered as decides whether somebody looks at it.
  ['register_model_step.approval_status', 'gates'],
  ['register_model_step.model_name', 'batch'],
  ['transform_step', 'batch'],
  ['pipeline.transform_pipeline_name', 'batch'],
  ['realtime_endpoint', 'endpoint'],
  ['scripts', 'code'],
  ['environment.endpoint.model', 'model'],
  ['environment.batch_transform.model', 'model'],
  ['environment.endpoint', 'endpoint'],
  ['environment.batch_transform', 'batch'],
  ['environment', 'environment'],
];

function subjectOf(path: string): Subject {
  let [longest, subject]: readonly [string, Subject] = ['', 'pipeline'];
  for (const [prefix, candidate] of SUBJECT_OF) {
    const covers = path === prefix || path.startsWith(`${prefix}.`);
    if (covers && prefix.length > longest.length) [longest, subject] = [prefix, candidate];
  }
  return subject;
}

/** Keys of config.yml that only fill in what the folder of an environment leaves out. */
const INHERITED: ReadonlyArray<readonly [path: string, becomes: string]> = [
  ['realtime_endpoint.endpoint_name', 'environment.endpoint.endpoint_name'],
  ['realtime_endpoint.endpoint_config_name', 'environment.endpoint.endpoint_config_name'],
  ['realtime_endpoint.instance_type', 'environment.endpoint.instance_type'],
  ['realtime_endpoint.min_instance_count', 'environment.endpoint.min_instance_count'],
  ['realtime_endpoint.max_instance_count', 'environment.endpoint.max_instance_count'],
  ['realtime_endpoint.scaling', 'environment.endpoint.scaling'],
  ['realtime_endpoint.target_invocations_per_instance', 'environment.endpoint.target_invocations_per_instance'],
  ['pipeline.transform_pipeline_name', 'environment.batch_transform.pipeline_name'],
  ['transform_step.instance_type', 'environment.batch_transform.instance_type'],
  ['transform_step.instance_count', 'environment.batch_transform.instance_count'],
  ['transform_step.query', 'environment.batch_transform.query'],
  ['transform_step.output_prefix', 'environment.batch_transform.output_prefix'],
];

const NOT_READ = 'nothing reads it';

/** Settings that change nothing, with the reason. */
function idle(config: Config, environment: Environment | null): Map<string, string> {
  const found = new Map([
    ['training_step.step_name', 'the step is named by tuning_step.step_name'],
    ['scripts.query', 'the query is passed as data'],
    ['scripts.source_dir', 'what counts is what is in the folder'],
    ['pipeline.base_job_name', NOT_READ],
    ['aws.sagemaker_execution_role_name', 'aws.sagemaker_execution_role_arn does not have {role} in it'],
  ]);
  for (const name of Object.keys(config.tuning_step.hyperparam_ranges)) {
    found.set(`training_step.${name}`, `tuning_step.hyperparam_ranges has a range for ${name}`);
  }
  if (!config.pipeline.cache.enabled) found.set('pipeline.cache.expire_after', 'pipeline.cache.enabled is false');
  const scaling = environment === null ? config.realtime_endpoint : environment.endpoint;
  if (scaling.scaling === 'managed') {
    const section = environment === null ? 'realtime_endpoint' : 'environment.endpoint';
    found.set(
      `${section}.target_invocations_per_instance`,
      'SageMaker scales the endpoint by itself (scaling: managed)',
    );
  }
  return found;
}
