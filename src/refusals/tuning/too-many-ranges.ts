import { rangeGroups, rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

const MAX_RANGES = 30;

export const tooManyRanges: Refusal = {
  name: 'too-many-ranges',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A tuning job has at most 30 ranges of all kinds together.',
  source: 'API reference, ParameterRanges',
  confidence: 'documented',
  way_out: 'Tune fewer hyperparameters.',
  find: (request) =>
    rangeGroups(request)
      .filter((group) => rangesOf(group).length > MAX_RANGES)
      .map((group) =>
        group.refuse(`ParameterRanges has ${rangesOf(group).length} ranges, at most ${MAX_RANGES} are allowed.`),
      ),
};
