import { type Config, durationSeconds, type Environment, INHERITED_SETTINGS } from '../config/index.ts';
import type { Json } from '../json.ts';
import { canonicalSql } from '../sql/canonical-sql.ts';
import type { Subject } from './subjects.ts';

/** How the value of a setting is written for a reader. */
export type ValueFormat = 'pin' | 'range';

/** One value of the decoded configuration: what it means, and what a reader sees. */
export interface Setting {
  subject: Subject;
  /** Equal for two values that mean the same. Compared as canonical JSON. */
  meaning: Json;
  /** The value for a reader; `format` says how it is written. */
  shown: Json;
  /** `pin`: a `Pin`. `range`: a `HyperparameterRange`. Absent: as it is. */
  format?: ValueFormat;
  /** Path of its origin, where that is not the path of the setting. */
  origin?: string;
  /** Set for SQL: differences are shown by line. */
  text?: string;
  /** Why the setting has no effect in this environment. A change of it is no difference, but a notice. */
  idle?: string;
  /** The setting of the environment that this one fills in. */
  becomes?: string;
}

/** Settings by dotted path: those of config.yml as they are, those of the environment under `environment.`. */
export type Settings = ReadonlyMap<string, Setting>;

/**
 * The configuration of one environment as leaves that can be compared. A list is one leaf, because its order counts. Tags and
 * logins have no order. SQL is compared in its canonical form.
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
    for (const { source, target } of INHERITED_SETTINGS) {
      for (const [path, setting] of settings) {
        if (!isAtOrBelow(path, source)) continue;
        const becomes = `environment.${target}${path.slice(source.length)}`;
        settings.set(path, { ...setting, becomes, idle: ownReason(environment, target) });
      }
    }
  }
  return settings;
}

/** Why a value of config.yml does not count in an environment that has a value of its own. */
function ownReason(environment: Environment, target: string): string {
  const { name, endpoint } = environment;
  const [section, key = ''] = target.split('.');
  if (key === 'scaling' && isFixed(environment)) return `${name} has a fixed number of instances`;
  if (section === 'endpoint' && endpoint.serverless !== undefined && !(key in endpoint)) return `${name} is serverless`;
  if (key === 'serverless' && endpoint.serverless === undefined) return `${name} serves on instances`;
  return `${name} has its own ${key}`;
}

/** `name` is the name of the folder, and `region` is that of aws.region: they are not compared. */
const NOT_COMPARED = /^environment\.(name|region)$/;

/** Values that are one leaf, not one leaf for each member. */
const WHOLE = /^(tuning_step\.hyperparam_ranges\.[^.]+|.*\.model)$/;

function flatten(value: unknown, path: string, leaf: (path: string, value: unknown) => void): void {
  if (value === undefined || NOT_COMPARED.test(path)) return;
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
  settings.set(path, { subject, ...read(path, value as Json) });
}

/** The meaning of a value, and what a reader sees of it. */
function read(path: string, value: Json): Pick<Setting, 'meaning' | 'shown' | 'format'> {
  if (path.startsWith('tuning_step.hyperparam_ranges.')) {
    return { meaning: value, shown: value, format: 'range' };
  }
  if (path.startsWith('environment.') && path.endsWith('.model')) {
    return { meaning: value, shown: value, format: 'pin' };
  }
  switch (path) {
    case 'environment.soak':
    case 'environment.endpoint.scaling.scale_in_cooldown':
    case 'environment.endpoint.scaling.scale_out_cooldown':
      return { meaning: durationSeconds(String(value)), shown: value };
    case 'environment.endpoint.data_capture.capture':
      return { meaning: [...new Set(value as string[])].sort(), shown: value };
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

/** True for the path itself and for every path below it: `a.b` and `a.b.c` for `a.b`. */
export const isAtOrBelow = (path: string, ancestor: string): boolean =>
  path === ancestor || path.startsWith(`${ancestor}.`);

/** Subjects by the start of the path; the longest start wins. A path that is not listed belongs to the pipeline. */
const SUBJECT_OF: ReadonlyArray<readonly [prefix: string, subject: Subject]> = [
  ['aws', 'environment'],
  // A table name without catalog or schema means another table in another catalog or schema.
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
  // The approval status of a new package decides whether somebody has to approve it.
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
    if (isAtOrBelow(path, prefix) && prefix.length > longest.length) [longest, subject] = [prefix, candidate];
  }
  return subject;
}

const NOT_READ = 'nothing reads it';

/** Settings without effect, with the reason. */
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
  if (environment !== null && isFixed(environment)) {
    for (const key of Object.keys(environment.endpoint.scaling ?? {})) {
      found.set(
        `environment.endpoint.scaling.${key}`,
        'the number of instances is fixed: minimum and maximum are equal',
      );
    }
  }
  return found;
}

const isFixed = ({ endpoint }: Environment): boolean =>
  endpoint.serverless === undefined && endpoint.min_instance_count === endpoint.max_instance_count;
