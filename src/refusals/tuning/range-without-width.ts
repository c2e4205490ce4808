import { boundsOf, rangeGroups, rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

export const rangeWithoutWidth: Refusal = {
  name: 'range-without-width',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'The minimum of a range is less than its maximum.',
  source: 'API reference, ContinuousParameterRange; aws/amazon-sagemaker-feedback#195 and #196',
  confidence: 'documented',
  settings: ['tuning_step.hyperparam_ranges'],
  way_out: 'Set the value as a fixed hyperparameter, or widen the range.',
  find: (request) =>
    rangeGroups(request)
      .flatMap((group) => rangesOf(group, ['Integer', 'Continuous']))
      .flatMap((range) => {
        const [min, max] = boundsOf(range);
        if (!(min >= max)) return [];
        return [
          range.refuse(
            `The minimum ${min} of the range ${range.at('Name').text} must be less than its maximum, which is ${max}.`,
          ),
        ];
      }),
};
