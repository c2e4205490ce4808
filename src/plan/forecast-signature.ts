import type { PastDefinition, PastStep } from '../observed/past-runs.ts';
import { canonicalJson } from '../pipeline/canonical.ts';

type Tree = Record<string, unknown>;

/** Where the values of a definition come from. */
export interface Scope {
  definition: PastDefinition;
  /** Given at the start, over the definition's defaults. */
  parameters: Readonly<Record<string, string>>;
  /** Name of this execution: what depends on the execution itself is different in each. */
  execution: string;
  /** The execution whose result a step has here: its own, or that which the cache gave; undefined when it has none. */
  source(step: string): string | undefined;
}

/** The attributes that decide whether an earlier result of a step is taken. */
export interface Signature {
  /** Two runs of a step are the same to the step cache when these are. */
  exact: string;
  /** The same by what a person calls it. */
  named: ReadonlyMap<string, unknown>;
}

const TUNED = [
  'AlgorithmSpecification',
  'HyperParameterRanges',
  'InputDataConfig',
  'StaticHyperParameters',
  'TuningObjective',
];

/**
 * Attributes by step type (SageMaker Developer Guide, "Default cache key attributes by pipeline step type"). Instances,
 * outputs, roles, networks and tags are not among them. Other types are not cached.
 */
const DECISIVE: Readonly<Record<string, (args: Tree) => Tree>> = {
  Processing: (args) => pick(args, ['AppSpecification', 'Environment', 'ProcessingInputs']),
  Training: (args) =>
    pick(args, [
      'AlgorithmSpecification',
      'CheckpointConfig',
      'DebugHookConfig',
      'DebugRuleConfigurations',
      'Environment',
      'HyperParameters',
      'InputDataConfig',
    ]),
  Tuning: (args) => ({
    ...pick(args, ['HyperParameterTuningJobConfig', 'TrainingJobDefinitions']),
    TrainingJobDefinition: pick(tree(args.TrainingJobDefinition), TUNED),
  }),
  Transform: (args) => pick(args, ['DataProcessing', 'Environment', 'ModelName', 'TransformInput']),
};

export const isCacheable = (step: PastStep): boolean => Object.hasOwn(DECISIVE, step.Type);

/** The signature of a step in an execution; undefined for types without caching. */
export function signature(step: PastStep, scope: Scope): Signature | undefined {
  const decisive = isCacheable(step) ? DECISIVE[step.Type]?.(step.Arguments ?? {}) : undefined;
  if (decisive === undefined) return undefined;
  const resolved = tree(resolve(decisive, scope));
  return { exact: canonicalJson(resolved), named: new Map(named(step.Type, resolved)) };
}

/** What a reference to another step's result is resolved to. */
export interface StepReference {
  step: string;
  path: string;
  /** Null: the step has no result there. */
  of: string | null;
}

/** References to results of steps within a resolved value. */
export function references(value: unknown): StepReference[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  if ('step' in value && 'of' in value) return [value as StepReference];
  return Object.values(value).flatMap(references);
}

/** Puts in what is known, as the service does before it makes the request. */
export function resolve(value: unknown, scope: Scope): unknown {
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

function lookup(path: string, scope: Scope): unknown {
  const [root = '', name = '', ...rest] = path.split('.');
  if (root === 'Parameters') {
    const declared = scope.definition.Parameters?.find((parameter) => parameter.Name === name);
    const given = Object.hasOwn(scope.parameters, name) ? scope.parameters[name] : declared?.DefaultValue;
    if (given === undefined) return { parameter: name, execution: scope.execution };
    // Given as text at the start, as a number in the definition.
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

type Named = Array<[name: string, value: unknown]>;

function named(type: string, decisive: Tree): Named {
  if (type === 'Processing') return processing(decisive);
  if (type === 'Training') return training(decisive);
  if (type === 'Tuning') return tuning(decisive);
  return Object.entries(decisive);
}

function processing({ AppSpecification, Environment, ProcessingInputs }: Tree): Named {
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

/** Inputs and hyperparameters of this project's definitions by what they are. */
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

function variables(environment: unknown): Named {
  return Object.entries(tree(environment)).map(([name, value]) => [
    name === 'DATA_SNAPSHOT' ? 'data snapshot' : `environment variable ${name}`,
    value,
  ]);
}

/** `--name value --name+ value` by name; what stands before the first option keeps its place. */
function options(list: readonly unknown[]): Named {
  const found: Array<[string, unknown[]]> = [];
  for (const item of list) {
    const name = typeof item === 'string' ? /^--(\w+)\+?$/.exec(item)?.[1] : undefined;
    if (name !== undefined && found.at(-1)?.[0] !== name) found.push([name, []]);
    else if (name === undefined && found.length === 0) found.push(['', [item]]);
    else if (name === undefined) found.at(-1)?.[1].push(item);
  }
  return found.map(([name, values]) => [
    VALUES.get(name) ?? (name === '' ? 'arguments' : `argument --${name}`),
    values.length === 1 ? values[0] : values,
  ]);
}

function training({ AlgorithmSpecification, Environment, HyperParameters, InputDataConfig, ...more }: Tree): Named {
  return grouped([
    ...algorithm(AlgorithmSpecification),
    ...variables(Environment),
    ...hyperparameters(HyperParameters),
    ...channels(InputDataConfig),
    ...Object.entries(more),
  ]);
}

function tuning({ HyperParameterTuningJobConfig, TrainingJobDefinition, ...more }: Tree): Named {
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

function algorithm(specification: unknown): Named {
  const { TrainingImage, MetricDefinitions, ...more } = tree(specification);
  return [['image', TrainingImage], ['metric definitions', MetricDefinitions], ...Object.entries(more)];
}

function hyperparameters(values: unknown): Named {
  return Object.entries(tree(values)).map(([name, value]) => [VALUES.get(name) ?? `hyperparameter ${name}`, value]);
}

function channels(list: unknown): Named {
  return trees(list).map((channel) => {
    const name = String(channel.ChannelName);
    return [INPUTS.get(name) ?? `channel ${name}`, channel];
  });
}

/** Values of the same name together; those that are not there left out. */
function grouped(entries: Named): Named {
  const groups = new Map<string, unknown[]>();
  for (const [name, value] of entries) {
    if (value !== undefined) groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return [...groups].map(([name, values]) => [name, values.length === 1 ? values[0] : values]);
}
