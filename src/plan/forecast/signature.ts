import type { PastDefinition, PastStep } from '../../observed/past-runs.ts';
import { canonicalJson, isStepType, type StepType } from '../../pipeline/index.ts';

type Tree = Record<string, unknown>;

/** What the values of a definition are resolved with. */
export interface ExecutionContext {
  definition: PastDefinition;
  /** Parameters at the start of the execution. They replace the defaults of the definition. */
  parameters: Readonly<Record<string, string>>;
  /** Name of this execution: a value that depends on the execution itself is different in each. */
  execution: string;
  /**
   * The execution that a step's result comes from: this one, or the one that the cache took it from; undefined without
   * a result.
   */
  source(step: string): string | undefined;
}

/** The attributes that decide whether the step cache takes an earlier result of a step. */
export interface Signature {
  /** Two runs of a step are the same to the step cache when these texts are equal. */
  exact: string;
  /** The same attributes by a name that a person understands. */
  attributes: ReadonlyMap<string, unknown>;
}

const TUNED_ATTRIBUTES = [
  'AlgorithmSpecification',
  'HyperParameterRanges',
  'InputDataConfig',
  'StaticHyperParameters',
  'TuningObjective',
];

/** How the step cache compares steps of one type. */
interface CacheKey {
  /** Returns the attributes that the cache compares, out of the arguments of a step. */
  select(args: Tree): Tree;
  /** Returns these attributes, resolved, by names that a person understands. */
  label(attributes: Tree): LabelledValue[];
}

/**
 * Attributes by step type (SageMaker Developer Guide, "Default cache key attributes by pipeline step type"). Instances,
 * outputs, roles, networks and tags are not among them. Null: steps of this type are not cached.
 */
const CACHE_KEYS: Record<StepType, CacheKey | null> = {
  Processing: {
    select: (args) => pick(args, ['AppSpecification', 'Environment', 'ProcessingInputs']),
    label: labelProcessing,
  },
  Training: {
    select: (args) =>
      pick(args, [
        'AlgorithmSpecification',
        'CheckpointConfig',
        'DebugHookConfig',
        'DebugRuleConfigurations',
        'Environment',
        'HyperParameters',
        'InputDataConfig',
      ]),
    label: labelTraining,
  },
  Tuning: {
    select: (args) => ({
      ...pick(args, ['HyperParameterTuningJobConfig', 'TrainingJobDefinitions']),
      TrainingJobDefinition: pick(tree(args.TrainingJobDefinition), TUNED_ATTRIBUTES),
    }),
    label: labelTuning,
  },
  Condition: null,
  RegisterModel: null,
  Fail: null,
  Model: null,
  Transform: {
    select: (args) => pick(args, ['DataProcessing', 'Environment', 'ModelName', 'TransformInput']),
    label: Object.entries,
  },
};

/** A definition of the past may have a step of a type that this project does not make: it counts as not cached. */
function cacheKey({ Type }: PastStep): CacheKey | null {
  return isStepType(Type) ? CACHE_KEYS[Type] : null;
}

/** Says whether the step cache keeps results of steps of this type. */
export function isCacheable(step: PastStep): boolean {
  return cacheKey(step) !== null;
}

/** Returns the signature of a step in an execution; undefined for types without caching. */
export function signature(step: PastStep, scope: ExecutionContext): Signature | undefined {
  const key = cacheKey(step);
  if (key === null) return undefined;
  const resolved = tree(resolve(key.select(step.Arguments ?? {}), scope));
  return { exact: canonicalJson(resolved), attributes: new Map(key.label(resolved)) };
}

/** The value of a reference to the result of another step. */
export interface StepReference {
  step: string;
  path: string;
  /** The execution that the result comes from. Null: the step has no result. */
  of: string | null;
}

/** Returns the references to results of steps within a resolved value. */
export function references(value: unknown): StepReference[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  if ('step' in value && 'of' in value) return [value as StepReference];
  return Object.values(value).flatMap(references);
}

/** Returns a value with its references replaced by what is known, as the service does before it makes the request. */
export function resolve(value: unknown, scope: ExecutionContext): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  const { Get: path, 'Std:Join': joined } = value as {
    Get?: unknown;
    'Std:Join'?: { On?: string; Values?: unknown[] };
  };
  if (typeof path === 'string') return lookup(path, scope);
  if (joined !== undefined) {
    const values = (joined.Values ?? []).map((item) => resolve(item, scope));
    const known = values.every((item) => typeof item !== 'object');
    return known ? values.join(joined.On ?? '') : { joined: values, on: joined.On ?? '' };
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, scope)]));
}

function lookup(path: string, scope: ExecutionContext): unknown {
  const [root = '', name = '', ...rest] = path.split('.');
  if (root === 'Parameters') {
    const declared = scope.definition.Parameters?.find((parameter) => parameter.Name === name);
    const given = Object.hasOwn(scope.parameters, name) ? scope.parameters[name] : declared?.DefaultValue;
    if (given === undefined) return { parameter: name, execution: scope.execution };
    // A parameter is text at the start of an execution, and may be a number in the definition.
    return declared?.Type === 'Integer' || declared?.Type === 'Float' ? Number(given) : String(given);
  }
  if (root === 'Steps')
    return { step: name, path: rest.join('.'), of: scope.source(name) ?? null } satisfies StepReference;
  if (root === 'Execution' && !/^Pipeline(Name|Arn)$/.test(name)) return { variable: name, execution: scope.execution };
  return path;
}

const tree = (value: unknown): Tree => (typeof value === 'object' && value !== null ? (value as Tree) : {});
const trees = (value: unknown): Tree[] => (Array.isArray(value) ? (value as Tree[]) : []);
const pick = (from: Tree, names: readonly string[]): Tree =>
  Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));

type LabelledValue = [label: string, value: unknown];

function labelProcessing({ AppSpecification, Environment, ProcessingInputs }: Tree): LabelledValue[] {
  const { ImageUri, ContainerArguments, ...more } = tree(AppSpecification);
  return grouped([
    ['image', ImageUri],
    ...Object.entries(more),
    ...options(Array.isArray(ContainerArguments) ? ContainerArguments : []),
    ...variables(Environment),
    ...trees(ProcessingInputs).map((input): [string, unknown] => {
      const name = String(input.InputName);
      return [INPUTS.get(name) ?? `input ${name}`, input];
    }),
  ]);
}

/** Labels of the inputs and hyperparameters of this project's definitions. */
const INPUTS = new Map([
  ['query', 'query'],
  ['code', 'code'],
  ['entrypoint', 'code'],
]);
const VALUES = new Map([
  ['features', 'features'],
  ['target', 'target'],
  ['sagemaker_submit_directory', 'code'],
  ['sagemaker_program', 'code'],
]);

function variables(environment: unknown): LabelledValue[] {
  return Object.entries(tree(environment)).map(([name, value]) => [
    name === 'DATA_SNAPSHOT' ? 'data snapshot' : `environment variable ${name}`,
    value,
  ]);
}

/** `--name value --name+ value` by name; values before the first option come first. */
function options(list: readonly unknown[]): LabelledValue[] {
  const groups: Array<[string, unknown[]]> = [];
  for (const item of list) {
    const name = typeof item === 'string' ? /^--(\w+)\+?$/.exec(item)?.[1] : undefined;
    if (name !== undefined && groups.at(-1)?.[0] !== name) groups.push([name, []]);
    else if (name === undefined && groups.length === 0) groups.push(['', [item]]);
    else if (name === undefined) groups.at(-1)?.[1].push(item);
  }
  return groups.map(([name, values]) => [
    VALUES.get(name) ?? (name === '' ? 'arguments' : `argument --${name}`),
    values.length === 1 ? values[0] : values,
  ]);
}

function labelTraining(attributes: Tree): LabelledValue[] {
  const { AlgorithmSpecification, Environment, HyperParameters, InputDataConfig, ...more } = attributes;
  return grouped([
    ...algorithm(AlgorithmSpecification),
    ...variables(Environment),
    ...hyperparameters(HyperParameters),
    ...channels(InputDataConfig),
    ...Object.entries(more),
  ]);
}

function labelTuning({ HyperParameterTuningJobConfig, TrainingJobDefinition, ...more }: Tree): LabelledValue[] {
  const { ResourceLimits, ParameterRanges, ...search } = tree(HyperParameterTuningJobConfig);
  const { MaxNumberOfTrainingJobs, MaxParallelTrainingJobs, ...limits } = tree(ResourceLimits);
  const { AlgorithmSpecification, StaticHyperParameters, InputDataConfig, ...job } = tree(TrainingJobDefinition);
  return grouped([
    ['number of trials', MaxNumberOfTrainingJobs],
    ['number of parallel trials', MaxParallelTrainingJobs],
    ...Object.entries(limits),
    ...Object.entries(tree(ParameterRanges)).flatMap(([kind, list]) =>
      trees(list).map((range): [string, unknown] => [`range of ${range.Name}`, { kind, ...range }]),
    ),
    ...Object.entries(search).map(([name, value]): [string, unknown] => [SEARCH.get(name) ?? name, value]),
    ...algorithm(AlgorithmSpecification),
    ...hyperparameters(StaticHyperParameters),
    ...channels(InputDataConfig),
    ...Object.entries(job),
    ...Object.entries(more),
  ]);
}

const SEARCH = new Map([
  ['Strategy', 'search strategy'],
  ['TrainingJobEarlyStoppingType', 'early stopping'],
  ['HyperParameterTuningJobObjective', 'objective'],
  ['RandomSeed', 'random seed of the search'],
]);

function algorithm(specification: unknown): LabelledValue[] {
  const { TrainingImage, MetricDefinitions, ...more } = tree(specification);
  return [['image', TrainingImage], ['metric definitions', MetricDefinitions], ...Object.entries(more)];
}

function hyperparameters(values: unknown): LabelledValue[] {
  return Object.entries(tree(values)).map(([name, value]) => [VALUES.get(name) ?? `hyperparameter ${name}`, value]);
}

function channels(list: unknown): LabelledValue[] {
  return trees(list).map((channel) => {
    const name = String(channel.ChannelName);
    return [INPUTS.get(name) ?? `channel ${name}`, channel];
  });
}

/** Groups the values by label, and leaves out undefined values. */
function grouped(entries: LabelledValue[]): LabelledValue[] {
  const groups = new Map<string, unknown[]>();
  for (const [name, value] of entries) {
    if (value !== undefined) groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return [...groups].map(([name, values]) => [name, values.length === 1 ? values[0] : values]);
}
