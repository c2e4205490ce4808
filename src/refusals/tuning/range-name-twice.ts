import { rangeGroups, rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';

export const rangeNameTwice: Refusal = {
  name: 'range-name-twice',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A hyperparameter has one range.',
  source: 'API reference, ParameterRanges',
  confidence: 'inferred',
  settings: ['tuning_step.hyperparam_ranges'],
  way_out: 'Remove one of the ranges.',
  find: (request) =>
    rangeGroups(request).flatMap((group) =>
      repeated(rangesOf(group).map((range) => range.at('Name'))).map((name) =>
        name.refuse(`Hyperparameter ${name.text} has more than one range.`),
      ),
    ),
};
