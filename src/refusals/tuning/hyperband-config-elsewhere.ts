import type { Refusal } from '../refusal.ts';

export const hyperbandConfigElsewhere: Refusal = {
  name: 'hyperband-config-elsewhere',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'StrategyConfig is for the strategy Hyperband only.',
  source: 'API reference, HyperParameterTuningJobConfig.StrategyConfig',
  confidence: 'documented',
  way_out: 'Leave out StrategyConfig, or use the strategy Hyperband.',
  find: (request) => {
    const config = request.at('HyperParameterTuningJobConfig');
    const [strategy, own] = [config.at('Strategy').text, config.at('StrategyConfig')];
    if (strategy === undefined || strategy === 'Hyperband' || !own.exists) return [];
    return [own.refuse(`StrategyConfig is only supported for the strategy Hyperband, not for ${strategy}.`)];
  },
};
