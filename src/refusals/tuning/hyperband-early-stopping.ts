import type { Refusal } from '../refusal.ts';

export const hyperbandEarlyStopping: Refusal = {
  name: 'hyperband-early-stopping',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'With the strategy Hyperband, TrainingJobEarlyStoppingType is Off.',
  source: 'API reference, HyperParameterTuningJobConfig.TrainingJobEarlyStoppingType',
  confidence: 'documented',
  way_out: 'Set TrainingJobEarlyStoppingType to Off. Hyperband stops training jobs itself.',
  find: (request) => {
    const config = request.at('HyperParameterTuningJobConfig');
    const type = config.at('TrainingJobEarlyStoppingType');
    if (config.at('Strategy').text !== 'Hyperband' || type.text === undefined || type.text === 'Off') return [];
    return [type.refuse('TrainingJobEarlyStoppingType must be Off to use the strategy Hyperband.')];
  },
};
