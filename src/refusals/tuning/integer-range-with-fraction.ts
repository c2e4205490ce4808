import { boundsOf, rangeGroups, rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

export const integerRangeWithFraction: Refusal = {
  name: 'integer-range-with-fraction',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'The bounds of an integer range are integers.',
  source: 'API reference, IntegerParameterRange',
  confidence: 'inferred',
  settings: ['tuning_step.hyperparam_ranges'],
  way_out: 'Give integers, or use a continuous range.',
  find: (request) =>
    rangeGroups(request)
      .flatMap((group) => rangesOf(group, ['Integer']))
      .flatMap((range) => {
        const [min, max] = boundsOf(range);
        if (![min, max].some((bound) => Number.isFinite(bound) && !Number.isInteger(bound))) return [];
        return [
          range.refuse(
            `The range of hyperparameter ${range.at('Name').text} is an integer range, but its bounds are not integers: ${min}, ${max}.`,
          ),
        ];
      }),
};
