import type { RefusalCase } from '../refusal-case.ts';

const RANGES = 'HyperParameterTuningJobConfig.ParameterRanges';

export const tuningCases: readonly RefusalCase[] = [
  {
    rule: 'range-without-width',
    operation: 'CreateHyperParameterTuningJob',
    refused: { [`${RANGES}.IntegerParameterRanges.0.MinValue`]: '20' },
    at: `${RANGES}.IntegerParameterRanges.0`,
    message: 'The minimum 20 of the range max_depth must be less than its maximum, which is 20.',
    taken: { [`${RANGES}.IntegerParameterRanges.0.MinValue`]: '19' },
  },
];
