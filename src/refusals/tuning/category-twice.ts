import { rangeGroups, rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';

export const categoryTwice: Refusal = {
  name: 'category-twice',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A value is there once in a categorical range.',
  source: 'aws/amazon-sagemaker-feedback#195',
  confidence: 'inferred',
  settings: ['tuning_step.hyperparam_ranges'],
  way_out: 'Remove one of the equal values.',
  find: (request) =>
    rangeGroups(request)
      .flatMap((group) => rangesOf(group, ['Categorical']))
      .flatMap((range) =>
        repeated(range.at('Values').items).map((value) =>
          value.refuse(`The range of hyperparameter ${range.at('Name').text} has the value ${value.text} twice.`),
        ),
      ),
};
