import { rangeGroups, rangesOf } from '../ranges.ts';
import type { Refusal } from '../refusal.ts';

/** With Autotune, the service chooses the ranges. */
export const tuningWithoutRanges: Refusal = {
  name: 'tuning-without-ranges',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A tuning job without Autotune has at least one range.',
  source: 'API reference, HyperParameterTuningJobConfig.ParameterRanges and Autotune',
  confidence: 'inferred',
  settings: ['tuning_step.hyperparam_ranges'],
  way_out: 'Add a range, or train without tuning.',
  find: (request) => {
    const config = request.at('HyperParameterTuningJobConfig');
    const ranges = config.at('ParameterRanges');
    const isKnown = rangeGroups(request).some((group) => group.at('Get').exists || rangesOf(group).length > 0);
    if (isKnown || !config.exists || request.at('Autotune').exists || ranges.at('AutoParameters').exists) return [];
    return [ranges.refuse('ParameterRanges must have at least one range.')];
  },
};
