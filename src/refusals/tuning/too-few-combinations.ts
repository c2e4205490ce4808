import type { Member } from '../member.ts';
import { boundsOf, rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

/** A grid has its own rule. */
export const tooFewCombinations: Refusal = {
  name: 'too-few-combinations',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A tuning job does not have more training jobs than its ranges have combinations.',
  source: 'aws/amazon-sagemaker-operator-for-k8s#123',
  confidence: 'quoted',
  settings: ['tuning_step.maximum_training_jobs'],
  way_out: 'Lower MaxNumberOfTrainingJobs, or widen the ranges.',
  find: (request) => {
    const config = request.at('HyperParameterTuningJobConfig');
    const jobs = config.at('ResourceLimits.MaxNumberOfTrainingJobs');
    const count = combinations(config.at('ParameterRanges'));
    if (config.at('Strategy').text === 'Grid' || count === undefined || !((jobs.number ?? 0) > count)) return [];
    return [
      jobs.refuse(
        `You don't have enough combinations of hyperparameter ranges. The total number of hyperparameter combinations for the provided ranges [${count.toFixed(1)}] must be equal or greater than the value of MaxNumberOfJobs, [${jobs.number}]. Provide additional ranges.`,
      ),
    ];
  },
};

/** Number of combinations of the ranges; undefined when it has no end, is not known, or a range is wrong. */
function combinations(ranges: Member): number | undefined {
  if (rangesOf(ranges).length === 0 || rangesOf(ranges, ['Continuous']).length > 0) return undefined;
  const sizes = [
    ...rangesOf(ranges, ['Integer']).map((range) => {
      const [min, max] = boundsOf(range);
      return max - min + 1;
    }),
    ...rangesOf(ranges, ['Categorical']).map((range) => range.at('Values').items.length),
  ];
  return sizes.every((size) => size > 0) ? sizes.reduce((product, size) => product * size, 1) : undefined;
}
