import { firstRepeat, type Report, type ReportOptions } from './check.ts';
import { didYouMean, editDistance } from './closest.ts';
import type { Path } from './node.ts';
import type { ConfigFile, HyperparameterRange } from './schema.ts';

/** A range as it is written. */
export type WrittenRange = ConfigFile['tuning_step']['hyperparam_ranges'][string];

type Kind = HyperparameterRange['type'];
type NumberRange = Extract<HyperparameterRange, { min: number }>;
type CategoricalRange = Extract<HyperparameterRange, { values: string[] }>;
type Scalar = string | number | boolean | null;
type Limits = readonly [min: number, max: number];

interface Parameter {
  kinds: readonly Kind[];
  /** Minimum and maximum of a whole number. */
  integer?: Limits;
  /** Minimum and maximum of a share. */
  continuous?: Limits;
  values?: readonly string[];
  /** Whether it may be None: sqrt of the features or all, a depth or any depth. */
  nullable?: boolean;
}

const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** None of Python in a categorical range. SageMaker takes values as text, and the training script reads this one as None. */
const NONE = 'null';

const BOOLEANS = ['true', 'false'];

/**
 * The parameters of scikit-learn's RandomForestClassifier, with the values that it accepts
 * (https://scikit-learn.org/1.2/modules/generated/sklearn.ensemble.RandomForestClassifier.html).
 */
const PARAMETERS: Record<string, Parameter> = {
  n_estimators: { kinds: ['integer'], integer: [1, UNLIMITED] },
  max_depth: { kinds: ['integer'], integer: [1, UNLIMITED], nullable: true },
  min_samples_split: { kinds: ['integer', 'continuous'], integer: [2, UNLIMITED], continuous: [0, 1] },
  min_samples_leaf: { kinds: ['integer', 'continuous'], integer: [1, UNLIMITED], continuous: [0, 1] },
  max_features: {
    kinds: ['integer', 'continuous', 'categorical'],
    integer: [1, UNLIMITED],
    continuous: [0, 1],
    values: ['sqrt', 'log2'],
    nullable: true,
  },
  max_leaf_nodes: { kinds: ['integer'], integer: [2, UNLIMITED], nullable: true },
  max_samples: { kinds: ['integer', 'continuous'], integer: [1, UNLIMITED], continuous: [0, 1], nullable: true },
  min_weight_fraction_leaf: { kinds: ['continuous'], continuous: [0, 0.5] },
  min_impurity_decrease: { kinds: ['continuous'], continuous: [0, UNLIMITED] },
  ccp_alpha: { kinds: ['continuous'], continuous: [0, UNLIMITED] },
  criterion: { kinds: ['categorical'], values: ['gini', 'entropy', 'log_loss'] },
  class_weight: { kinds: ['categorical'], values: ['balanced', 'balanced_subsample'], nullable: true },
  bootstrap: { kinds: ['categorical'], values: BOOLEANS },
  oob_score: { kinds: ['categorical'], values: BOOLEANS },
  warm_start: { kinds: ['categorical'], values: BOOLEANS },
  random_state: { kinds: ['integer'], integer: [0, 4294967295], nullable: true },
  n_jobs: { kinds: ['integer'], integer: [-UNLIMITED, UNLIMITED], nullable: true },
  verbose: { kinds: ['integer'], integer: [0, UNLIMITED] },
};

/** Parameters with a key in `training_step`, which sets them for every trial. */
const FIXED_BY_KEY = ['n_estimators', 'max_depth', 'min_samples_split', 'max_features', 'random_state'];

/** Two names with at most this many different letters are a typing error. */
const MAX_TYPOS = 2;

/** Names longer than this are cut before they are compared: the comparison takes time in the square of the length. */
const MAX_COMPARED = 64;

/** The range that is read: the name of its parameter, and where its parts are in the file. */
interface Context {
  name: string;
  /** True for `[min, max]` and `[a, b]`, false for a mapping. */
  isList: boolean;
  /** Whether the team names a training script of its own, which can have other parameters. */
  ownScript: boolean;
  /** Reports a mistake. The path, and `at` of the options, are below the range. */
  report(below: Path, message: string, options?: ReportOptions): void;
}

/**
 * Brings a range into its one form: `[int, int]` is an integer range, two numbers of which one is not whole a continuous
 * range, a list of names a categorical range. Reports mistakes, and returns undefined for a range with a mistake.
 */
export function normaliseRange(
  { name, ownScript }: { name: string; ownScript: boolean },
  written: WrittenRange,
  report: Report,
): HyperparameterRange | undefined {
  const path = ['tuning_step', 'hyperparam_ranges', name];
  const context: Context = {
    name,
    ownScript,
    isList: Array.isArray(written),
    report: (below, message, { at, ...options } = {}) =>
      report([...path, ...below], message, at === undefined ? options : { ...options, at: [...path, ...at] }),
  };
  const range = Array.isArray(written) ? fromList(written, context) : fromMapping(written, context);
  if (!range) return undefined;
  const parameter = parameterOf(context);
  return parameter && !isAccepted(range, parameter, context) ? undefined : range;
}

/** Path of the minimum or the maximum below the range. */
const pathOf = ({ isList }: Context, which: 'min' | 'max'): Path => [isList ? (which === 'min' ? 0 : 1) : which];

function fromList(list: Scalar[], context: Context): HyperparameterRange | undefined {
  if (list.every((item) => typeof item === 'number')) {
    const [min, max] = list;
    if (list.length !== 2 || min === undefined || max === undefined) {
      const count = `${list.length} ${list.length === 1 ? 'number' : 'numbers'}`;
      context.report([], `a range of numbers is [minimum, maximum], found ${count}`, {
        way_out: 'Names to choose from are written as text; {type: categorical, values: […]} takes numbers.',
      });
      return undefined;
    }
    const type = Number.isInteger(min) && Number.isInteger(max) ? 'integer' : 'continuous';
    return ordered({ type, min, max, scaling: 'Auto' }, context);
  }
  if (list.some((item) => typeof item === 'number')) {
    context.report([], 'mixes numbers and names', {
      way_out: 'Write {type: categorical, values: […]} to choose from both.',
    });
    return undefined;
  }
  return categorical(list, [], context);
}

type WrittenMapping = Exclude<WrittenRange, unknown[]>;

function fromMapping(written: WrittenMapping, context: Context): HyperparameterRange | undefined {
  return written.type === 'categorical'
    ? fromCategorical(written, context)
    : fromNumbers(written, written.type, context);
}

function fromCategorical(written: WrittenMapping, context: Context): HyperparameterRange | undefined {
  for (const key of ['min', 'max', 'scaling'] as const) {
    if (written[key] !== undefined) context.report([key], 'does not belong to a categorical range', { onKey: true });
  }
  if (written.values === undefined) context.report(['values'], 'is required and missing');
  return written.values === undefined ? undefined : categorical(written.values, ['values'], context);
}

function fromNumbers(
  written: WrittenMapping,
  type: NumberRange['type'],
  context: Context,
): HyperparameterRange | undefined {
  const { min, max, values, scaling = 'Auto' } = written;
  if (values !== undefined) context.report(['values'], `does not belong to a range of type ${type}`, { onKey: true });
  for (const key of ['min', 'max'] as const) {
    if (written[key] === undefined) context.report([key], 'is required and missing');
  }
  if (min === undefined || max === undefined) return undefined;
  for (const [key, value] of Object.entries({ min, max })) {
    if (type === 'integer' && !Number.isInteger(value)) {
      context.report([key], `must be a whole number in a range of type integer, got ${value}`);
      return undefined;
    }
  }
  // CreateHyperParameterTuningJob, "Hyperparameter scaling": logarithmic above 0, reverse logarithmic within [0, 1).
  if (scaling === 'Logarithmic' && min <= 0) {
    context.report(['min'], `must be greater than 0 with scaling: Logarithmic, got ${min}`);
  }
  if (scaling === 'ReverseLogarithmic' && (type === 'integer' || min < 0 || max >= 1)) {
    context.report(['scaling'], 'ReverseLogarithmic takes a continuous range within 0 and 1');
  }
  return ordered({ type, min, max, scaling }, context);
}

function ordered(range: NumberRange, context: Context): HyperparameterRange | undefined {
  for (const which of ['min', 'max'] as const) {
    if (!Number.isFinite(range[which])) {
      context.report(pathOf(context, which), `must be a finite number, got ${range[which]}`);
      return undefined;
    }
  }
  if (range.min < range.max) return range;
  const at = pathOf(context, 'min');
  if (range.min === range.max) {
    // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContinuousParameterRange.html; SageMaker refuses it.
    const { name } = context;
    context.report([], `minimum and maximum are both ${range.min}: SageMaker refuses a range of one value`, {
      at,
      way_out: FIXED_BY_KEY.includes(name)
        ? `Make it a fixed value: take the range out, and set training_step.${name}: ${range.min}.`
        : `Make it a fixed value: {type: categorical, values: [${range.min}]}.`,
    });
    return undefined;
  }
  context.report([], `minimum ${range.min} is greater than maximum ${range.max}`, { at });
  return undefined;
}

/** @param below path of the list below the range */
function categorical(values: Scalar[], below: Path, context: Context): HyperparameterRange | undefined {
  const names = values.map((value) => (value === null ? NONE : String(value)));
  const repeat = firstRepeat(names);
  if (repeat !== -1) context.report([...below, repeat], `${names[repeat]} is there twice`);
  const empty = names.indexOf('');
  if (empty !== -1) context.report([...below, empty], 'must not be empty');
  return repeat === -1 && empty === -1 ? { type: 'categorical', values: names } : undefined;
}

function parameterOf({ name, ownScript, report }: Context): Parameter | undefined {
  const known = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  if (known) return known;
  const names = Object.keys(PARAMETERS);
  const isTypo = names.some((other) => editDistance(name.slice(0, MAX_COMPARED), other) <= MAX_TYPOS);
  // A team can have its own training script with other parameters. A name that is nearly right is a typing error.
  const mayBeOwn = ownScript && !isTypo;
  report([], `${name} is not a parameter of RandomForestClassifier${didYouMean(name, names)}`, {
    onKey: true,
    severity: mayBeOwn ? 'warning' : 'error',
    way_out: mayBeOwn
      ? 'The training script has to accept it.'
      : isTypo
        ? undefined
        : 'Take it out: training.py trains a RandomForestClassifier. To search it, name a script of your own in scripts.training_script.',
  });
  return undefined;
}

function isAccepted(range: HyperparameterRange, parameter: Parameter, context: Context): boolean {
  if (range.type === 'categorical') return areValuesAccepted(range, parameter, context);
  const { name, report } = context;
  if (parameter.kinds.includes(range.type)) {
    const limits = range.type === 'integer' ? parameter.integer : parameter.continuous;
    return limits === undefined || isWithin(range, limits, context);
  }
  if (range.type === 'integer' && parameter.continuous) return isWithin(range, parameter.continuous, context);
  const accepted = parameter.kinds.includes('integer') ? 'whole numbers' : (parameter.values?.join(', ') ?? 'a number');
  report([], `${name} takes ${accepted}, found a range of type ${range.type}`);
  return false;
}

function areValuesAccepted({ values }: CategoricalRange, parameter: Parameter, context: Context): boolean {
  const { name, isList, report } = context;
  const given = parameter.nullable ? values.filter((value) => value !== NONE) : values;
  const isNumber = (value: string) => value.trim() !== '' && Number.isFinite(Number(value));
  if (parameter.values) {
    const takesNumbers = parameter.integer !== undefined || parameter.continuous !== undefined;
    const value = given.find((each) => !parameter.values?.includes(each) && !(takesNumbers && isNumber(each)));
    if (value === undefined) return true;
    const taken = [...parameter.values, ...(parameter.nullable ? [NONE] : [])];
    const wrong = values.indexOf(value);
    report(
      isList ? [wrong] : ['values', wrong],
      `${name} does not take ${value}; it takes ${taken.join(', ')}${didYouMean(value, taken)}`,
    );
    return false;
  }
  if (given.every(isNumber)) return true;
  report([], `${name} takes numbers, found names (${given.slice(0, 3).join(', ')})`, {
    way_out: 'Write [minimum, maximum].',
  });
  return false;
}

function isWithin(range: NumberRange, [min, max]: Limits, context: Context): boolean {
  const { name, report } = context;
  if (range.min < min) {
    report([], `${name} is at least ${min}, got ${range.min}`, { at: pathOf(context, 'min') });
    return false;
  }
  if (range.max > max) {
    report([], `${name} is at most ${max}, got ${range.max}`, { at: pathOf(context, 'max') });
    return false;
  }
  return true;
}

/**
 * Reports a search of more trials than its ranges have combinations: SageMaker refuses the tuning job
 * (aws/amazon-sagemaker-operator-for-k8s#123, awslabs/syne-tune#415).
 */
export function checkTrials(ranges: readonly HyperparameterRange[], trials: number | undefined, report: Report): void {
  const combinations = ranges.reduce((product, range) => product * valuesOf(range), 1);
  if (ranges.length === 0 || trials === undefined || trials <= combinations) return;
  const count = combinations === 1 ? 'one combination' : `${combinations} combinations`;
  report(
    ['tuning_step', 'maximum_training_jobs'],
    `${trials} trials are more than the ${count} of hyperparam_ranges: SageMaker refuses the tuning job`,
    { way_out: `Write ${combinations}, or widen the ranges.` },
  );
}

/** How many values a range has. */
function valuesOf(range: HyperparameterRange): number {
  if (range.type === 'categorical') return range.values.length;
  return range.type === 'integer' ? range.max - range.min + 1 : Number.POSITIVE_INFINITY;
}
