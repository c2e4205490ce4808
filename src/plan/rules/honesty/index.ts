import type { Rule } from '../rule.ts';
import { batchNotReproducible } from './batch-not-reproducible.ts';
import { gateBelowBaseline } from './gate-below-baseline.ts';
import { keyNotUnique } from './key-not-unique.ts';
import { noSignal } from './no-signal.ts';
import { objectiveDirection } from './objective-direction.ts';
import { oneClass } from './one-class.ts';
import { sampleNotReproducible } from './sample-not-reproducible.ts';
import { splitByRow } from './split-by-row.ts';
import { targetFromFeature } from './target-from-feature.ts';
import { testOverlap } from './test-overlap.ts';
import { tooFewPositives } from './too-few-positives.ts';
import { trainingServingSkew } from './training-serving-skew.ts';
import { tunedSeed } from './tuned-seed.ts';
import { tuningOnTest } from './tuning-on-test.ts';
import { tuningOnTrainingRows } from './tuning-on-training-rows.ts';
import { unusableRows } from './unusable-rows.ts';
import { validationTooSmall } from './validation-too-small.ts';

/** Rules about whether a metric can be believed; docs/rules.md describes each of them. */
export const HONESTY_RULES: readonly Rule[] = [
  targetFromFeature,
  unusableRows,
  oneClass,
  noSignal,
  gateBelowBaseline,
  tooFewPositives,
  validationTooSmall,
  tuningOnTest,
  tuningOnTrainingRows,
  objectiveDirection,
  tunedSeed,
  testOverlap,
  keyNotUnique,
  splitByRow,
  sampleNotReproducible,
  batchNotReproducible,
  trainingServingSkew,
];
