import { boundsOf, rangeGroups, rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

export const reverseLogScaleRange: Refusal = {
  name: 'reverse-log-scale-range',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'Reverse logarithmic scaling is for ranges that are entirely within 0 <= x < 1.',
  source: 'API reference, ContinuousParameterRange.ScalingType',
  confidence: 'documented',
  settings: ['tuning_step.hyperparam_ranges'],
  way_out: 'Narrow the range, or use another scaling.',
  find: (request) =>
    rangeGroups(request)
      .flatMap((group) => rangesOf(group, ['Continuous']))
      .filter((range) => {
        const [min, max] = boundsOf(range);
        return range.at('ScalingType').text === 'ReverseLogarithmic' && (min < 0 || max >= 1);
      })
      .map((range) =>
        range.refuse(
          `The range of hyperparameter ${range.at('Name').text} has ReverseLogarithmic scaling, which needs 0 <= MinValue and MaxValue < 1.`,
        ),
      ),
};
