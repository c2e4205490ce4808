import { rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

export const gridJobCount: Refusal = {
  name: 'grid-job-count',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'With the strategy Grid, MaxNumberOfTrainingJobs is absent or the number of combinations.',
  source: 'developer guide, automatic-model-tuning-how-it-works',
  confidence: 'documented',
  way_out: 'Leave out MaxNumberOfTrainingJobs.',
  find: (request) => {
    const config = request.at('HyperParameterTuningJobConfig');
    const ranges = config.at('ParameterRanges');
    const jobs = config.at('ResourceLimits.MaxNumberOfTrainingJobs');
    if (config.at('Strategy').text !== 'Grid' || jobs.number === undefined) return [];
    if (rangesOf(ranges).length === 0 || rangesOf(ranges, ['Integer', 'Continuous']).length > 0) return [];
    const points = rangesOf(ranges).reduce((product, range) => product * range.at('Values').items.length, 1);
    if (points === 0 || points === jobs.number) return [];
    return [jobs.refuse(`A grid of ${points} points cannot have MaxNumberOfTrainingJobs ${jobs.number}.`)];
  },
};
