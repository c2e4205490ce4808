import { boundsOf, rangeGroups, rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

export const logScaleAtZero: Refusal = {
  name: 'log-scale-at-zero',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'Logarithmic scaling is for ranges that have only values greater than 0.',
  source: 'API reference, ScalingType of IntegerParameterRange and ContinuousParameterRange',
  confidence: 'documented',
  settings: ['tuning_step.hyperparam_ranges'],
  way_out: 'Raise the minimum above 0, or use another scaling.',
  find: (request) =>
    rangeGroups(request)
      .flatMap((group) => rangesOf(group, ['Integer', 'Continuous']))
      .filter((range) => range.at('ScalingType').text === 'Logarithmic' && boundsOf(range)[0] <= 0)
      .map((range) =>
        range.refuse(
          `The range of hyperparameter ${range.at('Name').text} has Logarithmic scaling, which needs a MinValue above 0.`,
        ),
      ),
};
