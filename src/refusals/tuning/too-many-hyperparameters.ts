import type { Member } from '../member.ts';
import { rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

const MAX_HYPERPARAMETERS = 100;

export const tooManyHyperparameters: Refusal = {
  name: 'too-many-hyperparameters',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A training job of a tuning job has at most 100 hyperparameters, the tuned and the fixed ones together.',
  source: 'developer guide, automatic-model-tuning-define-ranges',
  confidence: 'documented',
  way_out: 'Use fewer hyperparameters.',
  find: (request) => [
    ...tooMany(request.at('HyperParameterTuningJobConfig.ParameterRanges'), request.at('TrainingJobDefinition')),
    ...request.at('TrainingJobDefinitions').items.flatMap((job) => tooMany(job.at('HyperParameterRanges'), job)),
  ],
};

function tooMany(ranges: Member, job: Member) {
  const fixed = job.at('StaticHyperParameters');
  const count = fixed.entries.length + rangesOf(ranges).length;
  if (count <= MAX_HYPERPARAMETERS) return [];
  return [
    fixed.refuse(`There are ${count} static and tuned hyperparameters, at most ${MAX_HYPERPARAMETERS} are allowed.`),
  ];
}
