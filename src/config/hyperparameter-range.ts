import type { Report } from './check.ts';
import { didYouMean, editDistance } from './closest.ts';
import type { ConfigFile, HyperparameterRange } from './schema.ts';

/** A range as it was written. */
export type WrittenRange = ConfigFile['tuning_step']['hyperparam_ranges'][string];
type Kind = HyperparameterRange['type'];

interface Parameter {
  kinds: readonly Kind[];
  /** Least and greatest value of an integer, and of a share (scikit-learn's rule for the parameter). */
  integer?: [least: number, greatest: number];
  continuous?: [least: number, greatest: number];
  values?: readonly string[];
}

const MANY = Number.MAX_SAFE_INTEGER;

/** The parameters of scikit-learn's RandomForestClassifier that can be searched, with the ranges that it accepts. */
const PARAMETERS: Record<string, Parameter> = {
  n_estimators: { kinds: ['integer'], integer: [1, MANY] },
  max_depth: { kinds: ['integer'], integer: [1, MANY] },
  min_samples_split: { kinds: ['integer', 'continuous'], integer: [2, MANY], continuous: [0, 1] },
  min_samples_leaf: { kinds: ['integer', 'continuous'], integer: [1, MANY], continuous: [0, 1] },
  max_features: {
    kinds: ['integer', 'continuous', 'categorical'],
    integer: [1, MANY],
    continuous: [0, 1],
    values: ['sqrt', 'log2'],
  },
  max_leaf_nodes: { kinds: ['integer'], integer: [2, MANY] },
  max_samples: { kinds: ['integer', 'continuous'], integer: [1, MANY], continuous: [0, 1] },
  min_weight_fraction_leaf: { kinds: ['continuous'], continuous: [0, 0.5] },
  min_impurity_decrease: { kinds: ['continuous'], continuous: [0, MANY] },
  ccp_alpha: { kinds: ['continuous'], continuous: [0, MANY] },
  criterion: { kinds: ['categorical'], values: ['gini', 'entropy', 'log_loss'] },
  class_weight: { kinds: ['categorical'], values: ['balanced', 'balanced_subsample'] },
};

/**
 * Brings a range into its one form: `[int, int]` is an integer range, two numbers of which one is not whole a continuous
 * one, a list of names a categorical one. Mistakes are reported and yield nothing.
 */
export function normaliseRange(name: string, written: WrittenRange, report: Report): HyperparameterRange | undefined {
  const path = ['tuning_step', 'hyperparam_ranges', name];
  const range = Array.isArray(written) ? fromList(written, path, report) : fromMapping(written, path, report);
  if (!range) return undefined;
  const parameter = parameterOf(name, path, report);
  if (parameter && !fits(range, name, parameter, path, Array.isArray(written), report)) return undefined;
  return range;
}

/** Where the least and the greatest value stand, in either form. */
const bound = (path: string[], isList: boolean, which: 'min' | 'max') => [
  ...path,
  isList ? (which === 'min' ? 0 : 1) : which,
];

function fromList(
  list: (string | number | boolean)[],
  path: string[],
  report: Report,
): HyperparameterRange | undefined {
  if (list.every((item) => typeof item === 'number')) {
    const [min, max] = list;
    if (list.length !== 2 || min === undefined || max === undefined) {
      report(
        path,
        `a range of numbers is [least, greatest], found ${list.length} ${list.length === 1 ? 'number' : 'numbers'}`,
        {
          hint: 'Names to choose from are written as text; {type: categorical, values: […]} takes numbers.',
        },
      );
      return undefined;
    }
    const type = Number.isInteger(min) && Number.isInteger(max) ? 'integer' : 'continuous';
    return ordered({ type, min, max, scaling: 'Auto' }, path, true, report);
  }
  if (list.some((item) => typeof item === 'number')) {
    report(path, 'mixes numbers and names', { hint: 'Write {type: categorical, values: […]} to choose from both.' });
    return undefined;
  }
  return categorical(list, path, report);
}

function fromMapping(
  written: Exclude<WrittenRange, unknown[]>,
  path: string[],
  report: Report,
): HyperparameterRange | undefined {
  if (written.type === 'categorical') {
    for (const key of ['min', 'max', 'scaling'] as const) {
      if (written[key] !== undefined) report([...path, key], 'does not belong to a categorical range', { onKey: true });
    }
    if (written.values === undefined) report([...path, 'values'], 'is required and missing');
    return written.values === undefined ? undefined : categorical(written.values, [...path, 'values'], report);
  }
  if (written.values !== undefined)
    report([...path, 'values'], `does not belong to a range of type ${written.type}`, { onKey: true });
  const { type, min, max, scaling = 'Auto' } = written;
  for (const key of ['min', 'max'] as const)
    if (written[key] === undefined) report([...path, key], 'is required and missing');
  if (min === undefined || max === undefined) return undefined;
  for (const [key, value] of [
    ['min', min],
    ['max', max],
  ] as const) {
    if (type === 'integer' && !Number.isInteger(value)) {
      report([...path, key], `must be a whole number in a range of type integer, got ${value}`);
      return undefined;
    }
  }
  // CreateHyperParameterTuningJob, "Hyperparameter scaling": logarithmic above 0, reverse logarithmic within [0, 1).
  if (scaling === 'Logarithmic' && min <= 0) {
    report([...path, 'min'], `must be greater than 0 with scaling: Logarithmic, got ${min}`);
  }
  if (scaling === 'ReverseLogarithmic' && (type === 'integer' || min < 0 || max >= 1)) {
    report([...path, 'scaling'], 'ReverseLogarithmic takes a continuous range within 0 and 1');
  }
  return ordered({ type, min, max, scaling }, path, false, report);
}

function ordered(
  range: Extract<HyperparameterRange, { min: number }>,
  path: string[],
  isList: boolean,
  report: Report,
): HyperparameterRange | undefined {
  for (const which of ['min', 'max'] as const) {
    if (!Number.isFinite(range[which])) {
      report(bound(path, isList, which), `must be a finite number, got ${range[which]}`);
      return undefined;
    }
  }
  if (range.min <= range.max) return range;
  const at = bound(path, isList, 'min');
  report(path, `minimum ${range.min} is greater than maximum ${range.max}`, { at });
  return undefined;
}

function categorical(
  values: (string | number | boolean)[],
  path: string[],
  report: Report,
): HyperparameterRange | undefined {
  const names = values.map(String);
  const repeat = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (repeat !== -1) report([...path, repeat], `${names[repeat]} is there twice`);
  const empty = names.indexOf('');
  if (empty !== -1) report([...path, empty], 'must not be empty');
  return repeat === -1 && empty === -1 ? { type: 'categorical', values: names } : undefined;
}

function parameterOf(name: string, path: string[], report: Report): Parameter | undefined {
  const known = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  if (known) return known;
  const names = Object.keys(PARAMETERS);
  const slip = names.some((other) => editDistance(name.slice(0, 64), other) <= 2);
  report(path, `${name} is not a parameter of RandomForestClassifier${didYouMean(name, names)}`, {
    onKey: true,
    // A team may have a training script of its own; a name this near to a known one is a slip of the keyboard.
    severity: slip ? 'error' : 'warning',
    hint: slip ? undefined : 'The training script has to accept it.',
  });
  return undefined;
}

function fits(
  range: HyperparameterRange,
  name: string,
  parameter: Parameter,
  path: string[],
  isList: boolean,
  report: Report,
): boolean {
  if (range.type === 'categorical') {
    if (parameter.values) {
      const wrong = range.values.findIndex(
        (value) => !parameter.values?.includes(value) && Number.isNaN(Number(value)),
      );
      const value = range.values[wrong];
      if (value === undefined) return true;
      report(
        [...path, ...(isList ? [] : ['values']), wrong],
        `${name} does not take ${value}; it takes ${parameter.values.join(', ')}${didYouMean(value, parameter.values)}`,
      );
      return false;
    }
    if (range.values.every((value) => value.trim() !== '' && Number.isFinite(Number(value)))) return true;
    report(path, `${name} takes numbers, found names (${range.values.slice(0, 3).join(', ')})`, {
      hint: 'Write [least, greatest].',
    });
    return false;
  }
  if (!parameter.kinds.includes(range.type)) {
    const wanted = parameter.kinds.includes('integer')
      ? 'whole numbers'
      : parameter.values
        ? parameter.values.join(', ')
        : 'a number';
    if (range.type === 'integer' && parameter.continuous)
      return within(range, name, parameter.continuous, path, isList, report);
    report(path, `${name} takes ${wanted}, found a range of type ${range.type}`);
    return false;
  }
  const limits = range.type === 'integer' ? parameter.integer : parameter.continuous;
  return limits === undefined || within(range, name, limits, path, isList, report);
}

function within(
  range: Extract<HyperparameterRange, { min: number }>,
  name: string,
  [least, greatest]: [number, number],
  path: string[],
  isList: boolean,
  report: Report,
): boolean {
  if (range.min < least) {
    report(path, `${name} is at least ${least}, got ${range.min}`, { at: bound(path, isList, 'min') });
    return false;
  }
  if (range.max > greatest) {
    report(path, `${name} is at most ${greatest}, got ${range.max}`, { at: bound(path, isList, 'max') });
    return false;
  }
  return true;
}
