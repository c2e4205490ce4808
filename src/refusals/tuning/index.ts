import type { Refusal } from '../refusal.ts';
import { categoryTwice } from './category-twice.ts';
import { gridJobCount } from './grid-job-count.ts';
import { gridOfNumbers } from './grid-of-numbers.ts';
import { hyperbandConfigElsewhere } from './hyperband-config-elsewhere.ts';
import { hyperbandEarlyStopping } from './hyperband-early-stopping.ts';
import { hyperbandMaximum } from './hyperband-maximum.ts';
import { hyperbandWithoutMaximum } from './hyperband-without-maximum.ts';
import { integerRangeWithFraction } from './integer-range-with-fraction.ts';
import { logScaleAtZero } from './log-scale-at-zero.ts';
import { objectiveWithoutDefinition } from './objective-without-definition.ts';
import { parallelAboveTotal } from './parallel-above-total.ts';
import { rangeAndStatic } from './range-and-static.ts';
import { rangeNameTwice } from './range-name-twice.ts';
import { rangeWithoutNumbers } from './range-without-numbers.ts';
import { rangeWithoutWidth } from './range-without-width.ts';
import { reverseLogScaleOfIntegers } from './reverse-log-scale-of-integers.ts';
import { reverseLogScaleRange } from './reverse-log-scale-range.ts';
import { tooFewCombinations } from './too-few-combinations.ts';
import { tooManyHyperparameters } from './too-many-hyperparameters.ts';
import { tooManyRanges } from './too-many-ranges.ts';
import { tuningEnvironmentSize } from './tuning-environment-size.ts';
import { tuningInstanceConfigs } from './tuning-instance-configs.ts';
import { tuningWithoutDefinition } from './tuning-without-definition.ts';
import { tuningWithoutLimit } from './tuning-without-limit.ts';
import { tuningWithoutObjective } from './tuning-without-objective.ts';
import { tuningWithoutRanges } from './tuning-without-ranges.ts';

export const tuningRefusals: readonly Refusal[] = [
  categoryTwice,
  gridJobCount,
  gridOfNumbers,
  hyperbandConfigElsewhere,
  hyperbandEarlyStopping,
  hyperbandMaximum,
  hyperbandWithoutMaximum,
  integerRangeWithFraction,
  logScaleAtZero,
  objectiveWithoutDefinition,
  parallelAboveTotal,
  rangeAndStatic,
  rangeNameTwice,
  rangeWithoutNumbers,
  rangeWithoutWidth,
  reverseLogScaleOfIntegers,
  reverseLogScaleRange,
  tooFewCombinations,
  tooManyHyperparameters,
  tooManyRanges,
  tuningEnvironmentSize,
  tuningInstanceConfigs,
  tuningWithoutDefinition,
  tuningWithoutLimit,
  tuningWithoutObjective,
  tuningWithoutRanges,
];
