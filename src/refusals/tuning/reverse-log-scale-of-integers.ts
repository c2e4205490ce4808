import { rangeGroups, rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

export const reverseLogScaleOfIntegers: Refusal = {
  name: 'reverse-log-scale-of-integers',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'Reverse logarithmic scaling is not for integer ranges.',
  source: 'developer guide, automatic-model-tuning-define-ranges',
  confidence: 'documented',
  settings: ['tuning_step.hyperparam_ranges'],
  way_out: 'Use another scaling, or a continuous range.',
  find: (request) =>
    rangeGroups(request)
      .flatMap((group) => rangesOf(group, ['Integer']))
      .filter((range) => range.at('ScalingType').text === 'ReverseLogarithmic')
      .map((range) =>
        range
          .at('ScalingType')
          .refuse(
            `The range of hyperparameter ${range.at('Name').text} has ReverseLogarithmic scaling, which is not supported for integer ranges.`,
          ),
      ),
};
