import type { Refusal } from '../refusal.ts';

export const rangeWithoutWidth: Refusal = {
  name: 'range-without-width',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'The minimum of a range is less than its maximum.',
  source: 'API reference, ContinuousParameterRange; aws/amazon-sagemaker-feedback#196',
  confidence: 'documented',
  wayOut: 'Set the value as a fixed hyperparameter, or widen the range.',
  find: (request) =>
    ['IntegerParameterRanges', 'ContinuousParameterRanges'].flatMap((kind) =>
      request.at(`HyperParameterTuningJobConfig.ParameterRanges.${kind}`).items.flatMap((range) => {
        const [min, max] = [Number(range.at('MinValue').text), Number(range.at('MaxValue').text)];
        if (!(min >= max)) return [];
        return [
          range.refuse(
            `The minimum ${min} of the range ${range.at('Name').text} must be less than its maximum, which is ${max}.`,
          ),
        ];
      }),
    ),
};
