import { firstRepeat, type Report, type ReportOptions } from './check.ts';
import { didYouMean, editDistance } from './closest.ts';
import type { Path } from './node.ts';
import type { ConfigFile, HyperparameterRange } from './schema.ts';

/** A range as it is written. */
export type WrittenRange = ConfigFile['tuning_step']['hyperparam_ranges'][string];

type Kind = HyperparameterRange['type'];
type NumberRange = Extract<HyperparameterRange, { min: number }>;
type CategoricalRange = Extract<HyperparameterRange, { values: string[] }>;
type Scalar = string | number | boolean;
type Limits = readonly [min: number, max: number];

interface Parameter {
  kinds: readonly Kind[];
  /** Minimum and maximum of a whole number. */
  integer?: Limits;
  /** Minimum and maximum of a share. */
  continuous?: Limits;
  values?: readonly string[];
}

const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** The parameters of scikit-learn's RandomForestClassifier that can be searched, with the values that it accepts. */
const PARAMETERS: Record<string, Parameter> = {
  n_estimators: { kinds: ['integer'], integer: [1, UNLIMITED] },
  max_depth: { kinds: ['integer'], integer: [1, UNLIMITED] },
  min_samples_split: { kinds: ['integer', 'continuous'], integer: [2, UNLIMITED], continuous: [0, 1] },
  min_samples_leaf: { kinds: ['integer', 'continuous'], integer: [1, UNLIMITED], continuous: [0, 1] },
  max_features: {
    kinds: ['integer', 'continuous', 'categorical'],
    integer: [1, UNLIMITED],
    continuous: [0, 1],
    values: ['sqrt', 'log2'],
  },
  max_leaf_nodes: { kinds: ['integer'], integer: [2, UNLIMITED] },
  max_samples: { kinds: ['integer', 'continuous'], integer: [1, UNLIMITED], continuous: [0, 1] },
  min_weight_fraction_leaf: { kinds: ['continuous'], continuous: [0, 0.5] },
  min_impurity_decrease: { kinds: ['continuous'], continuous: [0, UNLIMITED] },
  ccp_alpha: { kinds: ['continuous'], continuous: [0, UNLIMITED] },
  criterion: { kinds: ['categorical'], values: ['gini', 'entropy', 'log_loss'] },
  class_weight: { kinds: ['categorical'], values: ['balanced', 'balanced_subsample'] },
};

/** Two names with at most this many different letters are a typing error. */
const MAX_TYPOS = 2;

/** Names longer than this are cut before they are compared: the comparison takes time in the square of the length. */
const MAX_COMPARED = 64;

/** The range that is read: the name of its parameter, and where its parts are in the file. */
interface Context {
  name: string;
  /** True for `[min, max]` and `[a, b]`, false for a mapping. */
  isList: boolean;
  /** Reports a mistake. The path, and `at` of the options, are below the range. */
  report(below: Path, message: string, options?: ReportOptions): void;
}

/**
 * Brings a range into its one form: `[int, int]` is an integer range, two numbers of which one is not whole a continuous
 * range, a list of names a categorical range. Reports mistakes, and returns undefined for a range with a mistake.
 */
export function normaliseRange(name: string, written: WrittenRange, report: Report): HyperparameterRange | undefined {
  const path = ['tuning_step', 'hyperparam_ranges', name];
  const context: Context = {
    name,
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
  if (range.min <= range.max) return range;
  const at = pathOf(context, 'min');
  context.report([], `minimum ${range.min} is greater than maximum ${range.max}`, { at });
  return undefined;
}

/** @param below path of the list below the range */
function categorical(values: Scalar[], below: Path, context: Context): HyperparameterRange | undefined {
  const names = values.map(String);
  const repeat = firstRepeat(names);
  if (repeat !== -1) context.report([...below, repeat], `${names[repeat]} is there twice`);
  const empty = names.indexOf('');
  if (empty !== -1) context.report([...below, empty], 'must not be empty');
  return repeat === -1 && empty === -1 ? { type: 'categorical', values: names } : undefined;
}

function parameterOf({ name, report }: Context): Parameter | undefined {
  const known = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  if (known) return known;
  const names = Object.keys(PARAMETERS);
  const isTypo = names.some((other) => editDistance(name.slice(0, MAX_COMPARED), other) <= MAX_TYPOS);
  report([], `${name} is not a parameter of RandomForestClassifier${didYouMean(name, names)}`, {
    onKey: true,
    // A team can have its own training script with other parameters. A name that is nearly right is a typing error.
    severity: isTypo ? 'error' : 'warning',
    way_out: isTypo ? undefined : 'The training script has to accept it.',
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
  if (parameter.values) {
    const wrong = values.findIndex((value) => !parameter.values?.includes(value) && Number.isNaN(Number(value)));
    const value = values[wrong];
    if (value === undefined) return true;
    report(
      isList ? [wrong] : ['values', wrong],
      `${name} does not take ${value}; it takes ${parameter.values.join(', ')}${didYouMean(value, parameter.values)}`,
    );
    return false;
  }
  if (values.every((value) => value.trim() !== '' && Number.isFinite(Number(value)))) return true;
  report([], `${name} takes numbers, found names (${values.slice(0, 3).join(', ')})`, {
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
