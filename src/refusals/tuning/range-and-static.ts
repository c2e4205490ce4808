import type { Member } from '../member.ts';
import { rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

export const rangeAndStatic: Refusal = {
  name: 'range-and-static',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A hyperparameter is tuned or has a fixed value, not both.',
  source: 'developer guide, automatic-model-tuning-define-ranges (static hyperparameters)',
  confidence: 'inferred',
  way_out: 'Remove the hyperparameter from StaticHyperParameters or from the ranges.',
  find: (request) => [
    ...both(request.at('HyperParameterTuningJobConfig.ParameterRanges'), request.at('TrainingJobDefinition')),
    ...request.at('TrainingJobDefinitions').items.flatMap((job) => both(job.at('HyperParameterRanges'), job)),
  ],
};

function both(ranges: Member, job: Member) {
  const fixed = job.at('StaticHyperParameters').entries.map(([name]) => name);
  return rangesOf(ranges)
    .map((range) => range.at('Name'))
    .filter(({ text }) => text !== undefined && fixed.includes(text))
    .map((name) => name.refuse(`Hyperparameter ${name.text} is both static and tuned.`));
}
