import { boundsOf, rangeGroups, rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

export const rangeWithoutNumbers: Refusal = {
  name: 'range-without-numbers',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'The bounds of an integer range and of a continuous range are numbers.',
  source: 'API reference, IntegerParameterRange and ContinuousParameterRange',
  confidence: 'inferred',
  way_out: 'Give numbers, or use a categorical range.',
  find: (request) =>
    rangeGroups(request)
      .flatMap((group) => rangesOf(group, ['Integer', 'Continuous']))
      .flatMap((range) => {
        const bounds = [range.at('MinValue'), range.at('MaxValue')];
        const wrong = bounds.filter(
          ({ text }, index) => text !== undefined && !Number.isFinite(boundsOf(range)[index]),
        );
        return wrong.map((bound) =>
          bound.refuse(
            `The range of hyperparameter ${range.at('Name').text} has a bound that is not a number: ${bound.text}.`,
          ),
        );
      }),
};
