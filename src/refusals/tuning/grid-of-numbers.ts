import { rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

export const gridOfNumbers: Refusal = {
  name: 'grid-of-numbers',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'The strategy Grid takes categorical ranges only.',
  source: 'developer guide, automatic-model-tuning-how-it-works',
  confidence: 'documented',
  way_out: 'Write the values as a categorical range, or use another strategy.',
  find: (request) => {
    const config = request.at('HyperParameterTuningJobConfig');
    if (config.at('Strategy').text !== 'Grid') return [];
    return rangesOf(config.at('ParameterRanges'), ['Integer', 'Continuous']).map((range) =>
      range.refuse('The Grid strategy takes categorical ranges only.'),
    );
  },
};
