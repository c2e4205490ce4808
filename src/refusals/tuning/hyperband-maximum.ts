import type { Refusal } from '../refusal.ts';

const MAX_EPOCHS = 20_000;

export const hyperbandMaximum: Refusal = {
  name: 'hyperband-maximum',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'MaxResource of the strategy Hyperband is at most 20,000.',
  source: 'API reference, HyperbandStrategyConfig.MaxResource',
  confidence: 'documented',
  way_out: 'Use at most 20,000 epochs.',
  find: (request) => {
    const max = request.at('HyperParameterTuningJobConfig.StrategyConfig.HyperbandStrategyConfig.MaxResource');
    if (!((max.number ?? 0) > MAX_EPOCHS)) return [];
    return [max.refuse(`MaxResource ${max.number} is more than the maximum of ${MAX_EPOCHS} epochs.`)];
  },
};
